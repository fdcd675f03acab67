"""A commenter's few marks made HTML: paragraphs, emphasis, quotes, lists, code, links that show where they lead."""

import re
import unicodedata

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

VERSION = 1
_SCHEMES = {"http", "https", "mailto"}
_TAGS = {"p", "br", "em", "strong", "blockquote", "ul", "ol", "li", "code", "pre", "a"}
# control characters but newline and tab, zero-width runs, bidi overrides and isolates, soft hyphens, tags
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
_SHAPELESS = "\u115f\u1160\u2800\u3164\uffa0"  # Hangul fillers and the empty Braille cell count as letters
_BARE = re.compile(r"https?://[^\s<>\"'`\\]+[^\s<>\"'`\\.,;:!?)\]}…’”]")
_MARKUP = MarkdownIt("zero", {"html": False, "maxNesting": 8, "breaks": True}).enable(
    ["blockquote", "list", "code", "fence", "emphasis", "backticks", "link", "newline", "escape", "autolink"]
)


def tidy(text: str) -> str:
    """The text without what nobody can see: NUL, direction overrides, zero-width characters; lines end in \\n."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _UNSEEN.sub("", text)
    text = "".join(c for c in text if not 0xD800 <= ord(c) <= 0xDFFF)
    return re.sub(r"\n{3,}", "\n\n", unicodedata.normalize("NFC", text)).strip()


def tidy_name(text: str) -> str:
    """A name on one line, at most 80 characters."""
    return re.sub(r"\s+", " ", tidy(text))[:80].strip()


def is_blank(text: str) -> bool:
    """Does nobody see anything of it? Spaces, joiners, and letters that have no shape."""
    return not any(unicodedata.category(c)[0] in "LNPS" and c not in _SHAPELESS for c in text)


def render(raw: str) -> str:
    """Safe HTML of a comment. Addresses are shown bare, so no link says it leads elsewhere."""
    tokens = _MARKUP.parse(_link_bare_addresses(raw))
    for token in tokens:
        if token.children:
            token.children = _with_bare_links(token.children)
    html = _MARKUP.renderer.render(tokens, _MARKUP.options, {})
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}, "*": set()},
        url_schemes=_SCHEMES,
        link_rel="ugc nofollow noopener",
    ).strip()


def _with_bare_links(children: list[Token]) -> list[Token]:
    """The same line with each link's words replaced by its address."""
    kept: list[Token] = []
    inside = False
    for child in children:
        if child.type == "link_close":
            inside = False
        if not inside:
            kept.append(child)
        if child.type == "link_open":
            inside = True
            kept.append(Token("text", "", 0, content=str(child.attrs.get("href", ""))))
    return kept


def _link_bare_addresses(raw: str) -> str:
    """Addresses typed as they are become autolinks; those already in brackets or code stay."""

    def wrap(match: re.Match[str]) -> str:
        before = raw[match.start() - 1 : match.start()]
        return match[0] if before in ("<", "(", "`", "[") and match.start() else f"<{match[0]}>"

    return _BARE.sub(wrap, raw)


def count_links(html: str) -> int:
    """How many links a rendered comment holds."""
    return html.count("<a ")
