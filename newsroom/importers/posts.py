"""One post of an export as a story: cleaned, illustrated with the library's pictures, published as it was."""

import html as entities
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from articles.models import Article, Credit, Image, Redirect, Snapshot
from articles.publishing import publish
from articles.revisions import save_draft, start
from comments.importing import OldComment, import_comments
from comments.models import Status
from newsroom.importers.addresses import Addresses, wanted_slug
from newsroom.importers.markup import to_html
from newsroom.importers.media import Media
from newsroom.importers.models import ImportedItem
from newsroom.importers.report import Report
from newsroom.importers.taxonomy import Names
from newsroom.importers.wordpress import MAX_TEXT, Item, WpComment
from newsroom.kit.html import clean_body
from newsroom.kit.text import excerpt, plain

_IMG = re.compile(r"<img\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.IGNORECASE)
_HREF = re.compile(r"(<a\b[^<>]*?\bhref\s*=\s*)(\"[^\"]*\"|'[^']*')", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\b(src|alt|class)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_FIGURE_LINK = re.compile(r"<a\b[^<>]*>\s*(<img\b[^<>]*>)\s*</a>", re.IGNORECASE)
_CLOSES_ITSELF = r"(?!(?:p|li|dt|dd|tr|td|th|br|hr|img|wbr|source)\b)"
_OPENED = re.compile(rf"<{_CLOSES_ITSELF}[a-z]", re.IGNORECASE)
_CLOSED = re.compile(rf"</{_CLOSES_ITSELF}[a-z]", re.IGNORECASE)
MOST_UNCLOSED = 2_000  # a careless writer leaves a dozen open
_EMPTY = re.compile(r"<figure\b[^<>]*>(?:\s|<figcaption>[^<]*</figcaption>|<a\b[^<>]*>\s*</a>)*</figure>")
_STATUS = {"1": Status.APPROVED, "approved": Status.APPROVED, "0": Status.PENDING, "hold": Status.PENDING}
_STATUS |= {"spam": Status.SPAM, "trash": Status.REJECTED, "post-trashed": Status.REJECTED}


class CannotTakeError(Exception):
    """Why a post cannot be taken over, in a sentence."""


@dataclass(frozen=True, slots=True)
class Archive:
    """What every post of one export needs."""

    source: str
    addresses: Addresses
    names: Names
    media: Media
    report: Report
    keys: Mapping[str, str]  # what each post is known by, by its id
    language: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """What one post added; told to the report once it is sure to stay."""

    lines: tuple[str, ...]
    shown: int
    dropped: int
    redirects: int
    redirects_there: int
    comments: int
    comments_there: int


def take(post: Item, archive: Archive) -> Made:
    """The post as a story, in one transaction. Raises CannotTakeError, or what the verbs raise."""
    if len(post.body) > MAX_TEXT:
        raise CannotTakeError(f"its text is longer than {MAX_TEXT // 2**20} MB.")
    if post.status in ("publish", "future") and not _is_hidden(post) and post.date is None:
        raise CannotTakeError("it is published, but its date cannot be read.")
    if _unclosed(post.body) > MOST_UNCLOSED:
        raise CannotTakeError("thousands of its tags are opened and never closed.")
    lines: list[str] = []
    names = archive.names
    where, topics, authors = names.section(post), names.topics(post), names.authors(post)
    with transaction.atomic():
        body, shown, dropped = _body(post, archive, lines.append)
        snapshot = _snapshot(post, archive, body, lines.append).with_changes(
            section=where, tags=tuple(topics), bylines=tuple(Credit(pk) for pk in authors)
        )
        article = start(by=None)
        revision = save_draft(article, snapshot, by=None, base=None, note="Imported from WordPress")
        made = there = 0
        if _is_hidden(post):
            reason = "protected by a password" if post.password else "private"
            lines.append(f"is {reason}: kept as a draft, readers do not see it.")
        elif post.status in ("publish", "future"):
            article = publish(article, revision, by=None, at=post.date, change="first")
            made, there = _redirect(article, archive.addresses.old_paths(post))
            if post.status == "future" and not article.is_scheduled:
                lines.append("was scheduled for a day that has passed: it is published under that day.")
        comments = [old for old in map(_comment(archive.source, post), post.comments) if old]
        taken = import_comments(article, comments)
        ImportedItem.objects.create(
            source=archive.source, kind="post", key=archive.keys[post.id], target=article.pk
        )
    return Made(tuple(lines), shown, dropped, made, there, taken.made, len(comments) - taken.made)


def _unclosed(text: str) -> int:
    """How many tags that must be closed are not: each stands inside the ones before it, and a parser slows down."""
    return len(_OPENED.findall(text)) - len(_CLOSED.findall(text))


def _is_hidden(post: Item) -> bool:
    return bool(post.password) or post.status == "private"


def _snapshot(post: Item, archive: Archive, body: str, note: Callable[[str], None]) -> Snapshot:
    headline = excerpt(clean_body(post.title), 190)
    if not headline:
        headline = excerpt(body, 70) or "Untitled"
        note("has no headline: its first words stand in.")
    standfirst, told = (
        excerpt(clean_body(post.excerpt), 490),
        excerpt(clean_body(post.first("_yoast_wpseo_metadesc")), 390),
    )
    lead = None if post.first("hide_featured_image") in ("1", "yes", "true") else post.first("_thumbnail_id")
    image = archive.media.by_attachment(lead) if lead else None
    if lead and not image:
        note("its lead picture has no file, and was left out.")
    return Snapshot(
        headline=headline,
        slug=archive.addresses.slugs.get(post.id, wanted_slug(post)),
        standfirst=standfirst,
        body=body,
        lead_image=image.pk if image else None,
        language=archive.language,
        comments="closed" if post.comment_status == "closed" else "open",
        seo_title=plain(post.first("_yoast_wpseo_title"))[:200]
        if "%%" not in post.first("_yoast_wpseo_title")
        else "",
        seo_description=told if told != standfirst else "",
    )


def _body(post: Item, archive: Archive, note: Callable[[str], None]) -> tuple[str, int, int]:
    """The body to be saved, and how many of its pictures are shown and how many left out."""
    media = archive.media
    shown, dropped = [0], [0]

    def gallery(ids: list[str] | None) -> str:
        wanted = (
            ids
            if ids is not None
            else sorted(media.children.get(post.id, []), key=lambda key: (len(key), key))
        )
        found = [media.by_attachment(key) for key in wanted]
        dropped[0] += found.count(None)
        shown[0] += sum(image is not None for image in found)
        return "\n\n" + "\n".join(_figure(image) for image in found if image) + "\n\n"

    def picture(match: re.Match[str]) -> str:
        given = {name.lower(): entities.unescape(a or b) for name, a, b in _ATTRIBUTE.findall(match[0])}
        if "/media/i/" in given.get("src", "") and "data-own" in match[0]:
            return match[0]
        attachment = re.search(r"wp-image-(\d+)", given.get("class", ""))
        image = media.picture(given.get("src", ""), attachment[1] if attachment else "")
        if image is None:
            dropped[0] += 1
            note(f"left out a picture: {given.get('src', '')[:200]}")
            return ""
        shown[0] += 1
        return _img(image, given.get("alt", ""))

    def link(match: re.Match[str]) -> str:
        new = archive.addresses.new(entities.unescape(match[2][1:-1]).strip())
        return f'{match[1]}"{entities.escape(new)}"' if new else match[0]

    html = to_html(post.body, gallery=gallery, note=note)
    html = _HREF.sub(link, _IMG.sub(picture, html))
    html = _FIGURE_LINK.sub(r"\1", html)
    html = _EMPTY.sub("", html)
    return _EMPTY.sub("", clean_body(html)), shown[0], dropped[0]


def _img(image: Image, alt: str = "") -> str:
    return f'<img data-own src="{image.url()}" alt="{entities.escape(alt or image.alt)}">'


def _figure(image: Image) -> str:
    caption = f"<figcaption>{entities.escape(image.caption)}</figcaption>" if image.caption else ""
    return f'<figure class="image">{_img(image)}{caption}</figure>'


def _redirect(article: Article, paths: list[str]) -> tuple[int, int]:
    """Old addresses lead to the story; one that leads elsewhere already, or is the story's own, stays."""
    made = there = 0
    for path in paths:
        if path.rstrip("/") == article.get_absolute_url().rstrip("/"):
            there += 1
            continue
        _, new = Redirect.objects.get_or_create(path=path, defaults={"article": article})
        made, there = made + new, there + (not new)
    return made, there


def _comment(source: str, post: Item) -> Callable[[WpComment], OldComment | None]:
    def one(comment: WpComment) -> OldComment | None:
        if not is_comment(comment):
            return None
        key = f"wordpress:{source}:{comment.id}"
        parent = "" if comment.parent in ("", "0") else f"wordpress:{source}:{comment.parent}"
        at = comment.date or post.date or timezone.now()
        return OldComment(
            key=key,
            body=comment.content,
            at=at,
            name=plain(comment.author)[:80],
            parent_key=parent,
            status=_STATUS.get(comment.approved, Status.PENDING),
        )

    return one


def is_comment(comment: WpComment) -> bool:
    """Said by a reader, not by another site's machine."""
    return comment.type in ("", "comment") and len(comment.content) <= 65_536
