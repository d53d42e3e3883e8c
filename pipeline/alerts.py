"""Telling somebody who is not looking: one webhook and one e-mail, each off unless it is configured.

When there is something to tell, and what, is the caller's business.
"""

import html
import json
import smtplib
import ssl
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import unquote, urlsplit

from pipeline.settings import PROJECT, Settings

PATIENCE = 15.0  # seconds for each delivery
LONGEST = 3000  # characters of a fact; a check that breaks everywhere lists a hundred rows
OPERATING = PROJECT / "docs" / "operating.md"


@dataclass(frozen=True)
class Alert:
    """What happened in a line, the facts in a few, and the section of docs/operating.md that says what to do."""

    subject: str
    fact: str
    section: str = "when-it-fails"

    @property
    def text(self) -> str:
        fact = self.fact if len(self.fact) <= LONGEST else f"{self.fact[:LONGEST]} …"
        return f"{self.subject}\n\n{fact}\n\nWhat to do: {OPERATING}#{self.section}"


def send(alert: Alert, settings: Settings) -> list[str]:
    """Send `alert` wherever the settings say; gives what could not be delivered and why, without any secret."""
    undelivered = []
    if settings.webhook:
        host = urlsplit(settings.webhook).hostname
        undelivered += _tried(f"the webhook at {host}", lambda: _post(alert, settings.webhook or ""))
    if settings.email:
        host = urlsplit(settings.smtp).hostname
        undelivered += _tried(f"the mail server at {host}", lambda: _mail(alert, settings.email, settings.smtp))
    return undelivered


def _tried(where: str, deliver: Callable[[], None]) -> list[str]:
    """No far machine may fail a refresh; and as an error may quote a URL, only what kind of error it is is said."""
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


def _post(alert: Alert, webhook: str) -> None:
    body = json.dumps({"text": html.escape(alert.text, quote=False)}).encode()  # or a title could call a whole channel
    request = urllib.request.Request(webhook, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=PATIENCE):
        pass


def _mail(alert: Alert, to: tuple[str, ...], smtp: str) -> None:
    """Send by `smtp`: smtps:// is TLS from the start; smtp:// turns to TLS where it can, and must for a password."""
    server = urlsplit(smtp)
    user = unquote(server.username or "")
    message = EmailMessage()
    message["Subject"] = f"[Posts Warehouse] {' '.join(alert.subject.split())}"
    message["From"] = user if "@" in user else to[0]
    message["To"] = ", ".join(to)
    message.set_content(alert.text)
    safe = ssl.create_default_context()
    with (
        smtplib.SMTP_SSL(server.hostname or "", server.port or 465, timeout=PATIENCE, context=safe)
        if server.scheme == "smtps"
        else smtplib.SMTP(server.hostname or "", server.port or (587 if user else 25), timeout=PATIENCE)
    ) as connection:
        connection.ehlo()
        if server.scheme == "smtp" and (user or (connection.has_extn("starttls") and not _is_local(server.hostname))):
            connection.starttls(context=safe)
        if user:
            connection.login(user, unquote(server.password or ""))
        connection.send_message(message)


def _is_local(host: str | None) -> bool:
    """Whether mail goes to this machine, whose certificate, if any, is its own."""
    return host in {"localhost", "127.0.0.1", "::1"}
