"""A booking on the paper's real pages before its days, for who has the link: signed, until a day, gone when it is cancelled."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.core import signing
from django.utils import timezone

from ads.decision import Candidate, candidates_of
from ads.models import Campaign

LASTS = timedelta(days=14)  # long enough for an advertiser to ask the boss
_SIGNER = signing.Signer(salt="ads.preview")


class NoPreviewError(LookupError):
    """A word that this paper did not sign."""


class PreviewOverError(Exception):
    """Why a link shows nothing any more, in a sentence for who was given it."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What one link shows: a booking's creatives, by slot."""

    campaign: Campaign
    word: str
    until: date
    shown: Mapping[str, Candidate]

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of pages its slots stand on: `article`, `front`, `section`, as the slots' codes begin."""
        return frozenset(code.partition("-")[0] for code in self.shown)

    @property
    def days(self) -> tuple[date, date]:
        """From the first to the last day of all its slots."""
        flights = self.shown.values()
        return min(f.first_day for f in flights), max(f.last_day for f in flights)

    def missing(self, code: str, *, sensitive: bool, off: bool) -> str:
        """Why nothing of this booking would stand here, in a sentence; empty where it stands."""
        if off:
            return "This page carries no advertisements."
        if code not in self.shown:
            return "This slot is not part of the booking."
        if sensitive and not self.shown[code].allow_sensitive:
            return "Left out here: the story is marked as sensitive, and the booking asks not to stand beside such stories."
        return ""


def word_for(campaign: Campaign) -> str:
    """The part of a link that shows this booking, the same all day long."""
    until = timezone.localdate() + LASTS
    return _SIGNER.sign_object([campaign.pk, until.toordinal()])


def preview_of(word: str) -> Preview:
    """What this link shows: two queries. Raises NoPreviewError, or PreviewOverError with a sentence."""
    try:
        pk, ordinal = _SIGNER.unsign_object(word)
    except (signing.BadSignature, ValueError) as error:
        raise NoPreviewError from error
    until = date.fromordinal(ordinal)
    if timezone.localdate() > until:
        raise PreviewOverError("This link has run out. Whoever sent it to you can make a new one.")
    campaign = Campaign.objects.select_related("advertiser").filter(pk=pk).first()
    shown = candidates_of(campaign.pk) if campaign else {}
    if campaign is None or not shown:
        raise PreviewOverError("This booking was cancelled; there is nothing to show any more.")
    return Preview(campaign, word, until, shown)
