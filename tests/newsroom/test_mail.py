"""Mail in the paper's dress: never lost, tried again, and kept in var/mail/ where no server is set."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core import mail as outgoing
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from newsroom.site import mail, mailbox
from newsroom.site.mail import Action, deliver_due, send
from newsroom.site.models import Mail, SiteSettings
from newsroom.site.snapshot import touch_paper
from tests.factories import make_ada, make_admin, make_ben
from tests.newsroom.smtp import mail_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept_here(settings: Any, tmp_path: Path) -> Path:
    """A site without EMAIL_URL."""
    settings.EMAIL_BACKEND = "newsroom.site.mailbox.Mailbox"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return tmp_path / "mail"


@pytest.fixture
def by_smtp(settings: Any) -> Any:
    """A site whose EMAIL_URL names the server at this port."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"

    def at(port: int) -> None:
        settings.EMAIL_PORT = port

    return at


def name_the_paper(name: str) -> None:
    touch_paper()
    SiteSettings.objects.update(name=name)
    touch_paper()


@pytest.mark.django_db(transaction=True)
def test_the_worker_carries_a_mail_as_text_and_html_under_the_papers_name(settings: Any) -> None:
    name_the_paper("The Harbour Post")
    settings.SITE_URL = "https://post.example"
    send(
        "ada@post.example", "Come in", ["Hello <Ada>.", "Second."], action=Action("Open", "/in/"), code="K-9"
    )

    call_command("work", "--once")

    (message,) = outgoing.outbox
    text, html = str(message.body), str(message.alternatives[0][0])
    assert (message.subject, message.to) == ("Come in", ["ada@post.example"])
    assert message.from_email.startswith("The Harbour Post <")
    assert text.startswith(
        "Hello <Ada>.\n\nK-9\n\nSecond.\n\nOpen:\nhttps://post.example/in/\n\n-- \nThe Harbour Post"
    )
    assert "Hello &lt;Ada&gt;." in html
    assert '<a href="https://post.example/in/"' in html
    assert message.message()["Message-ID"] == f"<{Mail.objects.get().token}@post.example>"


def test_a_mail_is_undone_with_the_change_it_belongs_to() -> None:
    with transaction.atomic():
        send("ada@example.org", "Never", ["Never."])
        transaction.set_rollback(True)

    assert (Mail.objects.count(), DBTaskResult.objects.count()) == (0, 0)


def test_a_mail_that_has_gone_leaves_no_words_and_goes_once() -> None:
    sent = send("ada@example.org", "A code", ["Enter it."], code="K-9")

    first, second = mail.deliver(sent.pk), mail.deliver(sent.pk)

    sent.refresh_from_db()
    assert (first, second, len(outgoing.outbox), sent.words) == (True, False, 1, {})
    with pytest.raises(IntegrityError):
        Mail.objects.update(words={"code": "K-9"})


def test_a_server_that_is_down_costs_nothing_but_time(by_smtp: Any) -> None:
    with mail_server() as gone:
        by_smtp(gone.port)
    sent = send("ada@example.org", "Late", ["But here."])
    mail.carry.call(sent.pk)
    sent.refresh_from_db()
    assert (sent.tries, sent.sent_at, "ConnectionRefused" in sent.problem) == (1, None, True)

    with mail_server() as server:
        by_smtp(server.port)
        assert deliver_due() == 0  # not before its minute has passed
        with time_machine.travel(timezone.now() + timedelta(minutes=2)):
            assert deliver_due() == 1

    sent.refresh_from_db()
    assert (sent.tries, sent.problem, len(server.taken)) == (2, "", 1)
    assert "But here." in server.taken[0]


def test_a_mail_is_given_up_after_a_day_and_keeps_its_words(by_smtp: Any) -> None:
    sent = send("nobody@example.org", "Refused", ["Who?"])

    with mail_server(rcpt="550 no such person") as server:
        by_smtp(server.port)
        for hours in range(0, 48, 6):
            with time_machine.travel(timezone.now() + timedelta(hours=hours)):
                deliver_due()

    sent.refresh_from_db()
    assert "no such person" in sent.problem
    assert (sent.tries, list(Mail.objects.given_up()), server.taken) == (len(mail.WAITS) + 1, [sent], [])
    assert sent.words["paragraphs"] == ["Who?"]


def test_a_month_later_a_mail_is_forgotten() -> None:
    send("ada@example.org", "Old", ["."])
    Mail.objects.update(created_at=timezone.now() - timedelta(days=31))
    recent = send("ada@example.org", "New", ["."])

    mail.forget()

    assert list(Mail.objects.all()) == [recent]


def test_without_a_server_mail_is_said_on_the_terminal_and_kept(kept_here: Path, capsys: Any) -> None:
    send("ada@example.org", "First", ["Read me – höflich."])
    send("ben@example.org", "Second", ["Me too."], code="ABC-123")
    deliver_due()

    newest, oldest = mailbox.kept()

    said = capsys.readouterr().out
    assert (newest.to, newest.subject, oldest.subject) == ("ben@example.org", "Second", "First")
    assert "Read me – höflich." in oldest.text
    assert "<p" in oldest.html
    assert "Mail to ben@example.org: Second" in said
    assert "ABC-123" in said
    assert [kept.subject for kept in mailbox.kept(before=newest.name)] == ["First"]
    assert {path.stat().st_mode & 0o077 for path in kept_here.iterdir()} == {0}


