"""What is measured: our site as `make run` starts it, and nginx with the same bytes, each pinned to the first core."""

import gzip
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "build" / "bench"
SERVER_CORE, LOAD_CORE = "0", "1"
STORIES, COMMENTS = 12_000, 5_000


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetch(address: str) -> bytes:
    """A page's bytes."""
    with urllib.request.urlopen(address, timeout=30) as answer:
        return answer.read()


def wait_for(address: str, process: "subprocess.Popen[bytes]", seconds: float = 300) -> float:
    """Wait until the page answers, and say how many seconds that took; end where the server ended."""
    began = time.monotonic()
    while time.monotonic() - began < seconds and process.poll() is None:
        try:
            fetch(address)
        except OSError:
            time.sleep(0.02)
        else:
            return time.monotonic() - began
    sys.exit(f"{address} did not answer; the server's words are above.")


class Site:
    """Our site, with a paper of its own in build/bench: no other paper's data are touched."""

    def __init__(self, **variables: str) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = os.environ | {"NEWSROOM_VAR": str(HOME), "SITE_URL": self.address} | variables

    def manage(self, *words: str, **how: object) -> "subprocess.CompletedProcess[str]":
        """A command on the same data, on the other core; its output as text."""
        command = ["taskset", "-c", LOAD_CORE, sys.executable, "manage.py", *words]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, check=True, text=True, stdout=subprocess.PIPE, **how
        )

    def __enter__(self) -> "Site":
        command = ["taskset", "-c", SERVER_CORE, sys.executable, "manage.py", "serve"]
        command += ["--port", str(self.port), "--workers", "1"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL)
        self.started_in = wait_for(f"{self.address}/", self.process)
        return self

    def __exit__(self, *_: object) -> None:
        self.manage("serve", "--stop")
        self.process.wait()

    def worker_memory(self) -> float:
        """Megabytes of the process that answers pages: its own, and its share of what it shares (PSS)."""
        sizes = []
        for folder in Path("/proc").iterdir():
            try:
                command = (folder / "cmdline").read_bytes() if folder.name.isdigit() else b""
                if b"granian" in command and str(self.port).encode() in command or self._descends(folder):
                    lines = (folder / "smaps_rollup").read_text().splitlines()
                    sizes.append(
                        next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
                    )
            except (OSError, StopIteration):
                continue
        return max(sizes)

    def _descends(self, folder: Path) -> bool:
        """Is it a granian worker below our own process?"""
        if not folder.name.isdigit() or b"multiprocessing" not in (folder / "cmdline").read_bytes():
            return False
        pid = int(folder.name)
        while pid > 1:
            if pid == self.process.pid:
                return True
            pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        return False


class Nginx:
    """nginx with one page as a file, compressed beforehand: the limit of what a server can do."""

    def __init__(self, page: bytes) -> None:
        self.page = page
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "Nginx":
        folder = HOME / "nginx"
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "files").mkdir(parents=True)
        (folder / "files" / "page.html").write_bytes(self.page)
        (folder / "files" / "page.html.gz").write_bytes(gzip.compress(self.page, 6))
        user = "user root;" if os.geteuid() == 0 else ""
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
        (folder / "nginx.conf").write_text(
            f"""{user} daemon off; worker_processes 1; pid {folder}/pid; error_log stderr;
events {{ worker_connections 512; }}
http {{
  access_log off; default_type text/html; open_file_cache max=10; sendfile on; keepalive_requests 100000000;
  gzip_static on; {temporary}
  server {{ listen 127.0.0.1:{self.port}; root {folder}/files; }}
}}
"""
        )
        command = ["taskset", "-c", SERVER_CORE, "nginx", "-e", "stderr", "-c", str(folder / "nginx.conf")]
        self.process = subprocess.Popen(command)
        wait_for(f"{self.address}/page.html", self.process, 20)
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait()
