"""The writing page: a story typed, kept, passed on, published."""

from collections.abc import Callable
from typing import Any, ParamSpec, cast

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from articles.forms import PublishForm, StoryForm
from articles.models import Article, WorkingCopy
from articles.permissions import may_write
from articles.publishing import CannotPublishError
from articles.revisions import StaleError, start
from articles.sittings import discard, story_of
from articles.taxonomy import CannotMakeError
from articles.views.desk.access import get_article_for_editing, need, person
from articles.views.desk.page import Said, as_json, blank, initial_of, show
from articles.views.desk.saving import NotAllowedError, carry_out, snapshot_of, store
from articles.views.desk.upload import take
from articles.workflow import CannotMoveError
from newsroom.kit.images import RefusedError

# CKEditor writes style attributes; scripts stay 'self' (ck-csp.js makes its dead handlers' calls)
Answered = ParamSpec("Answered")


def editor_csp(view: Callable[Answered, HttpResponse]) -> Callable[Answered, HttpResponse]:
    """The relaxed header, for the editor's pages alone."""
    return cast(
        "Callable[Answered, HttpResponse]", csp_update({"style-src": [UNSAFE_INLINE]})(cast(Any, view))
    )


_REFUSALS = (CannotPublishError, CannotMoveError, CannotMakeError, NotAllowedError)


@editor_csp
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new story."""
    user = person(request)
    if not may_write(user):
        raise PermissionDenied("Your role does not write stories.")
    if request.method == "GET":
        return show(request, StoryForm(initial=blank(user)), None)

    return _take(request, None)


@editor_csp
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """A story that is there."""
    article = get_article_for_editing(request, pk)
    if request.method == "POST":
        return _take(request, article)

    bring_back = request.GET.get("bring-back", "")
    if bring_back.isascii() and bring_back.isdigit():
        copy = WorkingCopy.objects.filter(
            pk=int(bring_back[:18]), article=article, user=person(request)
        ).first()
        if copy is not None:
            return show(request, StoryForm(_typed(copy)), article)
    return show(request, StoryForm(initial=initial_of(article, person(request))), article)


@require_POST
def forget(request: HttpRequest, pk: int, copy: int) -> HttpResponse:
    """Throw away what was typed and not saved."""
    article = get_article_for_editing(request, pk)
    discard(get_object_or_404(WorkingCopy, pk=copy, article=article, user=person(request)))
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=(pk,)))


def _take(request: HttpRequest, article: Article | None) -> HttpResponse:
    """Save what came, then do what the button asks; whatever is refused comes back with every word of it."""
    form, panel, do = StoryForm(request.POST), PublishForm(request.POST), request.POST.get("do", "save")
    if not form.is_valid():
        return _refuse(
            request, form, article, Said("Nothing is lost. Mend what is marked, then save again.", status=400)
        )
    if do == "publish" and not panel.is_valid():
        return _refuse(request, form, article, Said("; ".join(_sentences(panel)), panel=panel, status=400))
    panel.is_valid()

    user, sitting = person(request), form.cleaned_data["sitting"]
    if "lead_file" in request.FILES:
        try:
            form.cleaned_data |= _sent_lead(request, form)
        except RefusedError as refusal:
            return _refuse(request, form, article, Said(str(refusal), panel=panel, status=400))
    article = article or (story_of(sitting, by=user) if sitting else start(by=user))
    try:
        revision = store(article, form.cleaned_data, by=user)
        done = carry_out(do, article, revision, panel, by=user)
    except StaleError as stale:
        mine = snapshot_of(article, form.cleaned_data)
        said = Said(str(stale), theirs=stale.head, mine=mine, panel=panel, status=409)
        return _refuse(request, form, article, said)
    except _REFUSALS as refusal:
        return _refuse(request, form, article, Said(str(refusal), panel=panel, status=400))

    if _wants_json(request):
        return as_json(request, article, form)
    address = reverse("admin:articles_article_change", args=(article.pk,))
    return HttpResponseRedirect(f"{address}preview/" if do == "preview" else f"{address}?done={done}")


def _refuse(request: HttpRequest, form: StoryForm, article: Article | None, said: Said) -> HttpResponse:
    """The same page with everything typed in it; its base is the newest draft, which it shows."""
    if _wants_json(request):
        sentences = [said.error, *(text for errors in form.errors.values() for text in errors)]
        return JsonResponse({"error": " ".join(map(str, sentences))}, status=said.status)
    if article is not None:
        typed = request.POST.copy()
        known = Article.objects.filter(pk=article.pk).values_list("head_id", flat=True).first()
        if said.theirs is not None or form.is_valid():
            typed["base"] = str(known or "")
        errors = form.errors
        form = StoryForm(typed)
        form.full_clean()  # its own errors again, and those that were added since
        form.errors.update(errors)
        article = get_article_for_editing(request, article.pk)
    return show(request, form, article, said)


def _sent_lead(request: HttpRequest, form: StoryForm) -> dict[str, Any]:
    """The lead picture sent with the form itself, by a browser without scripts."""
    user = need(request, "articles.add_image", "Your role does not add pictures.")
    words = {name: form.cleaned_data[f"lead_{name}"] for name in ("alt", "caption", "credit")}
    image = take(cast("UploadedFile[Any]", request.FILES["lead_file"]), by=user, **words)
    return {
        "lead_image": image,
        "lead_alt": image.alt,
        "lead_caption": image.caption,
        "lead_credit": image.credit,
    }


def _sentences(panel: PublishForm) -> list[str]:
    return [str(text) for errors in panel.errors.values() for text in errors]


def _typed(copy: WorkingCopy) -> QueryDict:
    typed = QueryDict(mutable=True)
    for name, values in copy.typed.items():
        typed.setlist(name, values)
    typed["base"] = str(copy.base_id or "")
    return typed


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
