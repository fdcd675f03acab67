"""What was seen and followed: rows appended with each fact, and the totals they are folded into."""

from django.db import models

from newsroom.kit.tallies import Ledger


class Kind(models.IntegerChoices):
    """What happened."""

    RENDERED = 1, "Shown"
    SEEN = 2, "Seen"
    CLICKED = 3, "Followed"


class Mark(models.IntegerChoices):
    """Whether it counts: what does not is kept beside it with its reason, never thrown away."""

    OK = 0, "Counts"
    BOT = 1, "A machine"
    INTERNAL = 2, "Ourselves"
    LATE = 3, "Too late"


class _Keys(models.Model):
    hour = models.DateTimeField()
    flight = models.BigIntegerField(default=0)  # 0: the house's own
    creative = models.BigIntegerField()
    slot = models.CharField(max_length=40)
    kind = models.PositiveSmallIntegerField(choices=Kind.choices)
    mark = models.PositiveSmallIntegerField(choices=Mark.choices, default=Mark.OK)

    class Meta:
        abstract = True


KEYS = ("hour", "flight", "creative", "slot", "kind", "mark")


class ViewDelta(_Keys, Ledger):
    """One fact not yet folded."""

    class Meta:
        db_table = "ads_delta"

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.creative}"


class ViewTally(_Keys):
    """How often, in one hour."""

    n = models.BigIntegerField(default=0)

    class Meta:
        db_table = "ads_tally"
        constraints = (models.UniqueConstraint(fields=KEYS, name="one_total_of_a_kind_an_hour"),)
        indexes = (models.Index(fields=("flight", "hour"), name="ads_tally_by_flight"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.creative}: {self.n}"


class PageDelta(Ledger):
    """One reader opened one page; it travels with what was seen on it."""

    day = models.DateField()
    page = models.BigIntegerField()

    class Meta:
        db_table = "ads_page_delta"

    def __str__(self) -> str:
        return str(self.page)


class PageTally(models.Model):
    """How often a page was opened on one day. `page` is the number the page's template gave: a story's id."""

    day = models.DateField()
    page = models.BigIntegerField()
    n = models.BigIntegerField(default=0)

    class Meta:
        db_table = "ads_page_tally"
        constraints = (models.UniqueConstraint(fields=("page", "day"), name="one_total_a_page_a_day"),)

    def __str__(self) -> str:
        return f"{self.page}: {self.n}"


class Nonce(models.Model):
    """A fact that was counted, so that the world may repeat itself; kept until its token has expired."""

    nonce = models.UUIDField(primary_key=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "ads_nonce"

    def __str__(self) -> str:
        return str(self.nonce)
