"""Telling moderators by mail that something waits: when the queue stops being empty, then seldom, as each one likes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction
from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince

from comments.models import LIVE, Comment, QueueMail, Status
from newsroom.accounts.models import User
from newsroom.accounts.roles import MODERATOR
from newsroom.site import mail

HOUR = timedelta(hours=1)
BREATH = timedelta(minutes=10)  # who empties the queue again and again is not mailed for each comment
MORNING = 8  # o'clock, in the paper's zone
COUNTED = 1_000
_LOCK = 7_210_004  # one sweep at a time


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a moderator now."""

    comments: int
    reported: int
    since: datetime


def waiting() -> Waiting | None:
    """How many, and since when; nothing where nobody need look. Two queries."""
    held = Comment.objects.filter(status=Status.PENDING).order_by("created_at", "pk")
    times = list(held.values_list("created_at", flat=True)[: COUNTED + 1])
    reports = Comment.objects.filter(reports__gt=0, status__in=LIVE).aggregate(
        n=Count("pk", distinct=True),
        since=Min("reader_reports__at", filter=Q(reader_reports__resolved=None)),
    )
    since = [at for at in (*times[:1], reports["since"]) if at is not None]
    return Waiting(len(times), reports["n"], min(since)) if since else None


def readers_of_mail() -> list[QueueMail]:
    """Each person who is to be mailed, with their wish.

    Without a wish moderators are mailed at once, and so is everybody who may moderate on a paper that has no
    moderator yet. Whoever may moderate no longer is mailed no longer.
    """
    people = User.objects.filter(_may_moderate(), is_staff=True, is_active=True)
    people = people.select_related("queue_mail").order_by("pk").distinct()
    moderators = set(User.objects.filter(groups__name=MODERATOR, is_active=True).values_list("pk", flat=True))
    wishes = []
    for person in people:
        wish = getattr(person, "queue_mail", None)
        if wish is None and (not moderators or person.pk in moderators):
            wish = QueueMail(user=person)
        if wish is not None and wish.how != QueueMail.How.NEVER:
            wish.user = person
            wishes.append(wish)
    return wishes


def _may_moderate() -> Q:
    """`may_moderate`, asked of all people at once."""
    named = Permission.objects.filter(codename="moderate_comment", content_type__app_label="comments")
    return (
        Q(is_superuser=True)
        | Q(groups__in=Group.objects.filter(permissions__in=named))
        | Q(user_permissions__in=named)
    )


def is_due(wish: QueueMail, since: datetime, now: datetime) -> bool:
    """Is it time to mail this person, where the oldest waits since then?"""
    last = wish.mailed_at
    if last is None:
        return wish.how != QueueMail.How.DAILY or timezone.localtime(now).hour >= MORNING
    if wish.how == QueueMail.How.DAILY:
        local = timezone.localtime(now)
        morning = local.replace(hour=MORNING, minute=0, second=0, microsecond=0)
        return morning <= local and last < morning
    if wish.how == QueueMail.How.AT_ONCE and since > last:  # what the last mail told of is decided
        return now - last >= BREATH
    return now - last >= HOUR


@transaction.atomic
def mail_who_is_due() -> int:
    """The sweep: a mail to each person whose time has come, if something waits; says how many."""
    there = waiting()
    if there is None:
        return 0
    with connection.cursor() as db:
        db.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not db.fetchone()[0]:
            return 0  # another worker is at it
    now = timezone.now()
    due = [wish for wish in readers_of_mail() if is_due(wish, there.since, now)]
    for wish in due:
        QueueMail.objects.update_or_create(
            user=wish.user, defaults={"mailed_at": now}, create_defaults={"mailed_at": now, "how": wish.how}
        )
        _mail(wish, there, now)
    return len(due)


def _mail(wish: QueueMail, there: Waiting, now: datetime) -> None:
    """Numbers and age alone: nothing a commenter wrote, and no link that decides."""
    parts = []
    if there.comments:
        number = f"{COUNTED}+" if there.comments > COUNTED else str(there.comments)
        parts.append(f"{number} comment{'s wait' if there.comments > 1 else ' waits'}")
    if there.reported:
        parts.append(f"{there.reported} published comment{'s are' if there.reported > 1 else ' is'} reported")
    age = timesince(there.since, now, depth=1).replace("\u00a0", " ")
    mail.send(
        wish.user.email,
        " and ".join(parts),
        [
            f"{' and '.join(parts)}. The oldest came {'just now' if age.startswith('0 ') else f'{age} ago'}.",
            f"How you are mailed: {wish.get_how_display().lower()}. Change it here:"
            f" {mail.full_address(reverse('admin:comments_mail'))}",
        ],
        action=mail.Action("Open the queue", reverse("admin:comments_comment_changelist")),
    )


@transaction.atomic
def choose(user: User, how: str) -> QueueMail:
    """This person is mailed so from now on."""
    return QueueMail.objects.update_or_create(user=user, defaults={"how": QueueMail.How(how)})[0]


def wish_of(user: User) -> str:
    """How this person is mailed as things stand; never, where nobody chose and nobody is their work."""
    wished = QueueMail.objects.filter(user=user).values_list("how", flat=True).first()
    if wished is not None:
        return wished
    is_mailed = any(wish.user.pk == user.pk for wish in readers_of_mail())
    return QueueMail.How.AT_ONCE if is_mailed else QueueMail.How.NEVER