def test_only_mail_can_be_read_from_the_mailbox(kept_here: Path) -> None:
    kept_here.mkdir()
    (kept_here.parent / "secret.eml").write_text("Subject: no\n\nno")

    assert [mailbox.read(name) for name in ("../secret", "", "20260101000000000000-00000000")] == [None] * 3


def test_a_code_stands_alone_on_its_line_in_what_allauth_sends(client: Any) -> None:
    client.post(
        "/accounts/signup/", {"name": "Esi", "email": "esi@example.org", "password1": "a-long-pass-phrase"}
    )
    deliver_due()

    (message,) = outgoing.outbox
    codes = re.findall(r"^[A-Z0-9-]{6,}$", str(message.body), re.MULTILINE)

    assert len(codes) == 1
    assert message.alternatives[0][0].count(codes[0]) == 1


def kept_names() -> list[str]:
    return [kept.name for kept in mailbox.kept()]


def test_an_administrator_reads_what_is_kept_and_nobody_else(client: Client, kept_here: Path) -> None:
    send("ada@example.org", "<b>Older</b>", ["First."])
    send("ben@example.org", "Newer", ["See https://post.example/x"], code="ABC-123")
    deliver_due()
    name = kept_names()[0]
    client.force_login(make_admin())

    listed = client.get("/admin/site/mail/").content.decode()
    shown = client.get(f"/admin/site/mail/kept/{name}/").content.decode()
    framed = client.get(f"/admin/site/mail/kept/{name}/html/")

    assert listed.index("Newer") < listed.index("&lt;b&gt;Older&lt;/b&gt;")
    assert "ABC-123" in shown
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in shown
    assert "sandbox" in framed["Content-Security-Policy"]
    assert "script-src" not in framed["Content-Security-Policy"]
    assert "default-src 'none'" in framed["Content-Security-Policy"]
    for person in (make_ben(), make_ada()):
        client.force_login(person)
        answers = [
            client.get(f"/admin/site/mail/{rest}").status_code
            for rest in ("", f"kept/{name}/", f"kept/{name}/html/")
        ]
        assert answers == [403] * 3


def test_where_a_server_is_set_no_mail_can_be_read(client: Client, kept_here: Path, settings: Any) -> None:
    send("ada@example.org", "Kept before", ["A code."])
    deliver_due()
    name = kept_names()[0]
    client.force_login(make_admin())
    assert client.get(f"/admin/site/mail/kept/{name}/").status_code == 200

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

    assert client.get(f"/admin/site/mail/kept/{name}/").status_code == 404
    assert client.get(f"/admin/site/mail/kept/{name}/html/").status_code == 404
    assert "Kept before" not in client.get("/admin/site/mail/").content.decode()


def test_the_test_mail_says_what_the_server_answered(
    client: Client, by_smtp: Any, kept_here: Path, settings: Any
) -> None:
    admin = make_admin()
    client.force_login(admin)
    kept = client.post("/admin/site/mail/test/", follow=True).content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with mail_server() as server:
        by_smtp(server.port)
        took = client.post("/admin/site/mail/test/", follow=True).content.decode()
    with mail_server(rcpt="550 who is that") as refusing:
        by_smtp(refusing.port)
        refused = client.post("/admin/site/mail/test/", follow=True).content.decode()
    gone = client.post("/admin/site/mail/test/", follow=True).content.decode()

    assert "no mail leaves" in kept
    assert "took the test: 250 queued as 42" in took
    assert f"To: {admin.email}" in server.taken[0]
    assert "The mail server answered: 550 who is that" in refused
    assert f"127.0.0.1:{refusing.port} could not be used" in gone


def test_what_did_not_go_is_seen_and_tried_again_by_a_button(client: Client, by_smtp: Any) -> None:
    with mail_server() as gone:
        by_smtp(gone.port)
    sent = send("ada@example.org", "Stuck letter", ["."])
    Mail.objects.update(tries=len(mail.WAITS), next_try_at=timezone.now())
    deliver_due()
    client.force_login(make_admin())

    front, page = client.get("/admin/").content.decode(), client.get("/admin/site/mail/").content.decode()
    client.post(f"/admin/site/mail/{sent.pk}/again/")
    with mail_server() as server:
        by_smtp(server.port)
        deliver_due()

    assert "1 mail has not gone" in front
    assert "Stuck letter" in page
    assert "given up after 7 tries" in page
    assert len(server.taken) == 1
    assert "1 mail has not gone" not in client.get("/admin/").content.decode()


def test_a_name_or_subject_on_two_lines_forges_no_header_and_stops_no_mail() -> None:
    name_the_paper("The\r\nBcc: mallory@example.org")
    send("ada@post.example", "Come in\r\nBcc: mallory@example.org", ["Hello."])

    assert deliver_due() == 1
    sent = outgoing.outbox[0]
    assert sent.recipients() == ["ada@post.example"]
    made = sent.message()
    assert (made["Bcc"], "mallory" in made["Subject"], "mallory" in made["From"]) == (None, True, True)
