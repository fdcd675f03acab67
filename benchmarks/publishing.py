"""How long after its commit a change is on the page: publish, then ask over HTTP until it is there. Run by run.py."""

import http.client
import json
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

import django

django.setup()

from articles.models import Article  # noqa: E402
from articles.publishing import publish  # noqa: E402
from articles.revisions import save_draft  # noqa: E402

NEVER = 10  # seconds


def main() -> None:
    """Prints, as JSON, the milliseconds of each change and how many stale answers came after its acknowledgement."""
    address, times = sys.argv[1].removeprefix("http://"), int(sys.argv[2])
    story = Article.objects.published().order_by("-published_at")[0]
    reader = http.client.HTTPConnection(address, timeout=10)
    took, stale = [], 0
    for number in range(times):
        headline = f"Edition {number} of {os.getpid()}"
        story.refresh_from_db()
        base = story.head
        assert base is not None
        revision = save_draft(story, base.snapshot.with_changes(headline=headline), by=None, base=base.pk)
        story = publish(story, revision, by=None, change="typo")
        acknowledged = time.perf_counter()
        while True:
            reader.request("GET", story.get_absolute_url())
            answer = reader.getresponse()
            page = answer.read()
            if headline.encode() in page:
                break
            stale += 1
            if time.perf_counter() - acknowledged > NEVER:
                sys.exit(f"Still not there: {answer.status} {answer.getheaders()} {page[:2000]!r}")
        took.append((time.perf_counter() - acknowledged) * 1000)
    print(json.dumps({"milliseconds": took, "stale": stale}))


if __name__ == "__main__":
    main()
