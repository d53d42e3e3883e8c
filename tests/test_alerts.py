"""Alerts as they arrive: at a real web server and a real mail server of this machine, or not at all."""

import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from pipeline.alerts import Alert, send, webhook_body
from pipeline.settings import Settings
from pipeline.sources import SiteSource
from tests.support.webhook import Webhook

ALERT = Alert("The refresh of blog failed", "post <script> & <!channel>\n    {…}")
TEXT = f"{ALERT.subject}\n\n{ALERT.fact}\n\nWhat to do: docs/operating.md of Posts Warehouse, “When it fails”"


class Mailbox:
    """What a mail server was given."""

    def __init__(self) -> None:
        self.received: list[tuple[list[str], Any]] = []

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:  # noqa: N802
        self.received.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, str]]:
    box = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(
        box, hostname="127.0.0.1", port=port, authenticator=lambda *_: AuthResult(success=True), auth_require_tls=False
    )
    server.start()
    yield box, f"127.0.0.1:{port}"
    server.stop()


def settings(**alerts: Any) -> Settings:
    return Settings((SiteSource("blog", Path("blog")),), Path("warehouse"), "30 2 * * *", None, **alerts)


def test_nothing_is_sent_unless_it_is_configured() -> None:
    assert send(ALERT, settings()) == []


def test_the_webhook_is_given_slacks_json_in_which_no_text_can_call_anyone(webhook: Webhook) -> None:
    assert send(ALERT, settings(webhook=webhook.url)) == []
    assert webhook.received == [{"text": TEXT.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")}]


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        pytest.param("hooks.slack.com", {"text": "a &lt;b&gt;\nc"}, id="Slack"),
        pytest.param("mattermost.example", {"text": "a &lt;b&gt;\nc"}, id="Mattermost, which takes Slack's"),
        pytest.param("discord.com", {"content": "a <b>\nc", "allowed_mentions": {"parse": []}}, id="Discord"),
    ],
)
def test_each_service_is_given_its_own_form(host: str, expected: dict[str, Any]) -> None:
    assert webhook_body("a <b>\nc", host) == expected


@pytest.mark.parametrize(
    "host", ["x.webhook.office.com", "prod-1.westeurope.logic.azure.com", "y.api.powerplatform.com"]
)
def test_teams_is_given_a_card(host: str) -> None:
    body = webhook_body("a\nb", host)
    [attachment] = body["attachments"]
    assert (body["type"], attachment["contentType"]) == ("message", "application/vnd.microsoft.card.adaptive")
    assert attachment["content"]["body"] == [{"type": "TextBlock", "text": "a\n\nb", "wrap": True}]


def test_discord_refuses_long_messages_so_they_are_cut() -> None:
    assert len(webhook_body("x" * 3000, "discord.com")["content"]) == 2000


def test_a_title_is_one_line_of_bounded_length_and_a_link_ends_the_alert(webhook: Webhook) -> None:
    alert = Alert(f"The refresh\nof {'blog, ' * 100}", "fact", link="https://dagster.example/runs/1")
    assert send(alert, settings(webhook=webhook.url)) == []
    [first, *_, last] = webhook.received[0]["text"].splitlines()
    assert first.startswith("The refresh of blog, blog") and first.endswith(" …") and len(first) == 150
    assert last == "https://dagster.example/runs/1"


def test_the_mail_goes_to_everyone_who_is_named(mailbox: tuple[Mailbox, str]) -> None:
    box, address = mailbox
    alert = Alert("failed\nBcc: x@example.org", "é" * 5000)  # a header of its own would be an open relay
    assert send(alert, settings(email=("a@example.org", "b@example.org"), smtp=f"smtp://{address}")) == []
    [(to, message)] = box.received
    assert to == ["a@example.org", "b@example.org"]
    assert message["Subject"] == "[Posts Warehouse] failed Bcc: x@example.org"
    assert (message["From"], message["To"]) == ("a@example.org", "a@example.org, b@example.org")
    assert f"{'é' * 2998} …\n" in message.get_content()


def test_a_password_is_never_sent_in_the_clear(mailbox: tuple[Mailbox, str]) -> None:
    box, address = mailbox
    said = send(ALERT, settings(email=("a@example.org",), smtp=f"smtp://me:secret@{address}"))
    assert said == ["an alert did not reach the mail server at 127.0.0.1: SMTPNotSupportedError"]
    assert box.received == []


@pytest.mark.parametrize(
    ("webhook", "why"),
    [
        pytest.param("http://127.0.0.1:1/secret", "Connection refused", id="nobody is there"),
        pytest.param("http://127.0.0.1:1/se cret", "InvalidURL", id="an error that quotes the URL"),
    ],
)
def test_what_is_not_delivered_is_said_without_the_secret(webhook: str, why: str) -> None:
    [said] = send(ALERT, settings(webhook=webhook))
    assert said == f"an alert did not reach the webhook at 127.0.0.1: {why}"


def test_one_way_that_fails_does_not_keep_the_other_from_delivering(mailbox: tuple[Mailbox, str]) -> None:
    refusing = Webhook(status=404)
    box, address = mailbox
    said = send(ALERT, settings(webhook=refusing.url, email=("a@example.org",), smtp=f"smtp://{address}"))
    refusing.close()
    assert said == ["an alert did not reach the webhook at 127.0.0.1: it answered 404"]
    assert len(box.received) == 1


def test_secrets_are_not_in_what_settings_show() -> None:
    shown = repr(settings(webhook="https://hooks.example/secret", smtp="smtps://me:secret@mail.example"))
    assert "secret" not in shown
