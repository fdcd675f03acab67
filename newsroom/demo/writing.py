"""Bringing the demo's stories through the desk: written, passed on, scheduled, published, corrected."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from articles import workflow
from articles.models import Article, Author, Correction, Credit, Image, Section, Snapshot, Tag
from articles.models.revision import Change
from articles.publishing import publish
from articles.revisions import save_draft, start
from newsroom.accounts.models import User
from newsroom.demo.keeping import keep
from newsroom.demo.library import figure
from newsroom.demo.people import guest
from newsroom.demo.stories import Story
from newsroom.kit.text import slug_from

WRONG_FARE, RIGHT_FARE = "4.20", "2.40"  # what the story with the correction had wrong at first


@dataclass(frozen=True, slots=True)
class Desk:
    """What stories are made from: rows by their names."""

    people: dict[str, User]
    authors: dict[str, Author]
    images: dict[str, Image]
    sections: dict[str, Section]
    topics: dict[str, Tag]


def write(story: Story, desk: Desk, *, now: datetime) -> Article:
    """One story, brought as far as its file says."""
    at = story.at(now)
    credits_ = tuple(_credit(name, role, desk) for name, role in story.byline)
    writer = desk.people.get(story.byline[0][0], desk.people["ada"])
    article = keep(start(by=writer))
    snapshot = Snapshot(
        headline=story.headline,
        slug=slug_from(story.headline),
        standfirst=story.standfirst,
        body=_body(story, desk),
        section=desk.sections[story.section].pk,
        tags=tuple(desk.topics[topic].pk for topic in story.topics),
        bylines=credits_,
        lead_image=desk.images[story.picture].pk if story.picture else None,
        lead_caption=story.caption,
        is_sensitive=story.is_sensitive,
    )
    _bring(article, story, snapshot, writer, desk, at=at)
    _backdate(article, at if story.state in ("live", "changed") else now - timedelta(hours=3))
    return article


def _credit(name: str, role: str, desk: Desk) -> Credit:
    author = (
        guest(name.removeprefix("guest:"), desk.authors) if name.startswith("guest:") else desk.authors[name]
    )
    return Credit(author.pk, role)


def _body(story: Story, desk: Desk) -> str:
    return story.body_with({asked.name: figure(asked, desk.images[asked.name]) for asked in story.pictures()})


def _bring(
    article: Article, story: Story, snapshot: Snapshot, writer: User, desk: Desk, *, at: datetime
) -> None:
    ben = desk.people["ben"]
    if story.correction:
        wrong = snapshot.with_changes(body=snapshot.body.replace(RIGHT_FARE, WRONG_FARE))
        publish(article, save_draft(article, wrong, by=writer, base=None), by=ben, at=at)
        mended = save_draft(article, snapshot, by=writer, base=article.head_id, note="Fare put right")
        publish(article, mended, by=ben, change=Change.CORRECTION, note=story.correction)
        return
    revision = save_draft(article, snapshot, by=writer, base=None)
    if story.state in ("live", "changed", "scheduled"):
        publish(article, revision, by=ben, at=at)
    if story.state == "changed":
        longer = snapshot.with_changes(body=f"{snapshot.body}\n<p>{story.change}</p>")
        save_draft(article, longer, by=writer, base=article.head_id, note="The owner rang back")
    if story.state in ("submitted", "changes", "approved"):
        workflow.submit(article, by=writer)
    if story.state == "changes":
        workflow.ask_for_changes(article, by=ben, note=story.note)
    if story.state == "approved":
        workflow.approve(article, by=ben)


def _backdate(article: Article, at: datetime) -> None:
    """The demo's own liberty: the record of an old story is as old as the story."""
    Article.objects.filter(pk=article.pk).update(created_at=at - timedelta(hours=5))
    article.revisions.update(created_at=at - timedelta(hours=1))
    article.audit.update(at=at)
    if Correction.objects.filter(article=article).update(at=at + timedelta(hours=2)):
        Article.objects.filter(pk=article.pk).update(updated_at=at + timedelta(hours=2))


def make_topics(names: Iterable[str]) -> dict[str, Tag]:
    """The topics by name; one that is there already is used as it is."""
    topics = {}
    for name in sorted(set(names)):
        existing = Tag.objects.filter(slug=slug_from(name)).first()
        topics[name] = existing or keep(Tag.objects.create(name=name, slug=slug_from(name)))
    return topics
