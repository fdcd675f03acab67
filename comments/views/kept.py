"""Text that waits: for a sign-in, or for the code that was mailed to a reader without an account."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from articles.models import Article
from comments import codes, posting, reading, rescuing
from comments.forms import SenderForm
from comments.models import Comment, Rescue
from comments.views.access import key_of, whereabouts
from comments.views.answers import RESCUE_COOKIE, SeeOther, forget, form_again, mark, remember, text_back
from comments.views.evidence import own_forms_only
from newsroom.kit.caching import never_keep

BACKEND = "django.contrib.auth.backends.ModelBackend"
NOTHING = "No text of yours is kept here. It may have been posted already."


def keep_for_code(request: HttpRequest, article: Article, parent: Comment | None) -> HttpResponse:
    """Keep the text, mail the code, and ask for it."""
    form = SenderForm(request.POST)
    if not form.is_valid():
        return form_again(request, article, parent, error=form.sentence(), status=400)

    sender = form.cleaned_data
    return _keep(request, article, parent, name=sender["name"], email=sender["email"])


def keep_for_sign_in(request: HttpRequest, article: Article, parent: Comment | None) -> HttpResponse:
    """Keep the text, then ask for the sign-in."""
    try:
        posting.checked_body(request.POST.get("body", ""))
    except posting.InvalidCommentError as error:
        return form_again(request, article, parent, error=str(error), status=400)

    return _keep(request, article, parent)


def _keep(
    request: HttpRequest, article: Article, parent: Comment | None, name: str = "", email: str = ""
) -> HttpResponse:
    text = request.POST.get("body", "").replace("\x00", "").replace("\r\n", "\n")
    trapped = bool(request.POST.get("subject"))
    unposted = rescuing.Unposted(text, key_of(request), name, email, trapped)
    try:
        held = rescuing.keep_text(article, unposted, parent=parent, token=request.POST.get("kept", ""))
        if email:
            codes.send_code(held, ip=whereabouts(request)[0])
    except rescuing.CannotKeepError as error:
        return text_back(request, str(error), 429, article)
    except codes.CannotSendError as error:
        answer = form_again(request, article, parent, error=str(error), status=429)
        return never_keep(remember(answer, held))
    to = _page_of(request, held) if email else _sign_in(reverse("comments:rescued"))
    return never_keep(remember(SeeOther(to), held))


def _page_of(request: HttpRequest, held: Rescue) -> str:
    """Where the text waits; in the browser that comes by the mail the address names it."""
    named = request.POST.get("kept", "") == held.token and request.COOKIES.get(RESCUE_COOKIE) != held.token
    return reverse("comments:rescued", args=(held.token,) if named else ())


def _sign_in(to: str) -> str:
    return f"{reverse('account_login')}?{urlencode({'next': to})}"


@require_safe
def rescued(request: HttpRequest, token: str = "") -> HttpResponse:
    """Whoever comes back finds the text in the form, and the place for the code where one was sent."""
    held = rescuing.find_text(token or request.COOKIES.get(RESCUE_COOKIE, ""))
    if held is None or held.comment_id:
        return _nothing(request, held)

    return show(request, held)


def show(
    request: HttpRequest, held: Rescue, *, error: str = "", status: int = 200, note: str = ""
) -> HttpResponse:
    """The kept text: signed in it is one press from being posted, else it waits for its code."""
    is_in, page = request.user.is_authenticated, reading.form_page(held.article)
    facts = {
        "held": held,
        "article": held.article,
        "page": page,
        "parent": held.parent,
        "text": held.raw,
        "name": held.name,
        "email": held.email,
        "token": get_token(request),
        "kept": held.token,
        "is_in": is_in,
        "error": error,
        "note": note,
        "tries": codes.TRIES,
        "minutes": codes.MINUTES,
        "sign_in": _sign_in(reverse("comments:rescued", args=(held.token,))),
        "title": "Your comment is still here",
    }
    waits_for_code = bool(held.email) and not is_in and page.is_open
    template = "comments/code.html" if waits_for_code else "comments/write.html"
    return never_keep(mark(_unlisted(render(request, template, facts, status=status))))


def _unlisted(response: HttpResponse) -> HttpResponse:
    """The address of the page may hold the text's token: it is told to nobody and kept in no index."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response


def _nothing(request: HttpRequest, held: Rescue | None) -> HttpResponse:
    facts: dict[str, object] = {"sentence": NOTHING, "article": held.article if held else None}
    if held is not None:
        facts |= {
            "sentence": "This comment was posted, and needs nothing more from you.",
            "title": "Posted",
            "is_good": True,
        }
    status = 404 if held is None else 200
    return never_keep(mark(_unlisted(render(request, "comments/text_back.html", facts, status=status))))


@own_forms_only
def enter_code(request: HttpRequest, token: str) -> HttpResponse:
    """The right code signs in and posts; anything else leaves the text where it is."""
    held = rescuing.find_text(token)
    if held is None:
        return _nothing(request, None)
    if request.user.is_authenticated:
        return SeeOther(reverse("comments:rescued", args=(held.token,)))

    ip, agent = whereabouts(request)
    where = codes.Whereabouts(ip, agent, request.headers.get("Referer", ""))
    try:
        done = codes.finish(token, request.POST.get("code", ""), where=where)
    except codes.PostedAlreadyError:
        return _nothing(request, rescuing.find_text(token))
    except codes.WrongCodeError as error:
        return show(request, held, error=str(error), status=400)
    except codes.GuardedAccountError:
        return never_keep(_unlisted(render(request, "comments/guarded.html", _guarded(held), status=403)))

    login(request, done.user, backend=BACKEND)
    if done.comment is None:
        return remember(show(request, held, error=done.refusal, status=403), held)
    return never_keep(mark(forget(SeeOther(reverse("comments:mine", args=(done.comment.pk,))))))


def _guarded(held: Rescue) -> dict[str, object]:
    page = reverse("comments:rescued", args=(held.token,))
    return {"held": held, "article": held.article, "text": held.raw, "sign_in": _sign_in(page)}


@own_forms_only
def new_code(request: HttpRequest, token: str) -> HttpResponse:
    """Another code to the same address; the one before is no longer good."""
    held = rescuing.find_text(token)
    if held is None or held.comment_id:
        return _nothing(request, held)
    if not held.email:
        return redirect("comments:rescued", token=held.token)

    try:
        sent = codes.send_code(held, ip=whereabouts(request)[0])
    except codes.CannotSendError as error:
        return show(request, held, error=str(error), status=429)
    held.refresh_from_db(fields=("salt", "code_until", "tries"))
    note = "A new code is on its way; the ones before are no longer good."
    if not sent:
        note = "The last code went out less than a minute ago. Please give it a moment."
    return show(request, held, note=note)
