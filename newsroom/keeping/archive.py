"""The file a backup is: a plain tar of one database dump and the media, which ends with the checksum of every part."""

import hashlib
import json
import os
import tarfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

FORMAT = 1
HEAD = "newsroom-backup.json"  # first, so that a glance tells what the file is
DUMP = "database.dump"
MEDIA = "media/"
SUMS = "SHA256SUMS"  # last, in the words of `sha256sum --check`: a file without it was cut off
CHUNK = 2**20


class BadArchiveError(Exception):
    """Why this file is no backup that can be trusted; fit for the person who chose it."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a verified backup says of itself, and the bytes of its media."""

    head: dict[str, Any]
    media_files: int
    media_bytes: int


class Writer:
    """Adds parts of unknown length one after another: each one's size is written once its bytes are there."""

    def __init__(self, file: IO[bytes], head: dict[str, Any]) -> None:
        self._file = file
        self._sums: list[str] = []
        self.add(HEAD, [json.dumps({"format": FORMAT} | head, indent=1).encode()])

    def add(self, name: str, chunks: Iterable[bytes]) -> int:
        """Write one part; its number of bytes."""
        part = tarfile.TarInfo(name)
        part.mode = 0o600
        begins = self._file.tell()
        self._file.write(_heading(part))
        digest = hashlib.sha256()
        for chunk in chunks:
            self._file.write(chunk)
            digest.update(chunk)
            part.size += len(chunk)
        self._file.write(b"\0" * (-part.size % tarfile.BLOCKSIZE))
        self._file.seek(begins)
        self._file.write(_heading(part))
        self._file.seek(0, os.SEEK_END)
        self._sums.append(f"{digest.hexdigest()}  {name}\n")
        return part.size

    def finish(self) -> None:
        """The checksums, and the end."""
        self.add(SUMS, ["".join(self._sums).encode()])
        self._file.write(b"\0" * tarfile.BLOCKSIZE * 2)


def _heading(part: tarfile.TarInfo) -> bytes:
    return part.tobuf(tarfile.GNU_FORMAT, "utf-8", "surrogateescape")


def verify(path: Path, seen: Callable[[int], None] = lambda _size: None) -> Contents:
    """Read the whole file against its checksums. Raises BadArchiveError with a sentence where anything is amiss."""
    found: dict[str, str] = {}
    head: dict[str, Any] = {}
    sums = ""
    media_bytes = 0
    try:
        with tarfile.open(path, "r:") as tar:
            for part in tar:
                _refuse_odd(part, found, sums)
                content = b"" if part.name not in (HEAD, SUMS) else _bytes(tar, part)
                if part.name == HEAD:
                    head = _read_head(content)
                if part.name == SUMS:
                    sums = content.decode()
                    continue
                digest = hashlib.sha256(content)
                for chunk in () if content else chunks_of(tar, part):
                    digest.update(chunk)
                    seen(len(chunk))
                media_bytes += part.size if part.name.startswith(MEDIA) else 0
                found[part.name] = digest.hexdigest()
    except (tarfile.TarError, UnicodeDecodeError, EOFError) as problem:
        if head:
            raise BadArchiveError("The backup is cut off or damaged; nothing was changed.") from problem
        raise BadArchiveError("This file is no backup of a newsroom; nothing was changed.") from problem
    _compare(found, sums)
    return Contents(head, sum(name.startswith(MEDIA) for name in found), media_bytes)


def _refuse_odd(part: tarfile.TarInfo, found: dict[str, str], sums: str) -> None:
    """Only plain files under the names that a backup has, each once, in a backup's order."""
    if not found and part.name != HEAD:
        raise BadArchiveError("This file is no backup of a newsroom; nothing was changed.")
    inside = PurePosixPath(part.name)
    known = part.name in (HEAD, DUMP, SUMS) or (part.name.startswith(MEDIA) and len(inside.parts) > 1)
    plain = str(inside) == part.name and ".." not in inside.parts and "\\" not in part.name
    if not (known and plain and part.isreg()) or part.name in found or sums:
        raise BadArchiveError(
            f"The backup holds something that does not belong into one, {part.name[:80]!r}; nothing was changed."
        )


def _read_head(content: bytes) -> dict[str, Any]:
    try:
        head = json.loads(content)
        number = int(head["format"])
    except (ValueError, KeyError, TypeError) as problem:
        raise BadArchiveError("This file is no backup of a newsroom; nothing was changed.") from problem
    if number > FORMAT:
        raise BadArchiveError(
            "The backup was made by a newer release; install that one first. Nothing was changed."
        )
    return dict(head)


def _compare(found: dict[str, str], sums: str) -> None:
    if not sums:
        raise BadArchiveError("The backup is cut off: its end is missing; nothing was changed.")
    said = {name: digest for digest, _, name in (line.partition("  ") for line in sums.splitlines())}
    wrong = sorted(name for name in said.keys() | found.keys() if said.get(name) != found.get(name))
    if wrong or DUMP not in found:
        raise BadArchiveError(
            f"The backup is damaged: {(wrong or [DUMP])[0]!r} is not what was written; nothing was changed."
        )


def dump_of(path: Path) -> Iterator[bytes]:
    """The database's dump, in pieces."""
    with tarfile.open(path, "r:") as tar:
        yield from chunks_of(tar, tar.getmember(DUMP))


def unpack_media(path: Path, into: Path, seen: Callable[[int], None] = lambda _size: None) -> None:
    """Write the media of a verified backup under this folder, which others may read."""
    into.mkdir(parents=True)
    with tarfile.open(path, "r:") as tar:
        for part in tar:
            if not part.name.startswith(MEDIA):
                continue
            target = into / part.name.removeprefix(MEDIA)
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                for chunk in chunks_of(tar, part):
                    file.write(chunk)
                    seen(len(chunk))


def chunks_of(tar: tarfile.TarFile, part: tarfile.TarInfo) -> Iterator[bytes]:
    """A part's bytes, a piece at a time."""
    file = tar.extractfile(part)
    while file and (chunk := file.read(CHUNK)):
        yield chunk


def _bytes(tar: tarfile.TarFile, part: tarfile.TarInfo) -> bytes:
    return b"".join(chunks_of(tar, part))
