"""Small truths about text: slugs, words, reading time, excerpts."""

import html
import re
import unicodedata

from django.utils.text import slugify

WORDS_PER_MINUTE = 230  # adults reading non-fiction silently: 238 a minute (Brysbaert 2019), rounded down
SLUG_LENGTH = 80
_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ku", "ps", "ug", "ur", "yi"})
_TAG = re.compile(r"<[^<>]*>")
_BLOCK = re.compile(r"</(?:p|h[1-6]|li|blockquote|figcaption|td|th|tr|pre|div)>|<br ?/?>")
_SPACE = re.compile(r"\s+")
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what XML 1.0 has no way to write


def slug_from(text: str, *, default: str = "story") -> str:
    """An address part in ASCII, at most 80 characters, cut at a word; `default` where nothing is left."""
    slug = slugify(text) or slugify(unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode())
    if len(slug) > SLUG_LENGTH:
        slug = slug[: SLUG_LENGTH + 1].rpartition("-")[0] or slug[:SLUG_LENGTH]
    return slug.strip("-_") or default


def direction(language: str) -> str:
    """Which way a language is written, from its tag."""
    return "rtl" if language.partition("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


def plain(markup: str) -> str:
    """The words of cleaned HTML, one space between them."""
    return _SPACE.sub(" ", html.unescape(_TAG.sub("", _BLOCK.sub(" ", markup)))).strip()


def for_xml(text: str) -> str:
    """The text with a space for each sign that no XML file may hold, such as the soft line end of a slide."""
    return _NOT_XML.sub(" ", text)


def paragraphs(markup: str) -> str:
    """The words of cleaned HTML as a person types them, an empty line between two blocks."""
    blocks = (plain(block) for block in _BLOCK.split(markup))
    return "\n\n".join(block for block in blocks if block)


def count_words(markup: str) -> int:
    """How many words a reader reads in this HTML."""
    return len(plain(markup).split())


def reading_minutes(words: int) -> int:
    """Whole minutes, at least one."""
    return max(1, round(words / WORDS_PER_MINUTE))


def excerpt(markup: str, length: int = 200) -> str:
    """The beginning of the text, cut at a word, with an ellipsis where it was cut."""
    text = plain(markup)
    if len(text) <= length:
        return text
    return text[: length + 1].rpartition(" ")[0].rstrip(",.;:–- ") + "…"
