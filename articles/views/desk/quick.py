"""People and topics looked up and made while a story is written."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from articles.models import Author, Tag
from articles.taxonomy import CannotMakeError, find_or_make_author, find_or_make_topic
from articles.views.desk.access import need
from newsroom.kit.caching import never_keep

SHOWN = 8  # a list longer than this is not read while typing


@require_GET
def authors(request: HttpRequest) -> HttpResponse:
    """People whose name has these letters."""
    need(request, "articles.view_author", "Your role does not write bylines.")
    letters = request.GET.get("q", "").replace("\x00", "")[:120]
    found = Author.objects.filter(name__icontains=letters).values("id", "name", "job_title")[:SHOWN]
    return never_keep(JsonResponse({"found": list(found)}))


@require_GET
def topics(request: HttpRequest) -> HttpResponse:
    """Topics whose name has these letters."""
    need(request, "articles.view_tag", "Your role does not choose topics.")
    letters = request.GET.get("q", "").replace("\x00", "")[:60]
    return never_keep(
        JsonResponse(
            {"found": list(Tag.objects.filter(name__icontains=letters).values("id", "name")[:SHOWN])}
        )
    )


@require_POST
def make_author(request: HttpRequest) -> HttpResponse:
    """The person of this name, or a guest made in place."""
    need(request, "articles.add_author", "Your role does not add people to bylines.")
    try:
        author, made = find_or_make_author(request.POST.get("name", "").replace("\x00", ""))
    except CannotMakeError as refusal:
        return JsonResponse({"error": str(refusal)}, status=400)
    return JsonResponse({"id": author.pk, "name": author.name, "job_title": author.job_title, "made": made})


@require_POST
def make_topic(request: HttpRequest) -> HttpResponse:
    """The topic of this name, or a new one."""
    need(request, "articles.add_tag", "Your role does not add topics.")
    try:
        topic, made = find_or_make_topic(request.POST.get("name", "").replace("\x00", ""))
    except CannotMakeError as refusal:
        return JsonResponse({"error": str(refusal)}, status=400)
    return JsonResponse({"id": topic.pk, "name": topic.name, "made": made})
