"""A moderator's decision, taken on the story's page or in the queue."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from articles.models import Article
from comments import moderation
from comments.models import Comment
from comments.permissions import may_moderate
from newsroom.accounts.second_factor import lacks_one
from newsroom.kit.caching import never_keep


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def create(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve, hide, reject or restore the comment as it was seen; to be asked for it leads to the comment's record.

    That is where somebody lands whose session ended before the press: a decision is not taken by signing in.
    """
    if not may_moderate(request.user) or (settings.SECOND_FACTOR_REQUIRED and lacks_one(request)):
        raise PermissionDenied  # the desk's rule holds on the story's page, too
    if request.method != "POST":
        return redirect("admin:comments_comment_change", pk)
    to = request.POST.get("next", "")
    in_queue = to.startswith("/admin/") and url_has_allowed_host_and_scheme(to, allowed_hosts=None)

    try:
        comment = decide(request, pk)
    except moderation.CannotDecideError as error:
        typed = request.POST.get("reason", "").strip()
        if in_queue:
            messages.error(request, f"{error} You wrote: “{typed}”" if typed else str(error))
            return redirect(to)
        facts = {"sentence": str(error), "text": typed, "article": story_of(pk), "title": "Not decided"}
        return never_keep(render(request, "comments/text_back.html", facts, status=409))

    if in_queue:
        messages.success(request, f"{comment.author_name}: {comment.get_status_display().lower()}.")
        return redirect(to)
    return redirect(f"{comment.thread.article.get_absolute_url()}#comments")


def story_of(pk: int) -> Article | None:
    """The story a comment stands under."""
    comment = Comment.objects.select_related("thread__article").filter(pk=pk).first()
    return comment.thread.article if comment else None


def decide(request: HttpRequest, pk: int) -> Comment:
    """Call the verb the form names. Raises Http404 for a form of our own making no longer."""
    verb = moderation.VERBS.get(request.POST.get("way", ""))
    numbers = [request.POST.get(name, "") for name in ("revision", "status")]
    known = pk < 2**63 and Comment.objects.filter(pk=pk).exists()
    if verb is None or not known or not all(n.isascii() and n.isdigit() and len(n) < 9 for n in numbers):
        raise Http404("There is no such decision.")
    user = request.user if request.user.is_authenticated else None
    seen = moderation.Seen(pk, int(numbers[0]), int(numbers[1]))
    return verb(seen, user, request.POST.get("reason", ""))
