"""A machine's memory of what was purged: a sequence and a ring of tags in one file that every process maps."""

import contextlib
import fcntl
import mmap
import os
import struct
import threading
import time
import zlib
from collections.abc import Collection, Iterator
from pathlib import Path

EVERYTHING = "*"  # the tag that every kept page carries
MAGIC = 0x6E65_7773_7269_6E31
HEADER = 4096
SIZE = 1 << 20  # bytes of tags: some ten thousand purges; who sleeps longer than that drops everything
_RECORD = struct.Struct("<II")  # length, checksum
_PAD = 8
# words of the header
HEAD, _CLAIMED, _FOLLOWED, _LOOKED_AT, _PURGED_AT, _COUNT = range(1, 7)  # the first is the file's mark
_NUMBERS, _REMEMBERED = 16, 256  # the row numbers of the last purges: none is appended twice


class Ring:
    """The file, as one process maps it. Reading takes no lock; who appends holds one, which goes with its process.

    A writer claims the bytes it is about to overwrite, writes them, and last moves the head: what a killed writer
    leaves behind the head is nobody's, and who reads bytes that were claimed meanwhile knows it.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._file = _open(self.path)
        self._map = mmap.mmap(self._file, HEADER + SIZE)
        self.words = memoryview(self._map)[:HEADER].cast("Q")  # eight bytes at a time, in one piece
        self._lock = threading.Lock()

    @property
    def head(self) -> int:
        """How many bytes were ever appended: the sequence."""
        return self.words[HEAD]

    @property
    def purged_at(self) -> int:
        """The second of the last purge."""
        return self.words[_PURGED_AT]

    @property
    def followed(self) -> int:
        """The transaction up to which the database's purges are in here; 0 before anybody looked."""
        return self.words[_FOLLOWED]

    @property
    def looked_at(self) -> int:
        """When the database was last asked."""
        return self.words[_LOOKED_AT]

    def note_followed(self, transaction: int) -> None:
        """The database's purges are here up to this transaction."""
        self.words[_FOLLOWED] = transaction
        self.words[_LOOKED_AT] = int(time.time())

    @property
    def is_current(self) -> bool:
        """Is this still the file that stands at its path?"""
        try:
            there = self.path.stat()
        except OSError:
            return False
        return os.fstat(self._file).st_ino == there.st_ino

    def append(self, tags: Collection[str], number: int = 0) -> bool:
        """Purge these tags on this machine; False where the purge of this row number is here already."""
        text = " ".join(tags).encode()
        if len(text) > SIZE // 4:
            text = EVERYTHING.encode()
        record = _RECORD.pack(len(text), zlib.crc32(text)) + text
        record += bytes(-len(record) % _PAD)
        words = self.words
        with self._locked():
            if number and number in words[_NUMBERS : _NUMBERS + _REMEMBERED].tolist():
                return False
            head = words[HEAD]
            words[_CLAIMED] = head + len(record)
            self._write(head, record)
            words[_PURGED_AT] = int(time.time())
            words[HEAD] = head + len(record)
            if number:
                words[_NUMBERS + words[_COUNT] % _REMEMBERED] = number
                words[_COUNT] += 1
        return True

    def since(self, seen: int) -> tuple[int, list[frozenset[str]] | None]:
        """The head now and the tags purged since `seen`; None in their place where that cannot be told any more."""
        words = self.words
        head = words[HEAD]
        if not 0 <= head - seen <= SIZE:
            return head, None
        data = self._read(seen, head)
        if words[_CLAIMED] - seen > SIZE:  # overwritten while it was read
            return head, None
        found, place = [], 0
        while place < len(data):
            length, checksum = _RECORD.unpack_from(data, place)
            text = data[place + _RECORD.size : place + _RECORD.size + length]
            if len(text) != length or zlib.crc32(text) != checksum:
                return head, None
            found.append(frozenset(text.decode().split()))
            place += _RECORD.size + length
            place += -place % _PAD
        return head, found

    def _write(self, head: int, record: bytes) -> None:
        place = head % SIZE
        first = min(len(record), SIZE - place)
        self._map[HEADER + place : HEADER + place + first] = record[:first]
        self._map[HEADER : HEADER + len(record) - first] = record[first:]

    def _read(self, start: int, end: int) -> bytes:
        place, length = start % SIZE, end - start
        first = min(length, SIZE - place)
        return (
            self._map[HEADER + place : HEADER + place + first] + self._map[HEADER : HEADER + length - first]
        )

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        with self._lock:  # threads share the file, so they would share its lock
            fcntl.flock(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(self._file, fcntl.LOCK_UN)


def _open(path: Path) -> int:
    """The file, whole from the first moment: made aside, and put in its place by the first of several."""
    for _ in range(3):
        with contextlib.suppress(FileNotFoundError):
            file = os.open(path, os.O_RDWR | os.O_CLOEXEC)
            if os.fstat(file).st_size == HEADER + SIZE and os.pread(file, 8, 0) == _magic():
                return file
            os.close(file)
            path.unlink(missing_ok=True)  # another version's: its processes see that it is gone
        path.parent.mkdir(parents=True, exist_ok=True)
        made = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}")
        with made.open("wb") as fresh:
            fresh.write(_magic())
            fresh.truncate(HEADER + SIZE)
        made.chmod(0o600)
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(made)
        made.unlink()
    raise OSError(f"{path} cannot be made.")


def _magic() -> bytes:
    return struct.pack("=Q", MAGIC)
