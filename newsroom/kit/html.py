"""The HTML of a story's body, by allow-list: whatever an editor's browser or an importer sent, this is what is kept.

Cleaning is done by nh3; what is mended afterwards is mended on nh3's own output, where every attribute stands in
double quotes and no raw text is left, so that a tag can be matched whole.
"""

import re
from urllib.parse import urlsplit

import nh3
from django.conf import settings

_TAGS = {
    "p",
    "br",
    "hr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "strong",
    "b",
    "em",
    "i",
    "u",
    "s",
    "del",
    "ins",
    "sub",
    "sup",
    "code",
    "pre",
    "blockquote",
    "cite",
    "q",
    "abbr",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "a",
    "figure",
    "figcaption",
    "img",
    "table",
    "caption",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "th",
    "td",
    "div",
    "aside",
    "small",
    "mark",
}
_DROPPED_WHOLE = {
    "script",
    "style",
    "noscript",
    "template",
    "object",
    "embed",
    "svg",
    "math",
    "iframe",
    "frame",
    "frameset",
    "noframes",
    "noembed",
    "applet",
    "audio",
    "video",
    "canvas",
    "form",
    "select",
    "textarea",
    "title",
    "xmp",
    "plaintext",
}
_ID_HOLDERS = ("h2", "h3", "h4", "h5", "h6", "p", "li", "sup", "a")
_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "title", "hreflang", "rel"},
    "img": {"src", "alt", "width", "height"},
    "blockquote": {"cite"},
    "q": {"cite"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start", "reversed", "type"},
    "abbr": {"title"},
    "div": {"data-embed", "data-video"},
    "p": {"lang", "dir"},
}
for _tag in _ID_HOLDERS:
    _ATTRIBUTES.setdefault(_tag, set()).add("id")
_CLASSES = {
    "figure": {"image", "align-left", "align-center", "align-right", "embed"},
    "div": {"embed"},
    "aside": {"factbox", "pullquote"},
    "blockquote": {"pull"},
}
_NUMBERS = {"width", "height", "colspan", "rowspan", "start"}
_RELATIONS = {"sponsored", "nofollow", "ugc"}
_RENAMED = {"b": "strong", "i": "em", "h1": "h2", "h5": "h4", "h6": "h4"}
_MOST_PASSES = 6
ID_PREFIX = "h-"  # a body's anchors can take the place of nothing of the page's own

_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_PIECES = re.compile(r'(<(?:[^<>"]|"[^"]*")*>)')
_MAY_BE_BLANK = {"p", "h2", "h3", "h4", "strong", "em"}
_NOTHING = re.compile(r"(?:\s|&nbsp;|\u00a0)*|<br>")
_FRAME = re.compile(
    r"<iframe\b[^<>]*?\bsrc\s*=\s*[\"']?([^\"'\s<>]+)[^<>]*>(?:[^<]*</iframe\s*>)?", re.IGNORECASE
)
_YOUTUBE = re.compile(
    r"(?:https?:)?//(?:www\.|m\.)?(?:youtube(?:-nocookie)?\.com/(?:embed/|v/|watch\?(?:[^#\s]*&)?v=)|youtu\.be/)"
    r"([\w-]{11})(?![\w-])"
)
_VIMEO = re.compile(r"(?:https?:)?//(?:www\.|player\.)?vimeo\.com/(?:video/)?(\d{5,12})(?!\d)")
_VIDEO = {"youtube": re.compile(r"[\w-]{11}"), "vimeo": re.compile(r"\d{5,12}")}
WATCH = {
    "youtube": ("https://www.youtube.com/watch?v={}", "Watch the video on YouTube"),
    "vimeo": ("https://vimeo.com/{}", "Watch the video on Vimeo"),
}


def clean_body(html: str) -> str:
    """The body as it is kept; cleaning it again changes nothing.

    Kept: paragraphs, headings (h2 to h4), bold, italic, links, lists, quotes, figures, tables. Pictures at our own
    library's addresses only, videos of YouTube and Vimeo as a box of ours; any other picture or frame is dropped.
    """
    html = _FRAME.sub(_frame_to_box, html.replace("\x00", ""))
    for _ in range(_MOST_PASSES):  # a parser moves badly nested tags, and what it made of them is read anew
        cleaned = _tidy(_CLEANER.clean(html))
        if cleaned == html:
            break
        html = cleaned
    return html


