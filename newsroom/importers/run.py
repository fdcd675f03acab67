"""An import from beginning to end: checked first, then item by item, so that it can stop anywhere and go on."""

import logging
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection, transaction

from articles.models import Article
from newsroom.importers import wordpress
from newsroom.importers.addresses import Addresses
from newsroom.importers.encoding import encode_all
from newsroom.importers.known import known_posts
from newsroom.importers.media import Media
from newsroom.importers.models import ImportedItem
from newsroom.importers.posts import Archive, is_comment, take
from newsroom.importers.report import Report
from newsroom.importers.taxonomy import Names
from newsroom.importers.wordpress import Item, Site

logger = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]  # what is done, how many of it, of how many
BETTER = ("avif", "webp")
LEFT_OUT = {"trash": "in the bin", "auto-draft": "never saved", "inherit": "an old version"}


def import_wordpress(
    path: Path,
    *,
    media: Path | None = None,
    dry_run: bool = False,
    better: Sequence[str] = BETTER,
    workers: int | None = None,
    progress: Progress = lambda what, done, total: None,
) -> Report:
    """Take over an export whole; what an earlier run took over is known, so a second run adds nothing.

    Raises BrokenFileError before anything is written. A dry run does it all and takes it back.
    """
    site = wordpress.check(path)
    report = Report()
    if not dry_run:
        with _alone(_source(site, path)):
            _import(path, site, media, report, better, workers, True, progress)
        return report
    with transaction.atomic():
        _import(path, site, media, report, better, 0, False, progress)
        transaction.set_rollback(True)
    return report


class BusyError(Exception):
    """Another import of the same site is running; the sentence says so."""


@contextmanager
def _alone(source: str) -> Iterator[None]:
    """Two imports of one site at a time would report each other's posts as failures. A killed one lets go at once."""
    key = zlib.crc32(f"import:{source}".encode())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        if not cursor.fetchone()[0]:
            raise BusyError(f"An import of {source} is running already.")
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


def _source(site: Site, path: Path) -> str:
    """The name by which what came from this site is known."""
    parts = urlsplit(site.address)
    return (parts.netloc.lower().removeprefix("www.") + parts.path.rstrip("/"))[:200] or path.name[:200]


def _import(  # noqa: PLR0913 -- the one place where the whole import stands together
    path: Path,
    site: Site,
    media_root: Path | None,
    report: Report,
    better: Sequence[str],
    workers: int | None,
    write: bool,
    progress: Progress,
) -> None:
    source = _source(site, path)
    posts: list[Item] = []
    attachments: list[Item] = []
    for item in wordpress.items(path):
        if item.type == "post":
            posts.append(item)
            continue
        if item.type == "attachment":
            attachments.append(item)
        else:
            report.skipped("others", item.type.replace("_", " "))
        if item.comments:
            report.skipped("comments", "they stand under no post", n=len(item.comments))
    media = Media(source, media_root, report)
    _take_pictures(attachments, media, better, workers, write, progress)

    made, keys = known_posts(source, posts)
    addresses = Addresses(site.address)
    addresses.plan(posts, made)
    names = Names(source, site.terms, report)
    archive = Archive(source, addresses, names, media, report, keys)
    for done, post in enumerate(posts, start=1):
        _take_post(post, archive, made)
        progress("Stories", done, len(posts))
    names.unused()


def _take_pictures(
    attachments: list[Item],
    media: Media,
    better: Sequence[str],
    workers: int | None,
    write: bool,
    progress: Progress,
) -> None:
    left = dict(enumerate(attachments))
    if write:
        known = set(
            ImportedItem.objects.filter(source=media.source, kind="picture").values_list("key", flat=True)
        )
        files: dict[Path, list[int]] = {}
        for place, a in left.items():
            path = media.file_of(a.attachment_url, a.first("_wp_attached_file"))
            if path and a.id not in known:
                files.setdefault(path, []).append(place)
        # each is in the library as soon as its files are there: an import that is stopped loses no work
        for done, path in enumerate(encode_all(list(files), better=better, workers=workers), start=1):
            for place in files[path]:
                media.take(left.pop(place), better=better, write=write)
            progress("Pictures", done, len(files))
    for done, attachment in enumerate(left.values(), start=1):
        media.take(attachment, better=better, write=write)
        progress("Library", done, len(left))


def _take_post(post: Item, archive: Archive, made: dict[str, int]) -> None:
    report, title = archive.report, f"“{post.title[:80] or post.id}”"
    readers = [comment for comment in post.comments if is_comment(comment)]
    for comment in post.comments:
        if not is_comment(comment):
            reason = comment.type if comment.type not in ("", "comment") else "too long"
            report.skipped("comments", reason or "comment")
    if post.status in LEFT_OUT:
        report.skipped("posts", LEFT_OUT[post.status], f"{title} was left out: {LEFT_OUT[post.status]}.")
        return report.skipped("comments", "their post was left out", n=len(readers)) if readers else None
    if post.id in made:
        report.already("posts")
        _count_again(post, archive, made, len(readers))
        return None
    try:
        done = take(post, archive)
    except Exception as error:  # one post never stops the others, whatever is in it
        logger.warning("Post not imported. source=%s post=%s", archive.source, post.id, exc_info=True)
        report.failed("posts", f"{title} was not taken over: {error}")
        return report.skipped("comments", "their post failed", n=len(readers)) if readers else None
    report.imported("posts")
    made[post.id] = 0
    for line in done.lines:
        report.note(f"{title} {line}")
    _count(report, done.shown, done.dropped)
    report.imported("old addresses", done.redirects)
    report.already("old addresses", done.redirects_there)
    report.imported("comments", done.comments)
    return report.already("comments", done.comments_there)


def _count(report: Report, shown: int, dropped: int) -> None:
    report.imported("picture uses", shown)
    if dropped:
        report.skipped("picture uses", "not in the library", n=dropped)


def _count_again(post: Item, archive: Archive, made: dict[str, int], readers: int) -> None:
    """An earlier run took this post over: its names, addresses and comments are there too."""
    if not Article.objects.filter(pk=made[post.id]).exists():
        archive.report.note(f"“{post.title[:80]}” was taken over before, and is gone since.")
    archive.names.section(post), archive.names.topics(post), archive.names.authors(post)
    archive.report.already("comments", readers)
