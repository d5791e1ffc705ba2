"""A notice as a mail, text and HTML, and the server that takes it. Server and password are in the environment alone."""

from collections.abc import Mapping
from contextlib import closing, suppress
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from kcs_cli.channel.delivery import TIMED_OUT, DeliveryError, too_late, within
from kcs_cli.channel.page_line import narrow_page, plain_page
from kcs_cli.channel.recipient import ADDRESS, Recipient
from kcs_cli.errors import KcsError
from kcs_cli.files.atomic import digest_of
from kcs_cli.render.report import ReportPage
from kcs_cli.text.display import one_line, shorten
from kcs_cli.text.outside import readable
from kcs_cli.text.this_machine import is_this_machine

if TYPE_CHECKING:
    from email.message import EmailMessage
    from smtplib import SMTP

COLUMNS = 72
LONGEST_SUBJECT = 150
GOODBYE = 2  # seconds for a server that has taken a mail
PORTS = {"smtp": 587, "smtps": 465}
HINT = "KCS_SMTP_URL=smtp://USER:PASSWORD@mail.example.org:587, or smtps://…:465"


class MailServer(NamedTuple):
    """A server that takes mails: encrypted from the first byte (`smtps`), or once greeted; given up after `seconds`."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    sender: str
    seconds: int


def mail_server(environ: Mapping[str, str], sender: str, seconds: int) -> MailServer:
    """Return the server that the environment names. Raise KcsError where it names none."""
    url = environ.get("KCS_SMTP_URL", "").strip()
    try:
        known = urlsplit(url or f"smtp://{environ.get('KCS_SMTP_HOST', '').strip()}")
        port = known.port or int(environ.get("KCS_SMTP_PORT") or PORTS.get(known.scheme, 0))
        host = known.hostname or ""
    except ValueError as error:
        raise KcsError("KCS_SMTP_URL, or KCS_SMTP_HOST and _PORT, is no address of a mail server", HINT) from error
    if not host or known.scheme not in PORTS or not 0 < port < 65_536:
        where = "KCS_SMTP_URL is no address of a mail server" if url else "No mail server is known"
        raise KcsError(f"{where}; nothing was sent", HINT)
    given = sender or environ.get("KCS_SMTP_FROM", "").strip()
    if not ADDRESS.fullmatch(given):
        raise KcsError("Nobody is named that mails come from; nothing was sent", 'sender = "kcs@example.org" in [notify]')
    user = unquote(known.username or "") or environ.get("KCS_SMTP_USER", "")
    password = unquote(known.password or "") or environ.get("KCS_SMTP_PASSWORD", "")
    return MailServer(known.scheme, host, port, user, password, given, seconds)


def mail_message(page: ReportPage, recipient: Recipient, sender: str, now: datetime, key: str) -> "EmailMessage":
    """Return a page as a mail. Raise DeliveryError for an address that no mail can have.

    Sent twice, with the same `key`, it has the same name: servers and programs may show it once.
    """
    from email.errors import MessageError
    from email.headerregistry import Address
    from email.message import EmailMessage

    message = EmailMessage()
    try:
        if not ADDRESS.fullmatch(recipient.address):
            raise ValueError(recipient.address)
        message["From"] = Address("kcs", addr_spec=sender)
        message["To"] = Address(one_line(recipient.name), addr_spec=recipient.address)
        message["Subject"] = shorten(one_line(page.title), LONGEST_SUBJECT)
    except (ValueError, IndexError, MessageError) as error:
        raise DeliveryError(f"no mail can go to {one_line(recipient.address)}", "") from error
    message["Date"] = now
    message["Message-ID"] = f"<{digest_of(key.encode('utf-8', 'replace'))}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # no out-of-office reply
    message.set_content(f"{plain_page(page, COLUMNS)}\n")
    message.add_alternative(narrow_page(page), subtype="html")
    return message


def send_mail(server: MailServer, message: "EmailMessage") -> None:
    """Hand a mail to the server. Raise DeliveryError."""
    from smtplib import SMTPException

    try:
        within(server.seconds, lambda: _hand_over(server, message))
    except (SMTPException, OSError, ValueError) as error:
        if TIMED_OUT in str(error):
            raise too_late(server.seconds) from error
        raise DeliveryError(f"{server.host} did not take it ({_said(error, server.password)})", "") from error


def _hand_over(server: MailServer, message: "EmailMessage") -> None:
    """Greet the server, encrypt, sign in, hand the mail over."""
    from smtplib import SMTP, SMTP_SSL, SMTPException
    from ssl import create_default_context

    connection: SMTP
    if server.scheme == "smtps":
        connection = SMTP_SSL(server.host, server.port, timeout=server.seconds, context=create_default_context())
    else:
        connection = SMTP(server.host, server.port, timeout=server.seconds)
    with closing(connection):
        if server.scheme == "smtp" and not is_this_machine(server.host):
            _encrypt(connection)
        if server.user:
            connection.login(server.user, server.password)
        connection.send_message(message)
        # It has the mail: how it says goodbye changes nothing, and a mail that is thought lost would be sent again
        with suppress(SMTPException, OSError):
            if connection.sock:
                connection.sock.settimeout(GOODBYE)
            connection.quit()


def _encrypt(connection: "SMTP") -> None:
    """Encrypt what follows, with a look at who answers. Raise DeliveryError where the server does not offer it."""
    from ssl import create_default_context

    connection.ehlo_or_helo_if_needed()
    if not connection.has_extn("starttls"):
        raise DeliveryError("the server offers no encryption (STARTTLS); nothing was handed over", "")
    connection.starttls(context=create_default_context())


def _said(error: Exception, password: str) -> str:
    """Return what went wrong in words, without the password."""
    refused = getattr(error, "recipients", None)
    code, text = next(iter(refused.values())) if refused else (None, None)
    code = code or getattr(error, "smtp_code", None)
    text = text or getattr(error, "smtp_error", None) or getattr(error, "strerror", None) or str(error)
    words = readable(text) if isinstance(text, bytes) else str(text)
    if password:
        words = words.replace(password, "…")
    return shorten(one_line(f"{code} {words}" if code else words or type(error).__name__), 120)
