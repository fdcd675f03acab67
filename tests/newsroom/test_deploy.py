"""The files of deploy/ as a machine would use them: nginx with its real configuration before the running site."""

import http.client
import os
import re
import shlex
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as running
from pytest_django.live_server_helper import LiveServer

DEPLOY = Path(running.BASE_DIR) / "deploy"
UNITS = (".service", ".timer")
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")

needs_nginx = pytest.mark.skipif(not (NGINX and shutil.which("openssl")), reason="no nginx on this machine")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def as_deployed(folder: Path, *, site: str, plain: int, tls: int) -> str:
    """deploy/nginx.conf with this machine's names where the file says `←`, and ports anybody may open."""
    text = (DEPLOY / "nginx.conf").read_text()
    for old, new in {
        "127.0.0.1:8000": site.removeprefix("http://"),
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{tls} ssl http2;",
        "/etc/letsencrypt/live/news.example.com/fullchain.pem": str(folder / "cert.pem"),
        "/etc/letsencrypt/live/news.example.com/privkey.pem": str(folder / "key.pem"),
        "/srv/newsroom/var/media/": f"{folder}/media/",
        "/var/www/html": f"{folder}/html",
    }.items():
        assert old in text
        text = text.replace(old, new)
    text = re.sub(r"\n  listen \[::\]:[^\n]*", "", text)
    user = "user root;" if running.VAR_DIR.stat().st_uid == 0 else ""
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        f"daemon off; {user} pid {folder}/pid; error_log {folder}/error.log; events {{}}"
        f" http {{ {temporary} access_log {folder}/access.log; {text} }}"
    )


@pytest.fixture
def proxied(transactional_db: Any, settings: Any, tmp_path: Path) -> Iterator[tuple[int, int]]:
    """nginx before the site: its plain port and its TLS port."""
    host = "news.example.com"
    settings.ALLOWED_HOSTS = [host]
    settings.SITE_URL, settings.ALLAUTH_TRUSTED_PROXY_COUNT = f"https://{host}", 1
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_HSTS_SECONDS = 31_536_000
    site = LiveServer("127.0.0.1")  # of this test's own: the safety middleware reads its settings once
    (tmp_path / "media" / "i").mkdir(parents=True)
    (tmp_path / "media" / "i" / "0123456789ab-400.webp").write_bytes(b"picture")
    (tmp_path / "html" / ".well-known" / "acme-challenge").mkdir(parents=True)
    (tmp_path / "html" / ".well-known" / "acme-challenge" / "proof").write_bytes(b"mine")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={host}",
         "-keyout", tmp_path / "key.pem", "-out", tmp_path / "cert.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    plain, tls = free_port(), free_port()
    conf = tmp_path / "nginx.conf"
    conf.write_text(as_deployed(tmp_path, site=site.url, plain=plain, tls=tls))
    subprocess.run([NGINX, "-t", "-q", "-p", tmp_path, "-c", conf], check=True, capture_output=True)
    server = subprocess.Popen([NGINX, "-p", tmp_path, "-c", conf], stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                socket.create_connection(("127.0.0.1", tls), timeout=5).close()
                break
            except ConnectionRefusedError:
                assert server.poll() is None, (tmp_path / "error.log").read_text()
        yield plain, tls
    finally:
        server.terminate()
        server.wait()
        site.stop()


def ask(port: int, path: str, *, tls: bool = True, body: bytes | None = None, **headers: str) -> Any:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    kind = http.client.HTTPSConnection if tls else http.client.HTTPConnection
    connection = kind("127.0.0.1", port, timeout=20, **({"context": context} if tls else {}))
    try:
        named = {"Host": "news.example.com"} | {k.replace("_", "-"): v for k, v in headers.items()}
        connection.request("POST" if body is not None else "GET", path, body=body, headers=named)
        answer = connection.getresponse()
        answer.read()
    finally:
        connection.close()
    return answer


@needs_nginx
def test_the_site_stands_behind_its_proxy(proxied: tuple[int, int]) -> None:
    plain, tls = proxied

    redirect = ask(plain, "/latest/", tls=False)
    proof = ask(plain, "/.well-known/acme-challenge/proof", tls=False)
    page = ask(tls, "/latest/", X_Forwarded_Proto="http", X_Forwarded_For="1.2.3.4")
    picture = ask(tls, "/media/i/0123456789ab-400.webp")

    assert (redirect.status, redirect.headers["Location"]) == (301, "https://news.example.com/latest/")
    assert proof.status == 200  # the next certificate comes while the site is up
    assert (
        page.status == 200
    )  # what the visitor wrote of the connection is not handed on: no redirect to itself
    assert "max-age=31536000" in page.headers["Strict-Transport-Security"]
    assert (picture.status, picture.headers["X-Content-Type-Options"]) == (200, "nosniff")
    assert "immutable" in picture.headers["Cache-Control"]


@needs_nginx
def test_one_name_of_a_request_stands_in_both_logs(proxied: tuple[int, int]) -> None:
    _, tls = proxied

    answer = ask(tls, "/-/health", X_Request_ID="chosen-by-the-visitor")

    assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["X-Request-ID"])  # nginx's $request_id


@needs_nginx
def test_what_is_too_large_is_refused_before_the_site(proxied: tuple[int, int]) -> None:
    _, tls = proxied

    assert ask(tls, "/comments/", body=b"", Content_Length="40000000").status == 413


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd on this machine")
@pytest.mark.parametrize("unit", sorted(path.name for path in DEPLOY.glob("*.*") if path.suffix in UNITS))
def test_units_are_sound(unit: str, tmp_path: Path) -> None:
    for path in DEPLOY.iterdir():
        if path.suffix in UNITS:  # all of them: a timer is asked for its service
            text = path.read_text().replace("/srv/newsroom", str(running.BASE_DIR))
            # systemd asks only whether the program is there
            (tmp_path / path.name).write_text(text.replace("/.venv/bin/python", "/bootstrap.sh"))

    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", tmp_path / unit],
        capture_output=True,
        text=True,
        check=False,
    )

    assert [line for line in done.stderr.splitlines() if unit in line] == []


def test_the_nightly_backup_has_its_own_name_and_old_ones_go(tmp_path: Path) -> None:
    unit = (DEPLOY / "newsroom-backup.service").read_text()
    unit = unit.replace("/var/backups/newsroom", str(tmp_path)).replace("$$", "$").replace("%%", "%")
    # the shell, the date and the sweep are the unit's own; `touch` stands for a backup, which other tests make
    unit = unit.replace("/srv/newsroom/.venv/bin/python manage.py backup", "touch")
    commands = [shlex.split(line) for line in re.findall(r"^ExecStart(?:Post)?=(.+)$", unit, re.MULTILINE)]
    kept, old, other = (tmp_path / name for name in ("2.newsroom", "1.newsroom", "notes.txt"))
    for path, days in ((kept, 29), (old, 32), (other, 99)):
        path.touch()
        os.utime(path, (time.time() - days * 86_400,) * 2)

    for command in commands:
        subprocess.run(command, check=True)

    (made,) = set(tmp_path.iterdir()) - {kept, other}
    assert re.fullmatch(r"\d{4}-\d\d-\d\d-\d{6}\.newsroom", made.name)
