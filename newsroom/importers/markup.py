"""WordPress's ways of writing, as plain HTML: paragraphs by blank lines, shortcodes, blocks, addresses of videos."""

import html as entities
import re
from collections.abc import Callable

from newsroom.kit.html import video_box

_BLOCKS = (
    "address|article|aside|blockquote|caption|col|colgroup|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form"
    "|h[1-6]|header|hr|iframe|legend|li|map|math|menu|nav|ol|option|p|pre|section|select|style|script|summary|table"
    "|tbody|td|tfoot|th|thead|tr|ul"
)
_OPEN = re.compile(rf"(<(?:{_BLOCKS})\b)", re.IGNORECASE)
_CLOSE = re.compile(rf"(</(?:{_BLOCKS})\s*>|<hr\s*/?>)", re.IGNORECASE)
_ALONE = re.compile(rf"</?(?:{_BLOCKS})\b", re.IGNORECASE)
# what is opened and never closed ends with the text, as in a browser; nothing is looked for twice over megabytes
_PRE = re.compile(r"<(pre|script|style|textarea)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_CAPTION = re.compile(r"\[caption\b([^\[\]]*)\]((?:(?!\[/?caption\b).)*)\[/caption\]", re.DOTALL)
_CAPTION_PARTS = re.compile(
    r"\s*((?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?)(.*)", re.DOTALL | re.IGNORECASE
)
_EMBED = re.compile(r"(?:<p>\s*)?\[embed[^\[\]]*\]\s*([^\s\[]{1,2000}?)\s*\[/embed\](?:\s*</p>)?")
_VIDEO_CODE = re.compile(r"\[(youtube|vimeo)[\s=]+[\"']?([^\[\]\s\"']+)[\"']?[^\[\]]*\]")
_WRAPPER = re.compile(r"<div class=\"wp-block-embed__wrapper\">\s*(https?://[^\s<]+)\s*</div>")
_LINE = re.compile(r"^[ \t]*(?:<p>\s*)?(https?://[^\s<>\"]+)(?:\s*</p>)?[ \t]*$", re.MULTILINE)
_GALLERY = re.compile(r"(?:<p>\s*)?\[gallery\b([^\[\]]*)\](?:\s*</p>)?")
_IDS = re.compile(r"\bids\s*=\s*[\"'“”]?([\d,\s]+)")
_TEXT_ATTRIBUTE = re.compile(r"\bcaption\s*=\s*\"([^\"]*)\"")
_KNOWN = re.compile(
    r"\[/?(?:audio|video|playlist|wp_caption|contact-form|contact-field|gist|tweet|slideshow|polldaddy|poll"
    r"|twitter-timeline|soundcloud|archives|googlemaps|recent_posts|instagram)\b[^\[\]\n]*\]"
)


def to_html(text: str, *, gallery: Callable[[list[str] | None], str], note: Callable[[str], None]) -> str:
    """A body as it stands in the export, as HTML to be cleaned.

    `gallery` makes pictures of the attachments with these ids (None: those of the post); `note` hears what is lost.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    blocks = "<!-- wp:" in text
    text = _WRAPPER.sub(lambda m: _video_or_link(m[1]), text)
    text = _COMMENT.sub("", text)
    text = _CAPTION.sub(_figure, text)
    text = _EMBED.sub(lambda m: _video_or_link(m[1]), text)
    text = _VIDEO_CODE.sub(_video_code, text)
    text = _LINE.sub(lambda m: video_box(entities.unescape(m[1])) or m[0], text)
    text = _GALLERY.sub(lambda m: gallery(_ids(m[1])), text)
    for code in sorted(set(_KNOWN.findall(text))):
        note(f"left out {code[:60]}")
    text = _KNOWN.sub("", text)
    return text if blocks else paragraphs(text)


def paragraphs(text: str) -> str:
    """Blank lines make paragraphs and single ones line breaks, except in and around blocks."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"\n\n<pre {len(kept) - 1}>\n\n"

    text = _PRE.sub(keep, text)
    text = _OPEN.sub(r"\n\n\1", text)
    text = _CLOSE.sub(r"\1\n\n", text)
    made = []
    for part in re.split(r"\n[ \t]*\n", text):
        part = part.strip()
        if not part:
            continue
        if _ALONE.match(part):
            made.append(part)
        else:
            made.append(f"<p>{re.sub(r'(?<!>)[ ]*(?:<br ?/?>)?[ ]*' + chr(10), '<br>' + chr(10), part)}</p>")
    joined = "\n".join(made)
    # what stood inside a block that holds its text itself needs no paragraph of its own
    joined = re.sub(
        r"(<(?:li|td|th|h[1-6]|figcaption|p|dt|dd|caption)\b[^>]*>)\s*<p>([^\n]*?)</p>(?=\s*</)",
        r"\1\2",
        joined,
    )
    return re.sub(r"<pre (\d+)>", lambda m: kept[int(m[1])] if int(m[1]) < len(kept) else "", joined)


def _figure(match: re.Match[str]) -> str:
    parts = _CAPTION_PARTS.match(match[2])
    told = _TEXT_ATTRIBUTE.search(match[1])
    if not parts:
        return match[2]
    words = parts[2].strip() or (told[1] if told else "")
    caption = f"<figcaption>{words}</figcaption>" if words else ""
    return f'\n\n<figure class="image">{parts[1]}{caption}</figure>\n\n'


def _video_or_link(address: str) -> str:
    address = entities.unescape(address)
    if box := video_box(address):
        return f"\n\n{box}\n\n"
    if not address.startswith(("https://", "http://")):
        return ""
    shown = entities.escape(address)
    return f'\n\n<p><a href="{shown}">{shown}</a></p>\n\n'


def _video_code(match: re.Match[str]) -> str:
    value = entities.unescape(match[2])
    if match[1] == "vimeo" and value.isdigit():
        value = f"https://vimeo.com/{value}"
    elif match[1] == "youtube" and re.fullmatch(r"[\w-]{11}", value):
        value = f"https://www.youtube.com/watch?v={value}"
    return _video_or_link(value)


def _ids(attributes: str) -> list[str] | None:
    found = _IDS.search(attributes)
    return [part.strip() for part in found[1].split(",") if part.strip()] if found else None
