"""A writer of the storm, as a process: publishes one story again and again, and notes each acknowledged text."""

import mmap
import sys
from pathlib import Path

import django


def acknowledged(path: Path) -> memoryview:
    """One number a story, shared by processes: the newest text whose publication was acknowledged."""
    with path.open("r+b") as file:
        return memoryview(mmap.mmap(file.fileno(), 4096)).cast("Q")


def main(story_pk: int, place: int, path: Path) -> None:
    django.setup()
    from articles.models import Article
    from articles.publishing import publish
    from articles.revisions import save_draft

    numbers = acknowledged(path)
    while True:
        story = Article.objects.select_related("head").get(pk=story_pk)
        number = int(story.head.snapshot.headline.split()[-1]) + 1
        told = story.head.snapshot.with_changes(headline=f"Storm {place} text {number}")
        revision = save_draft(story, told, by=None, base=story.head_id)
        publish(
            story,
            revision,
            by=None,
            change="correction" if number % 5 == 0 else "update",
            note="It was less.",
        )
        numbers[place] = number


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
