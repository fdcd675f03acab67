"""The picture library: its list, and the picker that opens over a story."""

import datetime
import json
from dataclasses import dataclass

from django.contrib import admin, messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from articles.forms import PictureForm
from articles.models import Image
from articles.views.desk.access import need, person
from articles.views.desk.upload import as_facts, take
from newsroom.kit.caching import never_keep
from newsroom.kit.images import RefusedError
from newsroom.kit.paging import Page, keyset_page

A_PAGE, A_PICK = 40, 24
SOON = datetime.timedelta(days=14)  # a licence that ends within two weeks is marked


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture of the grid: the smallest file that fills its place, and what is wrong with it."""

    image: Image
    url: str
    facts: str
    licence: str


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Five a row, newest first."""
    need(request, "articles.view_image", "Your role does not see pictures.")
    asked = {name: request.GET.get(name, "").replace("\x00", "")[:200] for name in ("q", "lacks")}
    page = _page(asked["q"], asked["lacks"], request.GET.get("at", ""), A_PAGE)
    kept = urlencode({name: value for name, value in asked.items() if value})

    context = admin.site.each_context(request) | {
        "title": "Pictures",
        "pictures": [_shown(image) for image in page.rows],
        "asked": asked,
        "newer": f"?{kept}&at={page.newer}" if page.newer else "",
        "older": f"?{kept}&at={page.older}" if page.older else "",
        "may_add": person(request).has_perm("articles.add_image"),
    }
    return never_keep(render(request, "articles/desk/library.html", context))


@require_GET
def picker(request: HttpRequest) -> HttpResponse:
    """The dialog's inside; with `part=grid` its pictures alone."""
    need(request, "articles.view_image", "Your role does not see pictures.")
    words = request.GET.get("q", "").replace("\x00", "")[:200]
    page = _page(words, "", request.GET.get("at", ""), A_PICK)
    more = urlencode({"part": "grid", "q": words, "at": page.older}) if page.older else ""
    template = "_grid" if request.GET.get("part") == "grid" else "_picker"
    context = {"pictures": [_shown(image) for image in page.rows], "more": more}
    return never_keep(render(request, f"articles/desk/{template}.html", context))


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """The upload page: file first, then its words."""
    user = need(request, "articles.add_image", "Your role does not add pictures.")
    form = PictureForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        words = dict(form.cleaned_data)
        try:
            image = take(words.pop("upload"), by=user, **words)
        except RefusedError as refusal:
            form.add_error("upload", str(refusal))
        else:
            messages.success(request, "The picture is in the library.")
            return HttpResponseRedirect(reverse("admin:articles_image_change", args=(image.pk,)))

    context = admin.site.each_context(request) | {"title": "Add a picture", "form": form}
    return never_keep(
        render(request, "articles/desk/picture_add.html", context, status=400 if form.errors else 200)
    )


def _page(words: str, lacks: str, cursor: str, size: int) -> Page[Image]:
    images = Image.objects.all()
    for word in words.split()[:8]:
        images = images.filter(
            Q(title__icontains=word)
            | Q(alt__icontains=word)
            | Q(caption__icontains=word)
            | Q(credit__icontains=word)
        )
    if lacks == "alt":
        images = images.filter(alt="", is_decorative=False)
    elif lacks == "credit":
        images = images.filter(credit="")
    return keyset_page(images, by="uploaded_at", size=size, cursor=cursor)


def _shown(image: Image) -> Shown:
    width = min((w for w in image.widths if w >= 320), default=max(image.widths))
    licence = ""
    if image.licence_ends_on is not None:
        today = timezone.localdate()
        if image.licence_ends_on <= today:
            licence = "Licence over"
        elif image.licence_ends_on <= today + SOON:
            licence = f"Licence ends {image.licence_ends_on:%d %b}"
    return Shown(image, image.url(width), json.dumps(as_facts(image)), licence)
