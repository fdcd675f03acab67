"""The text of a story: cleaned at save, its pictures made responsive at publication."""

import re
from collections.abc import Mapping
from html import escape

from articles.models import Image
from newsroom.kit.html import clean_body

_HASH = re.compile(r"/i/([0-9a-f]{12})-\d+\.(?:avif|webp|jpg|png)")
# on clean_body's output: every attribute stands in double quotes
_IMG = re.compile(r'<img((?: [a-z-]+="[^"]*")*)>')
_FIGURE = re.compile(r'<figure((?: [a-z-]+="[^"]*")*)>(.*?)</figure>', re.DOTALL)
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_VIDEO = re.compile(r'(<div class="embed" data-embed="[a-z]+" data-video="[\w-]+">)')
# the column is 640 px wide; narrower screens show a picture from edge to edge
SIZES = "(min-width: 42rem) 40rem, 100vw"
_TYPES = {"avif": "image/avif", "webp": "image/webp"}


def clean(html: str) -> str:
    """The body by its allow-list; cleaning it again changes nothing."""
    return clean_body(html)


def images_in(html: str) -> set[str]:
    """The content hashes of the library's pictures in this body."""
    return set(_HASH.findall(html))


def make_responsive(html: str, images: Mapping[str, Image]) -> str:
    """The cleaned body as readers get it: pictures in every size and format that exists, credits under them, a
    button on each video. A picture that is not among `images` (by content hash) is left out."""
    html = _FIGURE.sub(lambda figure: _figure(figure, images), html)
    html = _IMG.sub(lambda img: _picture(img, images), html)
    return _VIDEO.sub(
        r'\1<button class="embed__play" type="button" hidden>Play the video here</button>', html
    )


def _figure(figure: re.Match[str], images: Mapping[str, Image]) -> str:
    inside = figure[2]
    shown = [images[key] for key in _HASH.findall(inside) if key in images]
    credit = next((image.credit for image in shown if image.credit), "")
    if credit and escape(credit) not in inside:
        line = f'<span class="credit">{escape(credit)}</span>'
        if "</figcaption>" in inside:
            inside = inside.replace("</figcaption>", f" {line}</figcaption>", 1)
        else:
            inside = f"{inside}<figcaption>{line}</figcaption>"
    return f"<figure{figure[1]}>{inside}</figure>"


def _picture(img: re.Match[str], images: Mapping[str, Image]) -> str:
    given = dict(_ATTRIBUTE.findall(img[1]))
    found = _HASH.search(given.get("src", ""))
    image = images.get(found[1]) if found else None
    if image is None:
        return ""
    alt = given.get("alt") or escape(image.alt)
    sources = "".join(
        f'<source type="{_TYPES[kind]}" srcset="{_srcset(image, kind)}" sizes="{SIZES}">'
        for kind in image.formats
        if kind in _TYPES and kind != image.formats[-1]
    )
    last = image.formats[-1]
    middle = min(image.widths, key=lambda width: abs(width - 960))
    return (
        f'<picture>{sources}<img src="{image.url(middle, last)}" srcset="{_srcset(image, last)}" sizes="{SIZES}"'
        f' width="{image.width}" height="{image.height}" alt="{alt}" loading="lazy" decoding="async"></picture>'
    )


def _srcset(image: Image, kind: str) -> str:
    return ", ".join(f"{image.url(width, kind)} {width}w" for width in sorted(image.widths))
