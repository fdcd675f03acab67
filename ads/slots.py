"""The slots of the paper's pages, made after every migration."""

from typing import Any

from ads.models import Slot

# code, name, sizes (width × height that fits), price a week as a first proposal
SLOTS: tuple[tuple[str, str, dict[str, Any], int], ...] = (
    ("article-top", "Above the story", {"phone": [320, 72], "wide": [728, 90]}, 120),
    ("article-bottom", "Below the story", {"phone": [300, 250], "wide": [970, 250]}, 80),
    ("front-top", "Top of the front page", {"phone": [320, 72], "wide": [970, 90]}, 200),
    ("section-top", "Top of the sections", {"phone": [320, 72], "wide": [728, 90]}, 90),
)


def make_slots(**_: object) -> None:
    """Make the slots that are missing; one that stands already keeps what the ad desk set."""
    for position, (code, name, sizes, price) in enumerate(SLOTS):
        Slot.objects.get_or_create(
            code=code, defaults={"name": name, "sizes": sizes, "week_price": price, "position": position}
        )
