"""The tables of the ads room; this file is their table of contents."""

from ads.models.campaign import Advertiser, Campaign, Flight, FlightCreative, SlotDay
from ads.models.counting import Kind, Mark, Nonce, PageDelta, PageTally, ViewDelta, ViewTally
from ads.models.creative import Creative
from ads.models.record import AuditEntry, Version
from ads.models.slot import Slot

__all__ = (
    "Advertiser",
    "AuditEntry",
    "Campaign",
    "Creative",
    "Flight",
    "FlightCreative",
    "Kind",
    "Mark",
    "Nonce",
    "PageDelta",
    "PageTally",
    "Slot",
    "SlotDay",
    "Version",
    "ViewDelta",
    "ViewTally",
)
