"""`make bench`: one article page from our server, and from nginx serving the same bytes; medians and their ratio.

The server stands on the first core and the load on the second. The demo edition is made in a folder of its own
(build/bench), so that no paper's data are touched; what is printed is also written to benchmarks/results.md.
"""

import os
import platform
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "build" / "bench"
RESULTS = ROOT / "benchmarks" / "results.md"
SERVER_CORE, LOAD_CORE = "0", "1"
RUNS, SECONDS, CONNECTIONS = 3, 5, 16
PROGRAMS = {"wrk": "wrk", "nginx": "nginx", "taskset": "util-linux"}  # program: Debian's package


def need_programs() -> None:
    """End with what to install where something is missing."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    os.environ["PATH"] = path  # nginx stands in /usr/sbin, which an ordinary user's PATH lacks
    missing = [package for program, package in PROGRAMS.items() if not shutil.which(program)]
    if missing:
        sys.exit(
            f"For the benchmarks, install first: {' '.join(missing)} (Debian: apt install {' '.join(missing)})"
        )
    if (os.cpu_count() or 1) < 2:
        sys.exit("The benchmarks need two cores: one for the server, one for the load.")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetch(address: str) -> tuple[bytes, str]:
    """A page's bytes and its content type."""
    with urllib.request.urlopen(address, timeout=10) as answer:
        return answer.read(), answer.headers["Content-Type"]


def wait_for(address: str, process: subprocess.Popen[bytes], seconds: float) -> None:
    """Wait until the page answers; end where the server ended."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            fetch(address)
        except OSError:
            time.sleep(0.2)
        else:
            return
    sys.exit(f"{address} did not answer; the server's words are above.")


def measure(address: str) -> tuple[float, float]:
    """Requests a second and the 99th percentile in milliseconds: medians of the runs."""
    rates, slowest = [], []
    for _ in range(RUNS):
        command = [
            "taskset",
            "-c",
            LOAD_CORE,
            "wrk",
            "-t1",
            f"-c{CONNECTIONS}",
            f"-d{SECONDS}s",
            "--latency",
            address,
        ]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        if "Non-2xx" in said or "Socket errors" in said:
            sys.exit(f"Errors under load:\n{said}")
        rates.append(float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1]))
        number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", said).groups()
        slowest.append(float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit])
    return statistics.median(rates), statistics.median(slowest)


def start_ours(port: int) -> subprocess.Popen[bytes]:
    """The site, as `make run` starts it, with one worker."""
    environment = {**os.environ, "NEWSROOM_VAR": str(HOME), "SITE_URL": f"http://127.0.0.1:{port}"}
    command = [
        "taskset",
        "-c",
        SERVER_CORE,
        sys.executable,
        "manage.py",
        "serve",
        "--port",
        str(port),
        "--workers",
        "1",
    ]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)


def stop_ours(site: subprocess.Popen[bytes]) -> None:
    """The site and its PostgreSQL."""
    environment = {**os.environ, "NEWSROOM_VAR": str(HOME)}
    subprocess.run(
        [sys.executable, "manage.py", "serve", "--stop"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    site.wait()


def start_nginx(port: int, page: bytes) -> subprocess.Popen[bytes]:
    """nginx with the page as a file: the limit of what a server can do."""
    folder = HOME / "nginx"
    (folder / "files").mkdir(parents=True, exist_ok=True)
    (folder / "files" / "page.html").write_bytes(page)
    for parent in (folder / "files", folder):
        parent.chmod(0o755)
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"""{user} daemon off; worker_processes 1; pid {folder}/pid; error_log stderr;
events {{ worker_connections 512; }}
http {{
  access_log off; default_type text/html; open_file_cache max=10; sendfile on; keepalive_requests 1000000;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{port}; root {folder}/files; }}
}}
"""
    )
    command = ["taskset", "-c", SERVER_CORE, "nginx", "-e", "stderr", "-c", str(folder / "nginx.conf")]
    return subprocess.Popen(command)


def report(page: bytes, ours: tuple[float, float], nginx: tuple[float, float]) -> str:
    """The table, with its date and machine."""
    rows = [("Newsroom, one worker", *ours), ("nginx, the same bytes", *nginx)]
    table = "\n".join(
        f"| {name} | {rate:,.0f} | {late:.1f} | 1 : {nginx[0] / rate:.0f} |" for name, rate, late in rows
    )
    return f"""# Benchmarks

Made by `make bench` on {datetime.now(UTC):%Y-%m-%d}, on {os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}. The server is pinned to one core and the
load (`wrk -t1 -c{CONNECTIONS} -d{SECONDS}s`) to another; medians of {RUNS} runs. Machines differ: compare ratios of one run, never rows of two.

## An article's page ({len(page) / 1024:.0f} KB, not compressed)

| server | requests/s | 99 % within, ms | to nginx |
|---|--:|--:|--:|
{table}

Load before the run: {os.getloadavg()[0]:.1f}. A page is rendered for each request: kept pages come with the page cache.
"""


def main() -> None:
    """Measure both, one after the other."""
    need_programs()
    port, nginx_port = free_port(), free_port()
    print("Starting the site (the first time it makes the demo edition) …", flush=True)
    site = start_ours(port)
    try:
        wait_for(f"http://127.0.0.1:{port}/-/health", site, 300)
        front = fetch(f"http://127.0.0.1:{port}/")[0].decode()
        path = min(re.findall(r'href="(/\d{4}/\d\d/\d\d/[a-z0-9-]+/)"', front))
        page, _ = fetch(f"http://127.0.0.1:{port}{path}")
        print(f"Measuring {path} …", flush=True)
        ours = measure(f"http://127.0.0.1:{port}{path}")
    finally:
        stop_ours(site)
    server = start_nginx(nginx_port, page)
    try:
        wait_for(f"http://127.0.0.1:{nginx_port}/page.html", server, 20)
        nginx = measure(f"http://127.0.0.1:{nginx_port}/page.html")
    finally:
        server.terminate()
        server.wait()
    text = report(page, ours, nginx)
    RESULTS.write_text(text)
    print(text)


if __name__ == "__main__":
    main()
