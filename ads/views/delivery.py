"""Three ends for machines: what stands in a page's slots, what was seen of it, and where a click leads."""

import json
import random
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from ads.counting import Fact, count, count_house_click
from ads.decision import Candidate, snapshot
from ads.models import Creative, Kind, Mark
from ads.tokens import BadTokenError, mint, read, read_facts
from ads.validity import is_machine, mark
from newsroom.kit.caching import never_keep

MOST_BYTES = 4096
MOST_SLOTS = 12
MOST_TOKENS = 20
_rng = random.SystemRandom()


@csrf_exempt
@require_POST
def fill(request: HttpRequest) -> JsonResponse:
    """What stands in the slots of one page: `{"slots": {code: signed facts}}` asks for all of them at once.

    Always 200 with JSON; a slot with nothing to show, and one whose facts are not ours, is null.
    """
    asked = _json(request)
    wanted = asked.get("slots")
    slots = list(wanted.items())[:MOST_SLOTS] if isinstance(wanted, dict) else []
    now, answer, page = snapshot(), {}, 0
    for code, signed in slots:
        facts = read_facts(str(signed))
        chosen = _chosen(str(code), facts)
        page = page or _page(facts)
        answer[code] = _as_json(chosen, now.slots.get(code, 0), _page(facts)) if chosen else None
    view = mint(flight=0, creative=0, slot=0, page=page) if page else None
    return never_keep(JsonResponse({"slots": answer, "view": view}))


@csrf_exempt
@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """What a reader saw: `{"rendered": [tokens], "seen": [tokens], "view": token}`. 204 once it is committed."""
    told = _json(request)
    agent, staff = request.headers.get("User-Agent", ""), _is_staff(request)
    names = {pk: code for code, pk in snapshot().slots.items()}
    facts = []
    for kind, key in ((Kind.RENDERED, "rendered"), (Kind.SEEN, "seen")):
        for text in _list(told.get(key)):
            try:
                token = read(text)
            except BadTokenError:
                continue
            if token.flight and token.slot in names:
                facts.append(
                    Fact.of(token, kind, mark(token, kind, agent=agent, staff=staff), slot=names[token.slot])
                )
    if isinstance(told.get("view"), str) and not staff and not is_machine(agent):
        try:
            token = read(str(told["view"]))
            if not token.flight and mark(token, Kind.SEEN, agent=agent) == Mark.OK:
                facts.append(Fact.page_opened(token))
        except BadTokenError:
            pass
    count(facts)
    return never_keep(HttpResponse(status=204))


@require_safe
def go(request: HttpRequest, token: str) -> HttpResponse:
    """Follow a creative: to the address that was approved, never to one from the request. 404 for a bad token."""
    try:
        decision = read(token)
    except BadTokenError:
        raise Http404 from None
    link = snapshot().link_of(decision.creative)
    link = link or Creative.objects.filter(pk=decision.creative).values_list("link", flat=True).first()
    if link is None:
        raise Http404
    if _counts(request):
        names = {pk: code for code, pk in snapshot().slots.items()}
        why = mark(
            decision, Kind.CLICKED, agent=request.headers.get("User-Agent", ""), staff=_is_staff(request)
        )
        count([Fact.of(decision, Kind.CLICKED, why, slot=names.get(decision.slot, ""))])
    return _away(link)


@require_safe
def go_house(request: HttpRequest, creative: int) -> HttpResponse:
    """Follow a house creative, from a page without a script."""
    found = next(
        ((code, shown) for code, shown in snapshot().house.items() if shown.creative == creative), None
    )
    if found is None:
        raise Http404
    if _counts(request):
        machine = is_machine(request.headers.get("User-Agent", ""))
        why = Mark.INTERNAL if _is_staff(request) else Mark.BOT if machine else Mark.OK
        count_house_click(creative, found[0], why)
    return _away(found[1].link)


def _chosen(code: str, facts: dict[str, object] | None) -> Candidate | None:
    if facts is None:  # unknown: nothing is shown
        return None
    return snapshot().choose(
        code, day=timezone.localdate(), sensitive=facts.get("sensitive") is not False, rng=_rng
    )


def _as_json(chosen: Candidate, slot: int, page: int) -> dict[str, Any]:
    shown = chosen.shown
    token = mint(flight=chosen.flight, creative=shown.creative, slot=slot, page=page)
    return {
        "token": token, "go": f"/-/go/{token}", "src": shown.src, "srcsets": shown.srcsets,
        "width": shown.width, "height": shown.height, "alt": shown.alt,
    }  # fmt: skip


def _page(facts: dict[str, object] | None) -> int:
    page = (facts or {}).get("page")
    return page if isinstance(page, int) else 0


def _json(request: HttpRequest) -> dict[str, Any]:
    """The body as an object; an empty one for anything else, and for more than is sensible."""
    size = request.headers.get("Content-Length") or "0"
    if not size.isdigit() or int(size) > MOST_BYTES:
        return {}
    try:
        told = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _list(value: object) -> list[str]:
    return [item for item in value[:MOST_TOKENS] if isinstance(item, str)] if isinstance(value, list) else []


def _counts(request: HttpRequest) -> bool:
    ahead = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return request.method == "GET" and "prefetch" not in ahead


def _is_staff(request: HttpRequest) -> bool:
    """Ourselves: asked only where a session came along."""
    return (
        settings.SESSION_COOKIE_NAME in request.COOKIES
        and request.user.is_authenticated
        and request.user.is_staff
    )


def _away(link: str) -> HttpResponse:
    answer = never_keep(HttpResponseRedirect(link))
    answer["X-Robots-Tag"] = "noindex"
    return answer
