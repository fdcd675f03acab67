"""What readers say under the demo's stories: one text file a story, replies marked by as many > as they are deep."""

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from articles.models import Article
from comments.importing import OldComment, import_comments
from comments.models import Comment, Status
from comments.tasks import fold_tallies
from newsroom.accounts.models import User
from newsroom.demo.models import DemoItem

FOLDER = Path(__file__).parent
# a mark: ! waits for a moderator, x was rejected; then as many > as it is deep; then who and what
_LINE = re.compile(r"(?P<mark>[!x]?)\s*(?P<depth>>*)\s*(?P<name>[^|]+?)\s*\|\s*(?P<text>.+)")
_STATUS = {"": Status.APPROVED, "!": Status.PENDING, "x": Status.REJECTED}


@dataclass(frozen=True, slots=True)
class Line:
    """One comment of a file: whose reply it is, by number, or nobody's."""

    number: int
    parent: int | None
    name: str
    text: str
    status: Status


def read_thread(path: Path) -> list[Line]:
    """The comments of a file, in its order."""
    lines: list[Line] = []
    above: dict[int, int] = {}
    for number, match in enumerate(
        filter(None, map(_LINE.fullmatch, path.read_text(encoding="utf-8").splitlines()))
    ):
        depth = len(match["depth"])
        above[depth] = number
        parent = above[depth - 1] if depth else None
        lines.append(Line(number, parent, match["name"], match["text"], _STATUS[match["mark"]]))
    return lines


def fill_threads(articles: Mapping[str, Article], people: Mapping[str, User], *, now: datetime) -> int:
    """Put every thread under its story and count it; says how many comments there are."""
    total = 0
    for path in sorted(FOLDER.glob("*.txt")):
        article = Article.objects.get(pk=articles[path.stem].pk)
        old = _dated(read_thread(path), article, people, now=now)
        taken = import_comments(article, old)
        kind = Comment._meta.label_lower
        DemoItem.objects.bulk_create(DemoItem(kind=kind, row=pk) for pk in taken.ids.values())
        total += taken.made
    fold_tallies()
    return total


def _dated(
    lines: list[Line], article: Article, people: Mapping[str, User], *, now: datetime
) -> list[OldComment]:
    """The comments with their times: between the story's hour and now, replies after what they answer."""
    chance = random.Random(len(lines))  # noqa: S311 -- a demo's clock
    began = article.published_at or now
    room = min(now - began, timedelta(days=2)) * 0.97
    # most come in the first hours; a reply stands below its parent in the file, so it is later too
    moments = sorted(chance.random() ** 2 for _ in lines)
    by_name = {user.name: user for user in people.values()}
    return [
        OldComment(
            key=f"demo:{article.pk}:{line.number}",
            body=line.text,
            at=began + room * moment,
            name=line.name,
            parent_key="" if line.parent is None else f"demo:{article.pk}:{line.parent}",
            status=line.status,
            author=by_name.get(line.name),
        )
        for line, moment in zip(lines, moments, strict=True)
    ]
