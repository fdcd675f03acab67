"""What is being typed, kept every few seconds: the sitting's own copy, never a draft that others see."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from articles.forms import StoryForm
from articles.models import Article
from articles.permissions import may_write
from articles.sittings import keep_typed, story_of
from articles.views.desk.access import get_article_for_editing, person
from articles.views.desk.page import typed_checks
from newsroom.kit.caching import never_keep

KEPT = frozenset(
    {*StoryForm.base_fields, "byline_name", "byline_role", "byline_author"} - {"base", "lead_file"}
)
LIMIT = 2_000_000  # letters; the form itself refuses a body of half of that


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """The first autosave of a new story makes its row."""
    user = person(request)
    if not may_write(user):
        raise PermissionDenied("Your role does not write stories.")
    form = StoryForm(request.POST)
    form.is_valid()
    sitting = form.cleaned_data.get("sitting")
    if sitting is None:
        return JsonResponse({"error": "This page has lost its name; save the story."}, status=400)
    if "looking" in request.POST:
        return _look(None, form)
    return _keep(request, story_of(sitting, by=user), form)


@require_POST
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Each later one."""
    form = StoryForm(request.POST)
    form.is_valid()
    article = get_article_for_editing(request, pk)
    return _look(article, form) if "looking" in request.POST else _keep(request, article, form)


def _look(article: Article | None, form: StoryForm) -> HttpResponse:
    """Nothing new was typed: the checks, and nothing is kept."""
    return never_keep(JsonResponse({"checks": _checks(article, form)}))


def _checks(article: Article | None, form: StoryForm) -> str:
    return render_to_string("articles/desk/_checks.html", {"article": article, "checks": typed_checks(form)})


def _keep(request: HttpRequest, article: Article, form: StoryForm) -> HttpResponse:
    typed = {name: request.POST.getlist(name) for name in KEPT if name in request.POST}
    sitting = form.cleaned_data.get("sitting")
    if sitting is None or sum(len(value) for values in typed.values() for value in values) > LIMIT:
        return JsonResponse({"error": "This is too much to keep by itself; save the story."}, status=400)

    copy = keep_typed(article, sitting, by=person(request), base=form.cleaned_data.get("base"), typed=typed)
    return never_keep(
        JsonResponse(
            {
                "article": article.pk,
                "copy": copy.pk,
                "kept": f"{timezone.localtime():%H:%M}",
                "url": reverse("admin:articles_article_change", args=(article.pk,)),
                "checks": _checks(article, form),
            }
        )
    )
