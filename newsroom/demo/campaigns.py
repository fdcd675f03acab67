"""The demo's ad desk: a bakery above and below the stories, and the house's own in every slot that is free."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.utils import timezone

from ads.booking import Order, approve, book
from ads.models import Campaign, Creative, FlightCreative, Slot
from ads.slots import make_slots
from newsroom.accounts.models import User
from newsroom.demo.keeping import keep
from newsroom.kit.images import Stored

ADVERTISER = "Quayside Bakery"
# slot: the poster, what it says, what the bakery pays
BOOKED = {
    "article-top": ("bakery-wide", "Quayside Bakery. Bread at six. Buns by seven.", Decimal(480)),
    "article-bottom": (
        "bakery-tall",
        "A loaf from Quayside Bakery. Bread at six. Buns by seven.",
        Decimal(320),
    ),
}
# poster: what it says, where it leads on this site
HOUSE = {
    "house-letters": ("Write to us. We print the good ones.", "/opinion/"),
    "house-walks": ("Twelve walks from the tram stop: the Harbour Post guide.", "/latest/"),
}
POSTERS = (*(poster for poster, _, _ in BOOKED.values()), *HOUSE)


def sell(posters: dict[str, Stored], *, by: User, now: datetime) -> None:
    """Book the bakery for four weeks from the site's day, and hang a house poster in every slot that has none."""
    make_slots()
    today = timezone.localdate(now)
    for code, (poster, alt, price) in BOOKED.items():
        order = Order(
            advertiser=ADVERTISER,
            slots=(Slot.objects.get(code=code),),
            first_day=today,
            last_day=today + timedelta(days=27),
            picture=posters[poster],
            link="https://quayside-bakery.example/",
            alt=alt,
            price=price,
            campaign=f"Four weeks of bread, {code}",
        )
        _note(book(order, by=by))
    _hang_house_posters(posters, by=by)


def _note(campaign: Campaign) -> None:
    """Remember what one booking made."""
    keep(campaign)
    keep(campaign.advertiser)
    for shown in FlightCreative.objects.filter(flight__campaign=campaign).select_related("creative"):
        keep(shown.creative)


def _hang_house_posters(posters: dict[str, Stored], *, by: User) -> None:
    creatives = []
    for poster, (alt, path) in HOUSE.items():
        picture = posters[poster]
        creative = keep(
            Creative.objects.create(
                link=f"{settings.SITE_URL}{path}",
                alt=alt,
                picture_hash=picture.hash,
                width=picture.width,
                height=picture.height,
                widths=picture.widths,
                formats=picture.formats,
            )
        )
        approve(creative, by=by)
        creatives.append(creative)
    for number, slot in enumerate(Slot.objects.filter(house_creative=None)):
        slot.house_creative = creatives[number % len(creatives)]
        slot.save(update_fields=("house_creative",))
