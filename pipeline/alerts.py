"""Alerts by one webhook and one e-mail; each is off unless it is configured.

Callers decide when to send one (defs/run_records.py). Add another way of delivery to `send`.
"""

import functools
import html
import json
import smtplib
import ssl
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import unquote, urlsplit

from pipeline.settings import Settings

DELIVERY_TIMEOUT_S = 15.0
MAX_FACT_CHARS = 3000  # a check that breaks everywhere lists a hundred rows
MAX_SUBJECT_CHARS = 150
DISCORD_HOSTS = ("discord.com", "discordapp.com")
MAX_DISCORD_CHARS = 2000  # Discord refuses a longer message
TEAMS_HOSTS = (".webhook.office.com", ".logic.azure.com", ".api.powerplatform.com")  # incoming webhooks, workflows
DOCUMENT = "docs/operating.md of Posts Warehouse"  # an installed package has no docs/


@dataclass(frozen=True)
class Alert:
    """Subject, fact, the heading in docs/operating.md below which it says what to do, and a link to the run."""

    subject: str
    fact: str
    section: str = "When it fails"
    link: str | None = None

    @property
    def text(self) -> str:
        """Return the alert as plain text, with at most MAX_FACT_CHARS characters of its fact."""
        parts = [self.title, shorten(self.fact, MAX_FACT_CHARS), f"What to do: {DOCUMENT}, “{self.section}”"]
        return "\n\n".join([*parts, *([self.link] if self.link else [])])

    @property
    def title(self) -> str:
        """Return the subject in one line of at most MAX_SUBJECT_CHARS characters."""
        return shorten(" ".join(self.subject.split()), MAX_SUBJECT_CHARS)


def shorten(text: str, max_chars: int) -> str:
    """Return a text of at most `max_chars` characters, with … where it was cut."""
    return text if len(text) <= max_chars else f"{text[: max_chars - 2]} …"


def send(alert: Alert, settings: Settings) -> list[str]:
    """Send `alert` by every configured way; return a sentence for each failed delivery."""
    undelivered = []
    if settings.webhook:
        host = urlsplit(settings.webhook).hostname
        undelivered += _try_delivery(f"the webhook at {host}", lambda: _post_webhook(alert, settings.webhook or ""))
    if settings.email:
        host = urlsplit(settings.smtp).hostname
        send_mail = functools.partial(_send_mail, alert, settings.email, settings.smtp)
        undelivered += _try_delivery(f"the mail server at {host}", send_mail)
    return undelivered


def _try_delivery(where: str, deliver: Callable[[], None]) -> list[str]:
    """Call `deliver`; if it fails, return one sentence with the reason, else nothing.

    An alert must not fail a refresh. An error may quote a URL with a secret, so only its kind is shown.
    """
    try:
        deliver()
    except HTTPError as error:
        why = f"it answered {error.code}"
    except smtplib.SMTPResponseException as error:
        why = f"it answered {error.smtp_code}"
    except (OSError, HTTPException, ValueError) as error:
        why = getattr(getattr(error, "reason", error), "strerror", None) or type(error).__name__
    else:
        return []
    return [f"an alert did not reach {where}: {why}"]


def _post_webhook(alert: Alert, webhook: str) -> None:
    body = json.dumps(webhook_body(alert.text, urlsplit(webhook).hostname or "")).encode()
    request = urllib.request.Request(webhook, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=DELIVERY_TIMEOUT_S):
        pass


def webhook_body(text: str, host: str) -> dict[str, Any]:
    """Return the JSON that the service at `host` takes: Discord's, Teams' or, for all others, Slack's."""
    if host.endswith(DISCORD_HOSTS):
        return {"content": shorten(text, MAX_DISCORD_CHARS), "allowed_mentions": {"parse": []}}
    if host.endswith(TEAMS_HOSTS):
        block = {"type": "TextBlock", "text": text.replace("\n", "\n\n"), "wrap": True}
        card = {"type": "AdaptiveCard", "version": "1.4", "body": [block]}
        kind = "application/vnd.microsoft.card.adaptive"
        return {"type": "message", "attachments": [{"contentType": kind, "content": card}]}
    return {"text": html.escape(text, quote=False)}  # unescaped, a title such as <!channel> would notify everybody


def _send_mail(alert: Alert, to: tuple[str, ...], smtp: str) -> None:
    """Send an alert through the server `smtp`, by TLS where possible.

    smtps:// is TLS from the start. smtp:// changes to TLS if the server can; before a password it must.
    """
    server = urlsplit(smtp)
    user = unquote(server.username or "")
    message = EmailMessage()
    message["Subject"] = f"[Posts Warehouse] {alert.title}"
    message["From"] = user if "@" in user else to[0]
    message["To"] = ", ".join(to)
    message.set_content(alert.text)
    safe = ssl.create_default_context()
    with (
        smtplib.SMTP_SSL(server.hostname or "", server.port or 465, timeout=DELIVERY_TIMEOUT_S, context=safe)
        if server.scheme == "smtps"
        else smtplib.SMTP(server.hostname or "", server.port or (587 if user else 25), timeout=DELIVERY_TIMEOUT_S)
    ) as connection:
        connection.ehlo()
        if server.scheme == "smtp" and (user or (connection.has_extn("starttls") and not _is_local(server.hostname))):
            connection.starttls(context=safe)
        if user:
            connection.login(user, unquote(server.password or ""))
        connection.send_message(message)


def _is_local(host: str | None) -> bool:
    """Return whether a mail server is this machine, whose certificate is likely its own."""
    return host in {"localhost", "127.0.0.1", "::1"}
