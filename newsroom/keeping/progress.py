"""Telling whoever waits how far it is: a line for each fifth."""

from collections.abc import Callable, Iterable, Iterator


class Progress:
    """Counts the bytes that pass, and says a line at each fifth and at the end."""

    def __init__(self, say: Callable[[str], object], what: str, expected: int) -> None:
        self._say, self._what, self._expected = say, what, max(expected, 1)
        self._done, self._told = 0, 0

    def seen(self, size: int) -> None:
        """So many bytes more are done."""
        self._done += size
        fifth = min(self._done * 5 // self._expected, 5)
        if fifth > self._told:
            self._told = fifth
            self._say(f"{self._what}: {fifth * 20} % ({in_words(self._done)})")

    def over(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The same pieces, counted."""
        for chunk in chunks:
            self.seen(len(chunk))
            yield chunk


def in_words(size: float) -> str:
    """A number of bytes as people say it."""
    for unit in ("bytes", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"
