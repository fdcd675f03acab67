"""A story: its identity, its live columns, and how stories are found."""

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import OuterRef, Prefetch, Q
from django.db.models.functions import JSONObject
from django.utils import timezone

from articles.models.audit import Correction
from articles.models.byline import Byline
from articles.models.taxonomy import Section, Tag
from newsroom.kit.text import excerpt


class State(models.TextChoices):
    """Where the newest draft stands on its way to readers."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    CHANGES_ASKED = "changes", "Changes asked"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"


class CommentsMode(models.TextChoices):
    """Whether readers may reply."""

    OPEN = "open", "Open"
    PREMODERATED = "held", "Each one is read first"
    CLOSED = "closed", "Closed: shown, no new ones"
    OFF = "off", "Off: not shown"


class ArticleQuerySet(models.QuerySet["Article"]):
    """Stories, as readers and editors look for them."""

    def published(self, now: datetime | None = None) -> Self:
        """What a reader may see at this moment: the clock decides, no worker is needed."""
        now = now or timezone.now()
        return self.filter(published_at__lte=now).filter(Q(withdraw_at=None) | Q(withdraw_at__gt=now))

    def in_section(self, section: Section) -> Self:
        """Stories of a section; those of its sub-sections stand in it too."""
        return self.filter(section=section) if section.parent_id else self.filter(top_section=section)

    def for_cards(self) -> Self:
        """For lists: section, lead picture and the names in the byline, without body or search vector. One query."""
        line = Byline.objects.filter(article=OuterRef("pk")).order_by("position")
        return (
            self.select_related("section", "lead_image")
            .defer("body", "search", "section__description", "seo_title", "seo_description")
            .annotate(
                names_told=ArraySubquery(line.values("author__name")),
                authors_told=ArraySubquery(line.values("author_id")),
            )
        )

    def with_bylines(self) -> Self:
        """With each name's author and role. One query more."""
        return self.prefetch_related(Prefetch("bylines", Byline.objects.select_related("author")))

    def for_page(self) -> Self:
        """For the story's own page: with section, lead picture, topics, corrections, but without its byline. One query."""
        topics = Tag.objects.filter(article_tags__article=OuterRef("pk")).order_by("name")
        notes = Correction.objects.filter(article=OuterRef("pk")).order_by("at", "pk")
        return (
            self.select_related("section__parent", "lead_image")
            .defer("search")
            .annotate(
                topics_told=ArraySubquery(
                    topics.values(
                        told=JSONObject(id="pk", name="name", slug="slug", is_sensitive="is_sensitive")
                    )
                ),
                notes_told=ArraySubquery(notes.values(told=JSONObject(kind="kind", text="text", at="at"))),
            )
        )

    def for_desk(self) -> Self:
        """For the desk's list: the head's headline and who touched it last."""
        return self.select_related("head", "head__created_by", "section", "lead_image", "created_by").defer(
            "body", "search"
        )


