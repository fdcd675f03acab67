"""What is looked at before a story goes out: what stops it, and what an editor should know."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from articles.models import Image, Snapshot
from newsroom.kit.text import plain

NARROW = 640  # pixels: the width of the column; a phone of today shows more
_MARK = re.compile(r"\b(?:TK|TKTK|TKTKTK)\b|\[CQ\]", re.IGNORECASE)
# the text is looked at as it is typed, before it is cleaned: none of these reads a part of it twice
_INSIDE = r"""(?:[^<>"']|"[^"<]*"|'[^'<]*')*"""
_LINK = re.compile(rf"<a\b({_INSIDE})>((?:(?!</?a\b).)*)</a>", re.IGNORECASE | re.DOTALL)
_HREF = re.compile(r"""\bhref\s*=\s*("([^"]*)"|'([^']*)')""", re.IGNORECASE)
_HEADING = re.compile(r"<h([1-6])\b", re.IGNORECASE)
_PICTURE = re.compile(rf"<img\b{_INSIDE}>", re.IGNORECASE)
_ALT = re.compile(r"""\balt\s*=\s*("[^"]*\S[^"]*"|'[^']*\S[^']*')""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend. `field` is where; `blocks` says whether the story can go out without it."""

    field: str
    text: str
    blocks: bool = False


def findings(snapshot: Snapshot, lead: Image | None) -> list[Finding]:
    """Everything worth saying about this draft; what blocks comes first."""
    found = [*_of_the_head(snapshot), *_of_the_picture(lead), *_of_the_body(snapshot.body)]
    return sorted(found, key=lambda finding: not finding.blocks)


def blocked(found: list[Finding]) -> list[Finding]:
    """Those that stop a publication."""
    return [finding for finding in found if finding.blocks]


def _of_the_head(snapshot: Snapshot) -> Iterator[Finding]:
    if not snapshot.headline.strip():
        yield Finding("headline", "The headline is missing.", blocks=True)
    if snapshot.section is None:
        yield Finding("section", "Choose a section: it decides where the story stands.", blocks=True)
    if not snapshot.body.strip():
        yield Finding("body", "There is no text yet.", blocks=True)
    if not snapshot.bylines:
        yield Finding("byline", "Nobody is named as its author.")
    if not snapshot.standfirst.strip():
        yield Finding("standfirst", "No standfirst: feeds and shared links show the first words instead.")
    for field, text in (("headline", snapshot.headline), ("standfirst", snapshot.standfirst)):
        if _MARK.search(text):
            yield Finding(field, f"“TK” or “[CQ]” is left in the {field}.", blocks=True)


def _of_the_picture(lead: Image | None) -> Iterator[Finding]:
    if lead is None:
        yield Finding("lead", "No lead picture.")
        return
    if not lead.has_alt:
        yield Finding("lead_alt", "Describe the lead picture, or mark it as decorative.", blocks=True)
    if lead.width < NARROW:
        yield Finding("lead", f"The lead picture has a width of {lead.width} px: readers will see it coarse.")
    if not lead.credit:
        yield Finding("lead_credit", "The lead picture has no credit.")


def _of_the_body(body: str) -> Iterator[Finding]:
    marks = len(_MARK.findall(plain(body)))
    if marks:
        times = "once" if marks == 1 else f"{marks} times"
        yield Finding("body", f"“TK” or “[CQ]” is left in the text, {times}.", blocks=True)
    empty = sum(1 for attributes, inside in _LINK.findall(body) if _is_empty(attributes, inside))
    if empty:
        yield Finding("body", f"{empty} link{'s lead' if empty > 1 else ' leads'} nowhere or cannot be seen.")
    undescribed = sum(1 for picture in _PICTURE.findall(body) if not _ALT.search(picture))
    if undescribed:
        yield Finding(
            "body",
            f"{undescribed} picture{'s' if undescribed > 1 else ''} in the text without a description.",
        )
    levels = [int(level) for level in _HEADING.findall(body)]
    if any(later > earlier + 1 for earlier, later in zip([1, *levels], levels, strict=False)):
        yield Finding("body", "A heading skips a level: use Heading 2 first, Heading 3 below it.")


def _is_empty(attributes: str, inside: str) -> bool:
    href = _HREF.search(attributes)
    address = unescape((href.group(2) or href.group(3) or "") if href else "").strip()
    return address in ("", "#", "http://", "https://") or not (plain(inside) or "<img" in inside)
