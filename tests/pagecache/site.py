"""A site as processes: a granian with several workers, and shells beside it, on the test's own database."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

from newsroom.background.serving import server_command

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass
class Answer:
    """What a reader got."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def is_kept(self) -> bool:
        """Did it come from the kept pages?"""
        return self.headers.get("Cache-Status", "").startswith("newsroom; hit")


@dataclass
class Site:
    """One machine: its folder (and so its ring) is its own."""

    home: Path
    workers: int = 2
    database: dict[str, Any] = field(default_factory=dict)
    port: int = 0
    server: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        own = connections["default"].settings_dict
        names = ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
        self.database = self.database or {name: own[name] for name in names}
        if "EMBEDDED_HOME" in own:
            self.database["ENGINE"] = "django.db.backends.postgresql"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.served",
            "TEST_DATABASE": json.dumps(self.database),
            "NEWSROOM_VAR": str(self.home),
            "SECRET_KEY": settings.SECRET_KEY,
            "SITE_URL": f"http://127.0.0.1:{self.port}",
        }

    def start(self) -> None:
        command = server_command("127.0.0.1", self.port, self.workers)
        self.server = subprocess.Popen(command, cwd=ROOT, env=self.environment)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                if self.get("/-/health").status == 200:
                    return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("The site did not start.")

    def stop(self) -> None:
        if self.server is not None:
            self.server.terminate()
            try:
                self.server.wait(20)
            except subprocess.TimeoutExpired:
                self.server.kill()
                self.server.wait()
            self.server = None

    def pids(self) -> list[int]:
        """Its workers."""
        assert self.server is not None
        listed = subprocess.run(
            ["ps", "-o", "pid=,args=", "--ppid", str(self.server.pid)], capture_output=True, text=True
        ).stdout
        lines = [line.split(None, 1) for line in listed.splitlines()]
        return [int(pid) for pid, command in lines if "resource_tracker" not in command]

    def kill_a_worker(self, index: int = 0) -> None:
        os.kill(self.pids()[index], signal.SIGKILL)

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> Answer:
        reader = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            reader.request(method, path, body=body, headers={"Connection": "close"} | named)
            got = reader.getresponse()
            return Answer(got.status, got.headers, got.read())
        finally:
            reader.close()

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, **headers)

    def warm(self, path: str) -> Answer:
        """Ask until it is kept in every worker (connections go to any of them)."""
        deadline, hits = time.monotonic() + 30, 0
        while hits < 12 * self.workers:
            answer = self.patiently(path)
            hits = hits + 1 if answer.is_kept else 0
            assert time.monotonic() < deadline, (answer.status, answer.headers.items())
        return answer

    def patiently(self, path: str) -> Answer:
        """Ask again where nobody answers: a killed worker is not back yet."""
        deadline = time.monotonic() + 30
        while True:
            try:
                return self.get(path)
            except (OSError, http.client.HTTPException):
                assert time.monotonic() < deadline

    def shell(self, code: str) -> subprocess.Popen[bytes]:
        """Another process on this machine that does what this Python says."""
        setup = "import django; django.setup()\n"
        return subprocess.Popen([sys.executable, "-c", setup + code], cwd=ROOT, env=self.environment)
