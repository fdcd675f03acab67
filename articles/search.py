"""Making stories findable: which words count, how much, and in which language."""

import unicodedata
from functools import reduce
from operator import add

from django.contrib.postgres.search import CombinedSearchVector, SearchVector
from django.db.models import Value

from articles.models import Snapshot
from newsroom.kit.text import plain

# PostgreSQL's own stemmers, by language tag; other languages are matched word for word
CONFIGS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "ne": "nepali", "nl": "dutch", "no": "norwegian", "nb": "norwegian", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
LONGEST = 200_000  # characters of a body that are searched; a tsvector may not pass one megabyte


def config_for(language: str) -> str:
    """The name of PostgreSQL's text search configuration for a language tag such as `de` or `pt-br`."""
    return CONFIGS.get(language.partition("-")[0].lower(), "simple")


def fold(text: str) -> str:
    """Without accents, for the stored words and the asked ones alike."""
    decomposed = unicodedata.normalize("NFKD", text)
    return unicodedata.normalize(
        "NFC", "".join(c for c in decomposed if not unicodedata.combining(c))
    ).replace("\x00", "")


def vector(snapshot: Snapshot, *, names: str, language: str) -> CombinedSearchVector | SearchVector:
    """What the publish verb stores: headline (A), standfirst (B), body (C), the names in the byline (D)."""
    config = config_for(language)
    parts = (
        (snapshot.headline, "A"),
        (snapshot.standfirst, "B"),
        (plain(snapshot.body)[:LONGEST], "C"),
        (names, "D"),
    )
    return reduce(
        add, (SearchVector(Value(fold(text)), config=config, weight=weight) for text, weight in parts)
    )
