"""E-mail by SMTP. Called by the clock: never in a request, never inside a transaction."""

import smtplib
import ssl
from contextlib import AbstractContextManager
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import unquote, urlsplit

import stamina
import structlog

from services.common.clock import Clock
from services.common.config import Settings
from services.portal.service import mails
from services.portal.service.mails import Mail

log = structlog.get_logger(__name__)
TIMEOUT_SECONDS = 5
LATER = timedelta(minutes=5)
MOST_ATTEMPTS = 10
SERVER_FAULTS = frozenset({"no_answer", "no_starttls", "login_refused", "certificate_not_trusted"})
"""What lies with the server or its settings, not with the letter: the operator mends it, and the letters go out."""


class Mailer:
    """Knows one server, by `smtp://user:password@host:port` or `smtps://…`; "" is none."""

    def __init__(self, settings: Settings) -> None:
        self._url, self._from, self._origin = settings.smtp_url, settings.mail_from, settings.origin

    def tick(self, clock: Clock) -> None:
        """Send what waits, federation by federation. Once the server does not serve us, the rest waits unasked."""
        away = ""
        for tenant in mails.tenants_with_mail():
            for mail in mails.claim_mails(tenant, now=clock.now()):
                if not self._url:
                    state, error = "unsent", "no_server"
                else:
                    state, error = ("waiting", away) if away else self._try(mail)
                away = error if error in SERVER_FAULTS else away
                later = clock.now() + mail.attempts * LATER if state == "waiting" else None
                mails.settle_mail(tenant, mail.id, state=state, error=error, now=clock.now(), not_before=later)

    def _try(self, mail: Mail) -> tuple[str, str]:
        try:
            self._send(self._letter(mail))
        except (smtplib.SMTPException, OSError, ValueError) as error:
            reason = _reason(error)
            log.warning("mail_not_sent", mail=str(mail.id), error=type(error).__name__, reason=reason)
            may_pass = _passes(error) or reason in SERVER_FAULTS
            return ("waiting" if may_pass and mail.attempts < MOST_ATTEMPTS else "failed"), reason
        return "sent", ""

    def _letter(self, mail: Mail) -> EmailMessage:
        letter = EmailMessage(policy=SMTP)
        letter["From"], letter["To"] = self._from, " ".join(mail.address.split())
        letter["Subject"] = " ".join(mail.title.split())
        letter["Message-ID"] = f"<{mail.id}@{urlsplit(self._origin).hostname}>"
        letter["Auto-Submitted"] = "auto-generated"
        link = [f"{self._origin}{mail.url}"] if mail.url else []
        end = "本邮件由先锋平台自动发出。如不需要邮件提醒，可在平台“我的账户”中关闭。"
        letter.set_content("\n\n".join([mail.body or mail.title, *link, end]) + "\n")
        return letter

    def _send(self, letter: EmailMessage) -> None:
        for attempt in stamina.retry_context(on=_passes, attempts=3, wait_initial=0.2, timeout=30):
            with attempt, self._server() as server:
                server.send_message(letter)

    def _server(self) -> AbstractContextManager[smtplib.SMTP]:
        parts = urlsplit(self._url)
        host, context = parts.hostname or "", ssl.create_default_context()
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=TIMEOUT_SECONDS, context=context)
        else:
            server = smtplib.SMTP(host, parts.port or 25, timeout=TIMEOUT_SECONDS)
        try:
            server.ehlo_or_helo_if_needed()
            # Encrypted wherever the server can; a password never goes in clear, whatever the server offers.
            if parts.scheme == "smtp" and (parts.username or server.has_extn("starttls")):
                _encrypt(server, context)
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
        except (smtplib.SMTPException, OSError):
            server.close()
            raise
        return server


class NoEncryption(smtplib.SMTPException):
    """The server offers no STARTTLS, and a password would go in clear."""


def _encrypt(server: smtplib.SMTP, context: ssl.SSLContext) -> None:
    try:
        server.starttls(context=context)
    except smtplib.SMTPNotSupportedError as error:
        raise NoEncryption from error


def _passes(error: Exception) -> bool:
    """Whether to try again: the server is away, or says later (4xx). A refusal (5xx) stands."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(400 <= code < 500 for code, _said in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return 400 <= error.smtp_code < 500
    return isinstance(error, OSError) and not isinstance(error, smtplib.SMTPNotSupportedError)


def _reason(error: Exception) -> str:
    """The code of the refusal; never the server's text, which may repeat the address."""
    if isinstance(error, NoEncryption):
        return "no_starttls"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "login_refused"
    if isinstance(error, ssl.SSLError):
        return "certificate_not_trusted"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return f"refused {'/'.join(str(code) for code, _said in error.recipients.values())}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"refused {error.smtp_code}"
    return "no_answer" if _passes(error) else "bad_address"
