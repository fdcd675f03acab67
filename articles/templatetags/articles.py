"""Pictures, times, bylines and the facts for search engines, as pages show them."""

import json
from collections.abc import Container, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from articles import reading, structured_data
from articles.models import Article, Byline, Image
from newsroom.kit import text

register = template.Library()
NAMES_ON_A_CARD = 4  # more push the next story off the screen of a phone

EXACT, DAY = "M j, Y, g:i A", "M j, Y"
# How wide a picture stands, by the place it takes: what the browser needs to choose a file.
SIZES = {
    "lead": "(min-width: 80em) 60rem, 100vw",
    "front": "(min-width: 62em) 40rem, 100vw",
    "card": "(min-width: 62em) 18rem, (min-width: 40em) 45vw, 100vw",
    "thumb": "8rem",
    "face": "6rem",
}


@register.simple_tag
def image(picture: Image, size: str = "card", alt: str | None = None) -> SafeString:
    """A responsive picture; `alt` replaces the library's (an empty one says that the text beside it says it all)."""
    described = "" if picture.is_decorative else picture.alt
    return _picture(_Facts.of(picture), size, described if alt is None else alt)


class _Facts(NamedTuple):
    """All of a picture's row that its markup shows: what is not here must not change it."""

    content_hash: str
    width: int
    height: int
    widths: tuple[int, ...]
    formats: tuple[str, ...]
    focal_x: int
    focal_y: int

    @classmethod
    def of(cls, picture: Image) -> "_Facts":
        values = {name: getattr(picture, name) for name in cls._fields}
        return cls(**values | {"widths": tuple(picture.widths), "formats": tuple(picture.formats)})


@lru_cache(maxsize=2048)  # half of what a front page costs, were its 30 pictures' markup made anew each time
def _picture(facts: _Facts, size: str, alt: str) -> SafeString:
    picture = Image(**facts._asdict())
    sources = [
        (
            extension,
            ", ".join(f"{picture.url(width, extension)} {width}w" for width in sorted(picture.widths)),
        )
        for extension in picture.formats
    ]
    context = {
        "image": picture,
        "sources": sources[:-1],
        "fallback": sources[-1][1] if sources else "",
        "src": picture.url(_middle(picture.widths)),
        "sizes": SIZES[size],
        "alt": alt,
        "is_first": size in ("lead", "front"),
        "focus": f"fx-{round(picture.focal_x, -1)} fy-{round(picture.focal_y, -1)}",
    }
    return mark_safe(render_to_string("articles/_picture.html", context))  # noqa: S308 -- rendered by a template


def _middle(widths: Sequence[int]) -> int:
    """The width for who cannot choose: the first of at least 800, else the largest."""
    return next((width for width in sorted(widths) if width >= 800), max(widths))


@register.simple_tag
def exact_time(at: datetime | None, css: str = "", prefix: str = "", form: str = EXACT) -> SafeString:
    """The exact time as text, for all readers alike; a script makes “3 days ago” of it."""
    if at is None:
        return mark_safe("")
    return _time_element(timezone.localtime(at), css, prefix, form, get_language())


@register.simple_tag
def exact_day(at: datetime | None) -> SafeString:
    """The day as text, about as wide as what the script makes of it: nothing moves in a narrow card."""
    return exact_time(at, form=DAY)


@lru_cache(
    maxsize=4096
)  # a list of stories names the same times again and again; formatting one takes 0.1 ms
def _time_element(local: datetime, css: str, prefix: str, form: str, language: str | None) -> SafeString:
    exact = date_format(local, EXACT)
    return format_html(
        '<time class="{}" datetime="{}" title="{}">{}{}</time>',
        css,
        local.isoformat(timespec="seconds"),
        exact + local.strftime(" %Z"),
        prefix,
        date_format(local, form),
    )


@register.simple_tag
def names(bylines: Sequence[Byline]) -> SafeString:
    """“Ada, Ben and Cleo”, each linked to their page."""
    linked = [
        format_html('<a href="{}" rel="author">{}</a>', b.author.get_absolute_url(), b.author)
        for b in bylines
    ]
    return _listed(linked)


@register.simple_tag
def plain_names(told: Sequence[str]) -> SafeString:
    """The same without links, for cards, where the whole card leads to the story; of many, the first three."""
    shown = [conditional_escape(name) for name in told]
    if len(shown) > NAMES_ON_A_CARD:
        shown[NAMES_ON_A_CARD - 1 :] = [format_html("{} others", len(shown) - NAMES_ON_A_CARD + 1)]
    return _listed(shown)


def _listed(parts: Sequence[SafeString]) -> SafeString:
    if len(parts) < 2:
        return parts[0] if parts else mark_safe("")
    return format_html("{} and {}", format_html_join(", ", "{}", ((part,) for part in parts[:-1])), parts[-1])


@register.filter
def role(byline: Byline) -> str:
    """The role the byline gives, else the author's job title."""
    return byline.role or byline.author.job_title


@register.filter
def excerpt(article: Article, length: int = 180) -> str:
    """The standfirst, no longer than a card takes."""
    return text.excerpt(article.standfirst or "", length)


@register.simple_tag(takes_context=True)
def news_article(context: dict[str, Any], article: Article) -> SafeString:
    """The story's facts for search engines, as a data block."""
    facts = structured_data.news_article(
        article, context["bylines"], context["corrections"], context["paper"].settings, context["site_url"]
    )
    return _data_block(facts)


def _data_block(facts: dict[str, Any]) -> SafeString:
    written = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    for sign, escape in (("<", "\\u003C"), (">", "\\u003E"), ("&", "\\u0026")):
        written = written.replace(sign, escape)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(written))  # noqa: S308


@register.filter
def direction(language: str) -> str:
    """Which way a language is written."""
    return text.direction(language)


@register.filter
def share_picture(picture: Image, site_url: str) -> str:
    """The picture other sites show beside a link: a JPEG of about 1200, with the site's name before it."""
    width = min(picture.widths, key=lambda width: abs(width - 1200))
    return structured_data.absolute(picture.url(width), site_url)


@register.filter
def of(counts: dict[int, int], pk: int) -> int:
    """One number of several, by the story's id."""
    return counts.get(pk, 0)


@register.simple_tag
def newest_pages(kinds: Container[str]) -> list[reading.Page]:
    """Pages of these kinds (`article`, `front`, `section`) to look at, newest first. One query."""
    return [page for page in reading.newest_pages(timezone.now()) if page.kind in kinds]