class Article(models.Model):
    """A story. `head` is its newest revision; the live columns are NULL until the publish verb writes them."""

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    head = models.ForeignKey("articles.Revision", models.PROTECT, null=True, editable=False, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    embargo_until = models.DateTimeField("not before", null=True, blank=True)

    # live: what readers see, copied from one revision in one transaction
    live_revision = models.ForeignKey(
        "articles.Revision", models.PROTECT, null=True, editable=False, related_name="+"
    )
    published_at = models.DateTimeField(null=True, editable=False)  # first publication; the future: scheduled
    address_date = models.DateField(null=True, editable=False)  # that day in the site's zone, stored once
    updated_at = models.DateTimeField(null=True, editable=False)  # the reader's “Updated”
    changed_at = models.DateTimeField(null=True, editable=False)  # any change of the page, typos too
    withdraw_at = models.DateTimeField(null=True, editable=False)
    next_change_at = models.DateTimeField(null=True, editable=False)  # when next_revision takes its place
    next_revision = models.ForeignKey(
        "articles.Revision", models.PROTECT, null=True, editable=False, related_name="+"
    )
    headline = models.CharField(max_length=200, null=True, editable=False)  # noqa: DJ001 -- NULL is “never published”
    slug = models.SlugField(max_length=80, null=True, editable=False)  # noqa: DJ001
    standfirst = models.CharField(max_length=500, null=True, editable=False)  # noqa: DJ001
    body = models.TextField(null=True, editable=False)  # noqa: DJ001 -- cleaned HTML, pictures made responsive
    section = models.ForeignKey(Section, models.PROTECT, null=True, editable=False, related_name="articles")
    top_section = models.ForeignKey(Section, models.PROTECT, null=True, editable=False, related_name="+")
    tags = models.ManyToManyField(Tag, through="ArticleTag", related_name="articles")
    lead_image = models.ForeignKey(
        "articles.Image", models.PROTECT, null=True, editable=False, related_name="+"
    )
    lead_caption = models.CharField(max_length=600, blank=True, editable=False)
    language = models.CharField(max_length=12, blank=True, editable=False)
    minutes = models.PositiveSmallIntegerField(default=1, editable=False)
    is_sensitive = models.BooleanField(default=False, editable=False)
    ads_off = models.BooleanField(default=False, editable=False)
    comments = models.CharField(
        max_length=6, choices=CommentsMode.choices, default=CommentsMode.OPEN, editable=False
    )
    seo_title = models.CharField(max_length=200, blank=True, editable=False)
    seo_description = models.CharField(max_length=400, blank=True, editable=False)
    search = SearchVectorField(null=True, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = "story"
        verbose_name_plural = "stories"
        permissions = (
            ("edit_any_article", "Can edit every story"),
            ("publish_article", "Can publish and withdraw stories"),
        )
        constraints = (
            models.UniqueConstraint(fields=("address_date", "slug"), name="one_story_an_address"),
            models.CheckConstraint(
                condition=Q(
                    published_at=None,
                    live_revision=None,
                    address_date=None,
                    headline=None,
                    slug=None,
                    standfirst=None,
                    body=None,
                    section=None,
                    top_section=None,
                )
                | (
                    Q(published_at__isnull=False, live_revision__isnull=False, address_date__isnull=False)
                    & Q(headline__isnull=False, slug__isnull=False, standfirst__isnull=False)
                    & Q(body__isnull=False, section__isnull=False, top_section__isnull=False)
                ),
                name="published_stories_are_whole",
            ),
            models.CheckConstraint(
                condition=Q(next_change_at=None, next_revision=None)
                | Q(next_change_at__isnull=False, next_revision__isnull=False),
                name="a_scheduled_change_has_an_hour_and_a_text",
            ),
        )
        indexes = (
            models.Index(
                fields=("-published_at", "-id"),
                name="article_newest",
                condition=Q(published_at__isnull=False),
            ),
            models.Index(
                fields=("top_section", "-published_at", "-id"),
                name="article_in_top_section",
                condition=Q(published_at__isnull=False),
            ),
            models.Index(
                fields=("section", "-published_at", "-id"),
                name="article_in_section",
                condition=Q(published_at__isnull=False),
            ),
            models.Index(fields=("-created_at", "-id"), name="article_made"),
            models.Index(
                fields=("next_change_at",), name="article_due", condition=Q(next_change_at__isnull=False)
            ),
            GinIndex(fields=("search",), name="article_search", fastupdate=False),
        )

    def __str__(self) -> str:
        return self.headline or (self.head.stored.get("headline") if self.head else "") or "Untitled"

    def get_absolute_url(self) -> str:
        """The permalink. Raises ValueError for a story that was never published."""
        if self.address_date is None or self.slug is None:
            raise ValueError("A story that was never published has no address.")
        return f"/{self.address_date:%Y/%m/%d}/{self.slug}/"  # as `articles/urls.py` reads it; `reverse` costs 20 times that

    def is_live(self, now: datetime | None = None) -> bool:
        """May a reader see it at this moment?"""
        now = now or timezone.now()
        return (
            self.published_at is not None
            and self.published_at <= now
            and (self.withdraw_at is None or self.withdraw_at > now)
        )

    @property
    def is_scheduled(self) -> bool:
        """Does it wait for its hour of first publication?"""
        return self.published_at is not None and self.published_at > timezone.now()

    @property
    def has_unpublished_changes(self) -> bool:
        """Is the newest draft another one than readers see?"""
        return self.live_revision_id is not None and self.live_revision_id != self.head_id

    @property
    def summary(self) -> str:
        """What a shared link and a feed say of it: the standfirst, or else the first words. Reads the body."""
        return self.standfirst or excerpt(self.body or "")

    @property
    def day(self) -> date | None:
        """The day in its address."""
        return self.address_date


class ArticleTag(models.Model):
    """A live story stands under a topic. `published_at` is the story's, so that a topic's page is one index range."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="article_tags")
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="article_tags")
    published_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("article", "tag"), name="a_topic_once_a_story"),)
        indexes = (models.Index(fields=("tag", "-published_at", "-article"), name="article_by_topic"),)

    def __str__(self) -> str:
        return f"{self.article}: {self.tag}"
