"""What an import did, in sums that add up and lines that name what was left out."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class Sum:
    """One kind of thing: each one seen is in exactly one of the others."""

    seen: int = 0
    imported: int = 0
    already: int = 0
    failed: int = 0
    skipped: Counter[str] = field(default_factory=Counter)

    @property
    def adds_up(self) -> bool:
        """Is nothing lost on the way?"""
        return self.seen == self.imported + self.already + self.failed + self.skipped.total()


class Report:
    """The sums by kind, and the lines an editor reads afterwards."""

    def __init__(self) -> None:
        self.sums: dict[str, Sum] = {}
        self.lines: list[str] = []

    def __getitem__(self, kind: str) -> Sum:
        return self.sums.setdefault(kind, Sum())

    def imported(self, kind: str, n: int = 1) -> None:
        """These were taken over now."""
        self[kind].seen += n
        self[kind].imported += n

    def already(self, kind: str, n: int = 1) -> None:
        """These were there from an earlier run, or by the same name."""
        self[kind].seen += n
        self[kind].already += n

    def skipped(self, kind: str, reason: str, line: str = "", n: int = 1) -> None:
        """These were left out on purpose."""
        self[kind].seen += n
        self[kind].skipped[reason] += n
        if line:
            self.note(line)

    def failed(self, kind: str, line: str) -> None:
        """This could not be taken over; the line says why."""
        self[kind].seen += 1
        self[kind].failed += 1
        self.note(line)

    def note(self, line: str) -> None:
        """Something an editor should know."""
        self.lines.append(" ".join(line.split())[:400])

    @property
    def adds_up(self) -> bool:
        """Do all sums add up?"""
        return all(kind.adds_up for kind in self.sums.values())

    def table(self) -> Iterator[str]:
        """The sums, a line each, and below each what was left out and why."""
        yield f"{'':<16}{'seen':>7}{'imported':>10}{'already':>9}{'skipped':>9}{'failed':>8}"
        for kind, s in self.sums.items():
            yield f"{kind:<16}{s.seen:>7}{s.imported:>10}{s.already:>9}{s.skipped.total():>9}{s.failed:>8}"
            for reason, n in sorted(s.skipped.items()):
                yield f"    {n} skipped: {reason}"
