"""From what was typed on the writing page to the verbs that keep it, pass it on and put it before readers."""

from typing import Any

from articles.checks import blocked, findings
from articles.forms import NamedCredit, PublishForm
from articles.images import describe
from articles.models import Article, Author, Credit, Image, Revision, Snapshot
from articles.permissions import may_publish
from articles.publishing import CannotPublishError, publish
from articles.revisions import save_draft
from articles.sittings import base_of, note_saved
from articles.taxonomy import find_or_make_author, find_or_make_topic
from articles.workflow import approve, submit
from newsroom.accounts.models import User

PLAIN = (
    "headline",
    "standfirst",
    "body",
    "slug",
    "is_sensitive",
    "ads_off",
    "comments",
    "seo_title",
    "seo_description",
)


class NotAllowedError(Exception):
    """What somebody's role does not let them do, in a sentence."""


def store(article: Article, cleaned: dict[str, Any], *, by: User, note: str = "") -> Revision:
    """Keep the typed story as its newest draft. Raises StaleError where somebody saved meanwhile."""
    base = base_of(article, cleaned["sitting"], cleaned["base"], by=by)
    revision = save_draft(article, snapshot_of(article, cleaned), by=by, base=base, note=note)
    note_saved(article, cleaned["sitting"], revision, by=by)
    return revision


def snapshot_of(article: Article, cleaned: dict[str, Any]) -> Snapshot:
    """The typed story as a value; names that nobody has yet become guests and topics."""
    before = article.head.snapshot if article.head else Snapshot()
    lead: Image | None = cleaned["lead_image"]
    if lead is not None:
        _describe(lead, cleaned)
    caption = cleaned["lead_caption"] if lead is not None else ""
    return before.with_changes(
        **{name: cleaned[name] for name in PLAIN},
        section=cleaned["section"].pk if cleaned["section"] else None,
        tags=tuple(find_or_make_topic(name)[0].pk for name in cleaned["topics"]),
        bylines=credits_of(cleaned["bylines"]),
        lead_image=lead.pk if lead is not None else None,
        lead_caption="" if lead is not None and caption == lead.caption else caption,
    )


def _describe(lead: Image, cleaned: dict[str, Any]) -> None:
    """What was typed under the lead picture is the library's, but for a caption that is there already."""
    describe(
        lead,
        alt=cleaned["lead_alt"],
        is_decorative=cleaned["lead_decorative"],
        credit=cleaned["lead_credit"],
        caption=lead.caption or cleaned["lead_caption"],
    )


def credits_of(rows: list[NamedCredit]) -> tuple[Credit, ...]:
    """The byline: who was picked by id where the name is still theirs, else by name, else a guest made now."""
    picked = Author.objects.in_bulk([row.author for row in rows if row.author])
    authors = []
    for row in rows:
        known = picked.get(row.author or 0)
        author = known if known is not None and known.name == row.name else find_or_make_author(row.name)[0]
        authors.append((author.pk, row.role))
    return tuple(Credit(author, role) for author, role in dict(authors).items())


def carry_out(do: str, article: Article, revision: Revision, panel: PublishForm, *, by: User) -> str:
    """What the pressed button asks for beyond saving; the answer names what was done."""
    note = str(panel.data.get("note", ""))[:2000]
    if do in ("publish", "approve") and not may_publish(by):
        raise NotAllowedError(
            "Your draft is saved. Only an editor can do this; submit it for review instead."
        )
    if do == "publish":
        return _publish(article, revision, panel, by=by)
    moves = {"submit": submit, "approve": approve}
    if do in moves:
        moves[do](article, by=by, note=note)
        return do
    return "saved"


def _publish(article: Article, revision: Revision, panel: PublishForm, *, by: User) -> str:
    snapshot = revision.snapshot
    lead = Image.objects.filter(pk=snapshot.lead_image).first() if snapshot.lead_image else None
    stopping = blocked(findings(snapshot, lead))
    if stopping:
        raise CannotPublishError("Saved, not published. " + " ".join(finding.text for finding in stopping))
    asked = panel.cleaned_data
    article = publish(
        article, revision, by=by, at=asked["at"], change=asked["change"], note=asked["correction"]
    )
    return "scheduled" if article.is_scheduled or article.next_change_at else "published"
