"""With PostgreSQL stopped: what is kept is served, what is typed comes back, and all is well again by itself."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from newsroom.kit.postgres import programs
from newsroom.kit.postgres.server import PORT, SUPERUSER, Embedded
from tests.pagecache.site import ROOT, Answer, Site

pytestmark = pytest.mark.skipif(
    programs.runs_as_root() and not Path("/usr/sbin/useradd").exists(), reason="root without useradd"
)
TOKEN = "x" * 32
FILL = """
import json, sys
from datetime import timedelta
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
from django.utils import timezone
from newsroom.site.models import BreakingBanner
from newsroom.site.snapshot import touch_paper
from tests.factories import make_article, make_ben, make_section
def signed_in(user):
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session.save()
    return session.session_key
story = make_article(headline="Ferry late", slug="ferry", section=make_section("Town"))
print(json.dumps({"pk": story.pk, "path": story.get_absolute_url(), "ben": signed_in(make_ben())}))
"""
BANNER = """
from datetime import timedelta
from django.db import transaction
from django.utils import timezone
from newsroom.site.models import BreakingBanner
from newsroom.site.snapshot import touch_paper
now = timezone.now()
with transaction.atomic():
    BreakingBanner.objects.create(text="Storm", starts_at=now, ends_at=now + timedelta(seconds=8))
    touch_paper()
"""


@pytest.fixture
def server() -> Iterator[Embedded]:
    """A PostgreSQL of this test's own, which can be stopped; nothing starts it but the test."""
    with tempfile.TemporaryDirectory(prefix="newsroom-") as made:
        Path(made).chmod(0o755)
        server = Embedded(Path(made) / "pg", durable=False)
        server.ensure_running()
        yield server
        server.stop()


def test_an_outage(server: Embedded, tmp_path: Path) -> None:
    own = {"ENGINE": "django.db.backends.postgresql", "NAME": "postgres", "USER": SUPERUSER, "PASSWORD": ""}
    database = own | {"HOST": str(server.socket_dir), "PORT": PORT, "OPTIONS": {"connect_timeout": 3}}
    site = Site(tmp_path / "machine", workers=1, database=database)
    told = json.loads(run(site, FILL))
    path, desk = told["path"], f"/admin/articles/article/{told['pk']}/change/"

    def post(address: str, accept: str = "text/html", **fields: str) -> Answer:
        return site.ask(
            "POST", address, urlencode({"csrfmiddlewaretoken": TOKEN, **fields}), Accept=accept,
            Content_Type="application/x-www-form-urlencoded", Sec_Fetch_Site="same-origin",
            Cookie=f"sessionid={told['ben']}; csrftoken={TOKEN}",
        )  # fmt: skip

    site.start()
    try:
        run(site, BANNER)
        assert site.warm(path).is_kept
        server.stop()

        assert "Ferry late" in site.get(path).text
        answer = wait_for(lambda: site.get(path), lambda answer: "Warning" in answer.headers)
        assert (answer.status, "Ferry late" in answer.text) == (200, True)
        assert answer.headers["Cache-Status"].startswith("newsroom; hit; ttl=-")
        assert site.get(path, If_None_Match=answer.headers["ETag"]).status == 304
        assert site.get("/latest/").status == 503

        comment = post(f"/comments/on/{told['pk']}/post/", body="Closed\nagain <b>")
        assert (comment.status, "Closed\nagain &lt;b&gt;" in comment.text) == (503, True)
        saved = post(
            desk, headline="A ferry", body="<p>Long it was.</p><p>And dull, all of it.</p>", do="save"
        )
        assert (saved.status, "And dull, all of it." in saved.text) == (503, True)
        assert 'name="headline" value="A ferry"' in saved.text
        kept = post(
            f"{desk}../keep/".replace("change/../", ""), accept="application/json", headline="A ferry"
        )
        assert (kept.status, "nothing was stored" in json.loads(kept.text)["error"]) == (503, True)
        signing_in = post("/accounts/login/", login="ben@example.org", password="secret-of-ben")
        assert (signing_in.status, "secret-of-ben" in signing_in.text) == (503, False)

        server.ensure_running()

        answer = wait_for(lambda: site.get("/latest/"), lambda answer: answer.status == 200)
        sent = post(f"/comments/on/{told['pk']}/post/", body="Closed again")
        assert sent.status == 303
        answer = wait_for(lambda: site.get(path), lambda answer: "Closed again" in answer.text)
        assert "Warning" not in answer.headers
    finally:
        site.stop()


def run(site: Site, code: str) -> str:
    """What another process of the machine says."""
    ran = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()\n" + code], cwd=ROOT,
        env=site.environment, capture_output=True, text=True,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def wait_for(ask, good) -> Answer:  # type: ignore[no-untyped-def]
    """Ask until the answer is good."""
    deadline = time.monotonic() + 40
    while not good(answer := ask()):
        assert time.monotonic() < deadline, (answer.status, answer.headers.items())
    return answer