def video_box(address: str) -> str:
    """Our box for a video's address on YouTube or Vimeo; empty for any other address."""
    for provider, pattern in (("youtube", _YOUTUBE), ("vimeo", _VIMEO)):
        if found := pattern.search(address):
            watch, label = WATCH[provider]
            return (
                f'<div class="embed" data-embed="{provider}" data-video="{found[1]}">'
                f'<p><a href="{watch.format(found[1])}">{label}</a></p></div>'
            )
    return ""


def own_picture(address: str) -> str | None:
    """The path of a picture of our library, None for any other address."""
    prefix = re.escape(settings.MEDIA_URL)
    site = re.escape(settings.SITE_URL)
    found = re.fullmatch(
        rf"(?:{site})?({prefix}i/[0-9a-f]{{12}}-[0-9]{{2,5}}\.(?:avif|webp|jpg|png))", address
    )
    return found[1] if found else None


def _frame_to_box(frame: re.Match[str]) -> str:
    return video_box(frame[1])


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name in _NUMBERS:
        return value if value.isascii() and value.isdigit() and len(value) < 5 else None
    if tag == "img" and name == "src":
        return own_picture(value)
    if name == "id":
        return _anchor(value)
    if name == "rel":
        return " ".join(sorted(_RELATIONS & set(value.lower().split()))) or None
    if name == "href":
        return _link(value)
    if name == "data-video":
        return value if any(pattern.fullmatch(value) for pattern in _VIDEO.values()) else None
    if name == "data-embed":
        return value if value in _VIDEO else None
    return value


def _anchor(value: str) -> str | None:
    value = value.removeprefix(ID_PREFIX)
    return ID_PREFIX + value if re.fullmatch(r"[A-Za-z0-9][\w.:-]{0,80}", value, re.ASCII) else None


def _link(value: str) -> str | None:
    value = value.strip()
    if value.startswith("#"):
        anchor = _anchor(value[1:])
        return f"#{anchor}" if anchor else None
    if value.startswith("//"):
        value = "https:" + value
    try:
        urlsplit(value)
    except ValueError:
        return None
    return value


def _tidy(html: str) -> str:
    """Names of one kind, no empty blocks, attributes in a steady order (nh3's is not, and revisions are compared)."""
    return _without_blanks(_TAG.sub(_mend, html)).strip()


def _without_blanks(html: str) -> str:
    """Without blocks and marks that hold nothing, however deep they stand in one another; read once."""
    kept: list[str] = []
    open_ones: list[tuple[str, int]] = []  # those that hold nothing so far: a name, and where it begins
    for piece in _PIECES.split(html):
        tag = _TAG.fullmatch(piece)
        name = tag[2] if tag else ""
        if tag and name in _MAY_BE_BLANK and not tag[1]:
            open_ones.append((name, len(kept)))
            kept.append(piece)
        elif tag and tag[1] and open_ones and open_ones[-1][0] == name:
            del kept[open_ones.pop()[1] :]
        else:
            kept.append(piece)
            if not _NOTHING.fullmatch(piece):
                open_ones.clear()
    return "".join(kept)


def _mend(tag: re.Match[str]) -> str:
    closing, name, rest = tag[1], tag[2], tag[3]
    attributes = sorted(_ATTRIBUTE.findall(rest))
    if name == "img" and not any(key == "src" for key, _ in attributes):
        return ""
    name = _RENAMED.get(name, name)
    return f"<{closing}{name}{''.join(f' {key}=' + chr(34) + value + chr(34) for key, value in attributes)}>"


_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=_DROPPED_WHOLE,
    attributes=_ATTRIBUTES,
    allowed_classes=_CLASSES,
    attribute_filter=_attribute,
    strip_comments=True,
    link_rel=None,
    url_schemes={"http", "https", "mailto", "tel"},
    url_relative="pass_through",
)
