"""A picture sent from the desk: into the library, or refused with a sentence."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from articles.forms import PictureForm
from articles.images import take_in
from articles.models import Image
from articles.views.desk.access import need
from newsroom.accounts.models import User
from newsroom.kit.caching import never_keep
from newsroom.kit.images import MAX_BYTES, RefusedError


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """The editor's way: `{"uploaded": 1, "fileName": …, "url": …}`, or `uploaded` 0 and a message."""
    user = need(request, "articles.add_image", "Your role does not add pictures.")
    form = PictureForm(request.POST, request.FILES)
    if not form.is_valid():
        return _no(" ".join(str(text) for errors in form.errors.values() for text in errors))

    words = dict(form.cleaned_data)
    try:
        image = take(words.pop("upload"), by=user, **words)
    except RefusedError as refusal:
        return _no(str(refusal))

    return never_keep(JsonResponse({"uploaded": 1, "fileName": str(image), **as_facts(image)}))


def take(file: "UploadedFile[Any]", *, by: User, **words: Any) -> Image:
    """The file as the library's picture; its name is its title where it was given none."""
    if (file.size or 0) > MAX_BYTES:
        raise RefusedError("This file is larger than 25 MB.")
    words["title"] = words.get("title") or (file.name or "").rpartition(".")[0].replace("_", " ")[:200]
    return take_in(file.read(), by=by, **words)


def as_facts(image: Image) -> dict[str, Any]:
    """What the writing page needs to show a picture."""
    width = max((w for w in image.widths if w <= 1280), default=max(image.widths))
    return {
        "id": image.pk,
        "url": image.url(width),
        "width": width,
        "height": max(1, round(image.height * width / image.width)),
        "alt": image.alt,
        "is_decorative": image.is_decorative,
        "caption": image.caption,
        "credit": image.credit,
        "title": str(image),
    }


def _no(sentence: str) -> HttpResponse:
    return never_keep(JsonResponse({"uploaded": 0, "error": {"message": sentence}}, status=400))
