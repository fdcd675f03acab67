"""`make bench`: the site beside nginx with the same bytes, kept and unkept pages, whole visits, publishing, starting.

The server stands on the first core and the load on the second. A paper of 12,000 stories is made once in build/bench,
so that no other paper's data are touched; what is printed is also written to benchmarks/results.md.
"""

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from html import unescape
from pathlib import Path

from load import ask_in_turn, visit
from report import Row, write
from servers import COMMENTS, HOME, LOAD_CORE, ROOT, STORIES, Nginx, Site, fetch, free_port, wait_for

PROGRAMS = {"wrk": "wrk", "nginx": "nginx", "taskset": "util-linux"}  # program: Debian's package
PUBLISHED = 300  # changes whose way to the page is timed
REQUESTS = 100_000  # after which a worker's memory is read


def say(line: str) -> None:
    """What is being measured."""
    print(line, flush=True)


def need_programs() -> None:
    """End with what to install where something is missing."""
    os.environ["PATH"] = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"  # nginx stands there
    missing = [package for program, package in PROGRAMS.items() if not shutil.which(program)]
    if missing:
        sys.exit(
            f"For the benchmarks, install first: {' '.join(missing)} (Debian: apt install {' '.join(missing)})"
        )
    if (os.cpu_count() or 1) < 2:
        sys.exit("The benchmarks need two cores: one for the server, one for the load.")


def fill() -> None:
    """The paper of build/bench, made once."""
    mark = HOME / f"filled-{STORIES}-{COMMENTS}"
    if mark.exists():
        return
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir(parents=True)
    say(f"Making a paper of {STORIES:,} stories (once) …")
    with Site() as site:
        site.manage("seed", "--articles", str(STORIES), "--comments", str(COMMENTS))
    mark.touch()


def stories_of(site: Site) -> list[str]:
    """The addresses of all stories nobody replied to, the newest first."""
    code = (
        "from articles.models import Article; from comments.models import Thread;"
        "[print(a.get_absolute_url()) for a in Article.objects.published().exclude(pk__in=Thread.objects"
        ".values('article')).exclude(lead_image=None).order_by('-published_at')]"
    )
    return site.manage("shell", "--no-imports", "-c", code).stdout.split()


def fills_of(site: Site, paths: list[str]) -> list[str]:
    """For each page its path and the body of the fill that its script sends."""
    lines = []
    for path in paths:
        page = fetch(site.address + path).decode()
        facts = dict(re.findall(r'data-slot="([^"]+)" data-facts="([^"]+)"', page))
        lines.append(
            f"{path}\t{json.dumps({'slots': {code: unescape(told) for code, told in facts.items()}})}"
        )
    return lines


def kept_pages() -> tuple[list[Row], dict[str, float]]:
    """Pages from the store, visits, publishing, memory; and nginx with the same bytes."""
    with Site() as site:
        paths = stories_of(site)
        page = fetch(site.address + paths[0])
        visits = fills_of(site, paths[:200])
        facts = {"warm": site.started_in, "kilobytes": len(page) / 1024}
        ours = {}
        for number in (1, 1_000, 10_000):
            say(f"Kept: {number:,} stories in turn …")
            for path in paths[:number]:
                fetch(site.address + path)
            ours[number] = ask_in_turn(site.address, paths[:number])
        say("Whole visits …")
        visited = visit(site.address, visits)
        say(f"Publishing {PUBLISHED} changes …")
        published = publish(site)
        asked = 0.0
        while asked < REQUESTS:
            asked += ask_in_turn(site.address, paths[:1_000], runs=1).rate * 5
        facts |= {"memory": site.worker_memory(), **published}
    with Nginx(page) as nginx:
        say("nginx with the same bytes …")
        limit = ask_in_turn(nginx.address, ["/page.html"])
    rows = [Row("nginx, the same bytes", limit, 1.0)]
    rows += [Row(f"kept story, {n:,} in turn", found, found.rate / limit.rate) for n, found in ours.items()]
    rows.append(Row("whole visits (page, fill, seen)", visited, None))
    return rows, facts


def publish(site: Site) -> dict[str, float]:
    """Milliseconds from a change's acknowledgement to a page that shows it."""
    command = ["taskset", "-c", LOAD_CORE, sys.executable, str(ROOT / "benchmarks" / "publishing.py")]
    done = subprocess.run(
        [*command, site.address, str(PUBLISHED)],
        cwd=ROOT, env=site.environment, check=True, stdout=subprocess.PIPE,
    )  # fmt: skip
    told = json.loads(done.stdout)
    return {
        "publish_median": statistics.median(told["milliseconds"]),
        "publish_p99": sorted(told["milliseconds"])[int(PUBLISHED * 0.99)],
        "stale": told["stale"],
    }


def unkept_pages() -> list[Row]:
    """Each page rendered for each request."""
    rows = []
    with Site(PAGE_CACHE_MB="0") as site:
        story = stories_of(site)[0]
        for name, path in (("story", story), ("front page", "/"), ("section", "/news/")):
            say(f"Rendered anew: {name} …")
            rows.append(Row(f"{name}, rendered anew", ask_in_turn(site.address, [path]), None))
    return rows


def cold_start() -> float:
    """Seconds of `make run` on a fresh clone, downloads and demo included, to the first page."""
    say("A fresh clone's first `make run` …")
    clone, port = HOME / "clone", free_port()
    shutil.rmtree(clone, ignore_errors=True)
    subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
    environment = {
        name: value for name, value in os.environ.items() if name not in ("NEWSROOM_VAR", "VIRTUAL_ENV")
    }
    began = time.monotonic()
    site = subprocess.Popen(
        ["make", "run", f"PORT={port}"], cwd=clone, env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for(f"http://127.0.0.1:{port}/", site, 600)
        return time.monotonic() - began
    finally:
        subprocess.run(["make", "stop"], cwd=clone, env=environment, stdout=subprocess.DEVNULL, check=False)
        site.wait()
        shutil.rmtree(clone, ignore_errors=True)


def main() -> None:
    """Measure, print, and keep the table."""
    need_programs()
    load_before = os.getloadavg()[0]
    fill()
    rows, facts = kept_pages()
    rows += unkept_pages()
    facts["cold"] = cold_start()
    say(write(Path(__file__).with_name("results.md"), rows, facts, load_before))


if __name__ == "__main__":
    main()
