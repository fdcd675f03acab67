"""The table of one run, with its date and machine."""

import os
import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from load import CONNECTIONS, RUNS, SECONDS, Measured
from servers import COMMENTS, STORIES


@dataclass(frozen=True)
class Row:
    """One line: what was asked, what came, and its rate as a share of nginx's."""

    name: str
    measured: Measured
    share: float | None


def write(path: Path, rows: list[Row], facts: dict[str, float], load_before: float) -> str:
    """Write the table to `path`, and give it back."""
    table = "\n".join(
        f"| {row.name} | {row.measured.rate:,.0f} | {row.measured.slowest:.1f} |"
        f" {'' if row.share is None else f'{row.share:.2f}'} |"
        for row in rows
    )
    text = f"""# Benchmarks

Made by `make bench` on {datetime.now(UTC):%Y-%m-%d}, on {os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}; load before the run: {load_before:.1f}. A paper of {STORIES:,} stories
and {COMMENTS:,} comments. One worker, PostgreSQL with it, pinned to one core; the load (`wrk -t1 -c{CONNECTIONS} -d{SECONDS}s`, compressed) to another; medians of {RUNS} runs.
Machines differ: compare ratios of one run, never rows of two.

| a story's page has {facts["kilobytes"]:.0f} KB, before compression | requests/s | 99 % within, ms | to nginx |
|---|--:|--:|--:|
{table}

The rate of whole visits is in visits, each of three requests, the counting committed before it is answered.

| | |
|---|--:|
| a change, from its acknowledgement to a page that shows it: median, 99 % | {facts["publish_median"]:.1f} ms, {facts["publish_p99"]:.1f} ms |
| stale pages after an acknowledgement | {facts["stale"]:.0f} |
| `make run` on a fresh clone, downloads and demo included, to the first page | {facts["cold"]:.0f} s |
| the next start, to the first page | {facts["warm"]:.1f} s |
| memory of a worker after 100,000 requests | {facts["memory"]:.0f} MB |
"""
    path.write_text(text)
    return text
