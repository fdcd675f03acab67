"""A comment: who said what under which story, where it stands among the others, and whether it is shown."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q
from django.utils import timezone

MAX_DEPTH = 4  # stored; a deeper reply keeps its true parent and stands beside it


class Status(models.IntegerChoices):
    """What has been decided about a comment so far."""

    PENDING = 0, "Waiting"
    PUBLISHED = 1, "Published"
    APPROVED = 2, "Approved"
    REJECTED = 3, "Rejected"
    SPAM = 4, "Spam"
    DELETED = 5, "Removed by its author"
    ERASED = 6, "Erased"


LIVE = (Status.PUBLISHED, Status.APPROVED)


class CommentQuerySet(models.QuerySet["Comment"]):
    """Comments, as readers and moderators look for them."""

    def live(self) -> Self:
        """Those readers may read."""
        return self.filter(status__in=LIVE)

    def shown(self) -> Self:
        """Those with a place on the page: live ones, and tombstones that hold live replies."""
        return self.filter(shown=True)

    def roots(self) -> Self:
        """Those that answer the story itself."""
        return self.filter(parent=None)

    def for_page(self) -> Self:
        """With the author's name, without what a page never prints."""
        return self.select_related("author").only(
            *("thread_id", "parent_id", "root_id", "depth", "path", "guest_name", "body_html", "status"),
            *("shown", "revision", "sort_at", "created_at", "edited_at", "author_badge", "live_replies"),
            *("author__name", "author__email", "featured_at", "respects"),
        )

    def for_queue(self) -> Self:
        """With story, author, and what they answer."""
        return self.select_related(
            "author", "thread__article__section", "parent__author", "parent__thread"
        ).defer("thread__article__body", "thread__article__search")


class Comment(models.Model):
    """A row is never deleted: taken down it keeps its place, erased it keeps nothing else."""

    thread = models.ForeignKey("comments.Thread", models.PROTECT, related_name="comments", db_index=False)
    # the database holds (thread, parent) together: a reply never answers another story's comment
    parent = models.ForeignKey(
        "self",
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="replies",
        db_constraint=False,
    )
    root_id = models.BigIntegerField(editable=False)
    depth = models.PositiveSmallIntegerField(default=0, editable=False)
    path = models.TextField(db_collation="C", editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    guest_name = models.CharField(max_length=80, blank=True)
    author_key = models.BinaryField(max_length=16, editable=False)
    author_badge = models.PositiveSmallIntegerField(default=0, editable=False)
    body_raw = models.TextField("text")
    body_html = models.TextField(editable=False)
    render_version = models.PositiveSmallIntegerField(default=1, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    status = models.PositiveSmallIntegerField(choices=Status.choices, default=Status.PENDING)
    shown = models.BooleanField(default=False, editable=False)
    hold_reasons = ArrayField(models.CharField(max_length=40), default=list, blank=True, editable=False)
    live_replies = models.IntegerField(default=0, editable=False)
    respects = models.IntegerField(default=0, editable=False)
    reports = models.IntegerField(default=0, editable=False)
    featured_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sort_at = models.DateTimeField(null=True, editable=False)  # when it first became public
    edited_at = models.DateTimeField(null=True, editable=False)
    dedupe_key = models.BinaryField(max_length=32, null=True, unique=True, editable=False)

    answers = ""  # the name it answers, filled in where a page knows it

    objects = CommentQuerySet.as_manager()

    class Meta:
        permissions = (("moderate_comment", "Can hide, approve, reject and restore comments"),)
        default_permissions = ("view", "change")
        constraints = (
            models.UniqueConstraint(fields=("thread", "id"), name="a_comment_stands_in_one_thread"),
            models.CheckConstraint(condition=Q(depth__range=(0, MAX_DEPTH)), name="comments_nest_so_deep"),
            models.CheckConstraint(
                condition=Q(shown=False) | Q(sort_at__isnull=False), name="shown_comments_have_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=(1, 2)) | Q(shown=True), name="live_comments_are_shown"
            ),
        )
        indexes = (
            models.Index(
                fields=("thread", "-sort_at", "-id"),
                condition=Q(parent=None, shown=True),
                name="comment_roots_newest",
            ),
            models.Index(
                fields=("thread", "-respects", "-id"),
                condition=Q(parent=None, shown=True),
                name="comment_roots_respected",
            ),
            models.Index(
                fields=("root_id", "path"),
                condition=Q(parent__isnull=False, shown=True),
                name="comment_replies_in_order",
            ),
            models.Index(fields=("created_at", "id"), condition=Q(status=0), name="comment_queue"),
            models.Index(
                fields=("thread", "sort_at"), condition=Q(status__in=(1, 2)), name="comment_live_in_thread"
            ),
            models.Index(fields=("author_key", "-created_at"), name="comment_history"),
            models.Index(fields=("author_key", "thread"), condition=Q(status=0), name="comment_my_pending"),
            models.Index(fields=("-created_at", "-id"), name="comment_newest"),
            models.Index(
                fields=("-created_at", "-id"), condition=Q(status__in=(3, 4)), name="comment_turned_away"
            ),
            models.Index(fields=("-reports", "-id"), condition=Q(reports__gt=0), name="comment_reported"),
            GinIndex(SearchVector("body_raw", config="simple"), name="comment_words"),
        )

    def __str__(self) -> str:
        return f"{self.author_name}: {self.body_raw[:60]}"

    def get_absolute_url(self) -> str:
        """The permalink."""
        return f"/comments/{self.pk}/"

    @property
    def is_live(self) -> bool:
        """May readers read it?"""
        return self.status in LIVE

    @property
    def level(self) -> int:
        """How far in it is shown: three levels, whatever its depth."""
        return min(int(self.depth), 2) + 1

    @property
    def is_pending(self) -> bool:
        """Does it wait for a moderator?"""
        return self.status == Status.PENDING

    @property
    def author_name(self) -> str:
        """The printed name; an account that is gone leaves none."""
        if self.author is not None:
            return self.author.get_full_name()
        return self.guest_name or "A former reader"
