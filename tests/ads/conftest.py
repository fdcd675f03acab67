"""What the ads room's tests share: a booking that runs today, and a process that has just looked."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from ads import decision
from ads.booking import Order, book
from ads.models import Slot
from newsroom.kit.images import Stored

PERSON = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def _nothing_in_memory():
    decision._held, decision._checked_at = None, 0.0
    yield
    decision._held = None


@pytest.fixture
def order():
    """The words of a booking form, changed by keyword."""

    def make(*codes, **changes):
        today = timezone.localdate()
        values = {
            "advertiser": "Harbour Café",
            "slots": tuple(Slot.objects.filter(code__in=codes or ("article-top", "article-bottom"))),
            "first_day": today,
            "last_day": today + timedelta(days=6),
            "picture": Stored("0123456789ab", 728, 90, [320, 728], ["avif", "webp", "jpg"]),
            "link": "https://cafe.example/?a=1&a=2#menu",
            "alt": "Coffee by the water",
            "price": Decimal("100.01"),
        }
        return Order(**values | changes)

    return make


@pytest.fixture
def booked(order):
    """A campaign that runs today above and below stories."""
    return book(order(), by=None)
