"""The pictures of an export: found below the media directory, encoded on every core, taken into the library."""

import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from articles.images import take_in
from articles.models import Image
from newsroom.importers.models import ImportedItem
from newsroom.importers.report import Report
from newsroom.importers.wordpress import Item
from newsroom.kit.images import RefusedError
from newsroom.kit.text import plain

PICTURES = (
    ".jpg",
    ".jpeg",
    ".png",
    ".gif",
    ".webp",
    ".avif",
    ".svg",
    ".bmp",
    ".tif",
    ".tiff",
    ".ico",
    ".heic",
)
_SIZE = re.compile(r"-(?:\d{2,5}x\d{2,5}|scaled)(?=\.\w+$)")
_PHP_CREDIT = re.compile(r's:6:"credit";s:\d+:"([^"]*)"')


class Media:
    """Which picture of the library stands for an address, or for an attachment's id."""

    def __init__(self, source: str, root: Path | None, report: Report) -> None:
        self.source, self.root, self.report = source, root.resolve() if root else None, report
        self.by_id: dict[str, int] = {}
        self.by_address: dict[str, int] = {}
        self.children: dict[str, list[str]] = {}
        self.rows: dict[int, Image] = {}

    def file_of(self, address: str, *more: str) -> Path | None:
        """The file for an address, below the media directory and nowhere else."""
        if self.root is None:
            return None
        path = unquote(urlsplit(address).path).lstrip("/")
        tries = [path, path.removeprefix("wp-content/uploads/"), path.partition("wp-content/uploads/")[2]]
        for name in [*tries, *more]:
            if not name or "\x00" in name:
                continue
            found = (self.root / name.lstrip("/")).resolve()
            if found.is_relative_to(self.root) and found.is_file():
                return found
        return None

    def remember(self, item: Item, image: Image) -> None:
        """From now on this attachment, and its address in every size, is this picture."""
        self.by_id[item.id] = image.pk
        self.by_address[plain_address(item.attachment_url)] = image.pk
        self.rows[image.pk] = image
        self.children.setdefault(item.parent, []).append(item.id)

    def picture(self, address: str, attachment: str = "") -> Image | None:
        """The library's picture for an address in a body, or for an attachment's id."""
        pk = self.by_address.get(plain_address(address)) or self.by_id.get(attachment)
        return self.rows[pk] if pk else None

    def by_attachment(self, key: str) -> Image | None:
        """The library's picture for an attachment's id."""
        pk = self.by_id.get(key)
        return self.rows[pk] if pk else None

    def take(self, item: Item, *, better: Sequence[str], write: bool) -> None:
        """One attachment, taken in or accounted for."""
        known = ImportedItem.objects.filter(source=self.source, kind="picture", key=item.id).first()
        image = Image.objects.filter(pk=known.target).first() if known and known.target else None
        if image:
            self.remember(item, image)
            return self.report.already("pictures")
        path = self.file_of(item.attachment_url, item.first("_wp_attached_file"))
        name = item.attachment_url or item.title or item.id
        if (path or Path(urlsplit(name).path)).suffix.lower() not in PICTURES:
            return self.report.skipped("pictures", "not a picture", f"Left out {name}: not a picture.")
        if path is None:
            return self.report.skipped("pictures", "no file in the media directory")
        try:
            image = take_in(
                path.read_bytes(), by=None, animated=True, better=better, write=write, **words_of(item)
            )
        except (RefusedError, OSError) as error:
            return self.report.failed("pictures", f"{name}: {error}")
        ImportedItem.objects.update_or_create(
            source=self.source, kind="picture", key=item.id, defaults={"target": image.pk}
        )
        self.remember(item, image)
        return self.report.imported("pictures")


def words_of(item: Item) -> dict[str, str]:
    """What is said about a picture: alternative text, caption, credit."""
    meta = item.first("_wp_attachment_metadata")
    told = _PHP_CREDIT.search(meta)
    return {
        "title": plain(item.title)[:200],
        "alt": plain(item.first("_wp_attachment_image_alt"))[:400],
        "caption": plain(item.excerpt)[:600],
        "credit": plain(item.first("credit") or item.first("_media_credit") or (told[1] if told else ""))[
            :200
        ],
        "source": item.attachment_url[:500],
    }


def plain_address(address: str) -> str:
    """An address without scheme, query and size: `photo-300x200.jpg` is `photo.jpg`."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return address
    return (parts.netloc.removeprefix("www.") + _SIZE.sub("", unquote(parts.path))).lower()
