"""The load: wrk on the other core, with the median of some runs."""

import re
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from servers import HOME, LOAD_CORE

HERE = Path(__file__).resolve().parent
RUNS, SECONDS, CONNECTIONS = 3, 5, 16
_MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True)
class Measured:
    """Requests a second, and the 99th percentile in milliseconds: medians of the runs."""

    rate: float
    slowest: float


def ask_in_turn(address: str, paths: list[str], *, runs: int = RUNS) -> Measured:
    """These pages one after the other, as browsers ask: compressed."""
    return _wrk("turns.lua", address, paths, runs)


def visit(address: str, lines: list[str]) -> Measured:
    """Whole visits; the rate is visits a second, the percentile that of a request."""
    measured = _wrk("visits.lua", address, lines, RUNS)
    return Measured(measured.rate / 3, measured.slowest)


def _wrk(script: str, address: str, lines: list[str], runs: int) -> Measured:
    told = HOME / "lines.txt"
    told.write_text("\n".join(lines) + "\n")
    command = ["taskset", "-c", LOAD_CORE, "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency"]
    command += ["--timeout", "20s", "-s", str(HERE / script), address, "--", str(told)]
    rates, slowest = [], []
    for _ in range(runs):
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        if "Non-2xx" in said or "Socket errors" in said:
            sys.exit(f"Errors under load:\n{said}")
        rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
        tail = re.search(r"99%\s+([\d.]+)(us|ms|s)", said)
        if rate is None or tail is None:
            sys.exit(f"wrk said something else:\n{said}")
        rates.append(float(rate[1]))
        slowest.append(float(tail[1]) * _MILLISECONDS[tail[2]])
    return Measured(statistics.median(rates), statistics.median(slowest))
