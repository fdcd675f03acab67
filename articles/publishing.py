"""Putting a story in front of readers, and taking it away again."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from articles.body import images_in, make_responsive
from articles.events import article_published, article_withdrawn, change_scheduled
from articles.models import (
    Article,
    ArticleTag,
    Author,
    Byline,
    Correction,
    Image,
    Redirect,
    Revision,
    Section,
    Snapshot,
    State,
    Tag,
)
from articles.models.revision import Change
from articles.places import places_of
from articles.record import record
from articles.revisions import StaleError, lock
from articles.search import vector
from newsroom.accounts.models import User
from newsroom.kit.events import announce
from newsroom.kit.text import count_words, reading_minutes, slug_from
from newsroom.site.snapshot import paper


class CannotPublishError(Exception):
    """Why a story cannot go out, in a sentence for its editor."""


class CannotWithdrawError(Exception):
    """Why a story cannot be taken away, in a sentence for its editor."""


@transaction.atomic
def publish(
    article: Article,
    revision: Revision,
    *,
    by: User | None,
    at: datetime | None = None,
    change: str = "",
    note: str = "",
) -> Article:
    """Make `revision` what readers see, now or from `at` on, and return the story as it then is.

    A first publication with a later `at` shows by itself at that moment; one with an earlier `at` carries that
    date (imports). For a story that readers already see, `change` says what the new text means (`typo`, `update`
    or `correction`; `note` is the correction's text), and a later `at` schedules it for the tick.
    Raises StaleError where somebody saved a newer revision, CannotPublishError with a sentence otherwise.
    """
    article = lock(article)
    now = timezone.now()
    snapshot = revision.snapshot
    if article.head_id != revision.pk and article.next_revision_id != revision.pk:
        raise StaleError(article.head)
    if at is None and not change and article.is_live(now) and article.live_revision_id == revision.pk:
        return article  # a second press of the same button: readers have it already
    _guard(article, snapshot, at=at or now, change=change, note=note)
    if article.is_live(now) and at is not None and at > now:
        return _schedule_change(article, revision, by=by, at=at, change=change, note=note)

    first = article.published_at is None or article.published_at > now
    old_path = None if first else article.get_absolute_url()
    stood = places_of(article)
    _write_live_columns(article, revision, snapshot, at=at, now=now, change=change)
    _write_bylines_and_topics(article, snapshot)
    _keep_old_address(article, old_path)
    Revision.objects.filter(pk=revision.pk).update(
        published_at=max(now, article.published_at or now), change=Change.FIRST if first else change
    )
    if change == Change.CORRECTION and not first:
        Correction.objects.create(article=article, text=note, by=by, at=now)
    if first:
        verb = "scheduled" if article.is_scheduled else "published"
    else:
        verb = f"published: {change}" if change else "published again"
    record(article, verb, by=by, note=note, revision=revision)
    announce(
        article_published, article=article, revision=revision, by=by, first=first, change=change, stood=stood
    )
    return article


@transaction.atomic
def withdraw(article: Article, *, by: User | None, reason: str) -> Article:
    """Take a story away from readers from this moment on; its address answers that it is gone.

    A scheduled story goes back to being a draft that is never shown. Raises CannotWithdrawError.
    """
    article = lock(article)
    now = timezone.now()
    stood = places_of(article)
    if article.published_at is None or (article.withdraw_at is not None and article.withdraw_at <= now):
        raise CannotWithdrawError("This story is not published.")
    if not reason.strip():
        raise CannotWithdrawError("Say why the story is withdrawn; the record keeps it.")
    article.withdraw_at = now
    article.changed_at = now
    article.next_change_at = article.next_revision = None
    article.state = State.DRAFT
    article.save(update_fields=("withdraw_at", "changed_at", "next_change_at", "next_revision", "state"))
    record(article, "withdrew", by=by, note=reason)
    announce(article_withdrawn, article=article, by=by, stood=stood)
    return article


def _guard(article: Article, snapshot: Snapshot, *, at: datetime, change: str, note: str) -> None:
    if not snapshot.headline.strip():
        raise CannotPublishError("A story needs a headline before it can be published.")
    if snapshot.section is None:
        raise CannotPublishError("Choose a section: it decides where the story stands.")
    if article.embargo_until is not None and at < article.embargo_until:
        when = timezone.localtime(article.embargo_until)
        raise CannotPublishError(f"This story is under embargo until {when:%d %B %Y, %H:%M}.")
    if article.is_live():
        if change not in (Change.TYPO, Change.UPDATE, Change.CORRECTION):
            raise CannotPublishError("Say what this change is: a typo, an update or a correction.")
        if change == Change.CORRECTION and not note.strip():
            raise CannotPublishError("A correction needs a note that tells readers what was wrong.")


def _schedule_change(
    article: Article, revision: Revision, *, by: User | None, at: datetime, change: str, note: str
) -> Article:
    article.next_change_at, article.next_revision = at, revision
    article.save(update_fields=("next_change_at", "next_revision"))
    Revision.objects.filter(pk=revision.pk).update(change=change, note=note[:200])
    when = timezone.localtime(at)
    record(
        article,
        "scheduled a change",
        by=by,
        note=f"For {when:%Y-%m-%d %H:%M}. {note}".strip(),
        revision=revision,
    )
    announce(change_scheduled, article=article, by=by)
    return article


def _write_live_columns(
    article: Article,
    revision: Revision,
    snapshot: Snapshot,
    *,
    at: datetime | None,
    now: datetime,
    change: str,
) -> None:
    section = Section.objects.select_related("parent").get(pk=snapshot.section or 0)
    slug = snapshot.slug
    if article.published_at is None or article.published_at > now:  # not seen yet: the address is still free
        slug = slug or slug_from(snapshot.headline)
        article.published_at = at or now
        article.address_date = timezone.localtime(article.published_at).date()
    elif change in (Change.UPDATE, Change.CORRECTION):
        article.updated_at = now
    if article.withdraw_at is not None and article.withdraw_at <= now:
        article.withdraw_at = None
    language = snapshot.language or paper().settings.language
    images = {
        image.content_hash: image for image in Image.objects.filter(content_hash__in=images_in(snapshot.body))
    }
    names = Author.objects.filter(pk__in=[credit.author for credit in snapshot.bylines]).values_list(
        "name", flat=True
    )

    article.live_revision = revision
    article.changed_at = now
    article.next_change_at = article.next_revision = None
    article.state = State.PUBLISHED if article.head_id == revision.pk else article.state
    article.headline = snapshot.headline
    article.slug = _free_slug(article, slug or article.slug or "")
    article.standfirst = snapshot.standfirst
    article.body = make_responsive(snapshot.body, images)
    article.section, article.top_section = section, section.parent or section
    article.lead_image_id, article.lead_caption = snapshot.lead_image, snapshot.lead_caption
    article.language = snapshot.language
    article.minutes = reading_minutes(count_words(snapshot.body))
    article.is_sensitive, article.ads_off = snapshot.is_sensitive, snapshot.ads_off
    article.comments = snapshot.comments
    article.seo_title, article.seo_description = snapshot.seo_title, snapshot.seo_description
    article.search = vector(snapshot, names=" ".join(names), language=language)
    article.save()


def _free_slug(article: Article, wanted: str) -> str:
    """`wanted`, or with a number behind it where another story of the day has it."""
    taken = set(
        Article.objects.filter(address_date=article.address_date, slug__startswith=wanted[:70])
        .exclude(pk=article.pk)
        .values_list("slug", flat=True)
    )
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        slug = f"{wanted[:74].rstrip('-')}-{number}"
    return slug


def _write_bylines_and_topics(article: Article, snapshot: Snapshot) -> None:
    at = article.published_at
    if at is None:
        raise AssertionError("The live columns are written first.")
    article.bylines.all().delete()
    names = {credit.author: credit for credit in snapshot.bylines}.values()
    known = set(Author.objects.filter(pk__in=[c.author for c in names]).values_list("pk", flat=True))
    Byline.objects.bulk_create(
        Byline(article=article, author_id=credit.author, position=position, role=credit.role, published_at=at)
        for position, credit in enumerate(c for c in names if c.author in known)
    )
    article.article_tags.all().delete()
    ArticleTag.objects.bulk_create(
        ArticleTag(article=article, tag=tag, published_at=at)
        for tag in Tag.objects.filter(pk__in=snapshot.tags)
    )


def _keep_old_address(article: Article, old_path: str | None) -> None:
    path = article.get_absolute_url()
    Redirect.objects.filter(
        path=path
    ).delete()  # a page of its own now; what led here once would hide nothing
    if old_path is not None and old_path != path:
        Redirect.objects.update_or_create(path=old_path, defaults={"article": article, "target": ""})
