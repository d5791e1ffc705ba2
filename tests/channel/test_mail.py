"""A notice as a mail: what it says, and that no text of an article gets out of its place."""

import shutil
import socket
from datetime import UTC, datetime

import pytest

from kcs_cli.channel.delivery import DeliveryError
from kcs_cli.channel.mail import MailServer, mail_message, mail_server, send_mail
from kcs_cli.channel.recipient import Recipient, Way
from kcs_cli.errors import KcsError
from kcs_cli.render.report import Column, PagePart, ReportPage, Table
from tests.channel.servers import SmtpServer, certificate, serving, tls_of

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
ANA = Recipient(Way.mail, "Ana Kovač", "ana@example.org")
ROWS = (("Fax is silent", 3, ("4 reuses", "1 open flag"), "kb-fax001"),)
COLUMNS = (Column("title", "article"), "cases", Column("reasons", "why", "; ".join), "id")
PAGE = ReportPage("1 article deserves your eyes", ("Since Monday.",), (
    PagePart("Used", ("1 article.",), Table("", COLUMNS, ROWS)), PagePart("Thanks", points=("Ben helped",)),
))  # fmt: skip
HOSTILE = "</title><script>x()</script>\r\nBcc: all@example.org\r\n\r\n.\r\nQUIT <img src=//evil.test>"


def message(page=PAGE, recipient=ANA, key="k"):
    return mail_message(page, recipient, "kcs@example.org", NOW, key)


def parts(one):
    return one.get_body(("plain",)).get_content(), one.get_body(("html",)).get_content()


def server(port, scheme="smtp", user="", password="", seconds=5):
    return MailServer(scheme, "127.0.0.1", port, user, password, "kcs@example.org", seconds)


def refusal(where):
    with pytest.raises(DeliveryError) as caught:
        send_mail(where, message())
    return caught.value.message


def test_a_page_is_a_mail_of_text_and_html():
    one = message()
    assert {name: str(value) for name, value in one.items() if not name.startswith(("Content", "MIME"))} == {
        "From": "kcs <kcs@example.org>",
        "To": "Ana Kovač <ana@example.org>",
        "Subject": "1 article deserves your eyes",
        "Date": "Fri, 27 Nov 2026 09:00:00 +0000",
        "Message-ID": str(message()["Message-ID"]),
        "Auto-Submitted": "auto-generated",
    }
    text, html = parts(one)
    assert text == (
        "1 article deserves your eyes\nSince Monday.\n\nUSED\n1 article.\n"
        "- Fax is silent — cases 3; 4 reuses; 1 open flag; kb-fax001\n\nTHANKS\n- Ben helped\n"
    )
    assert html.partition("<main>")[2] == (
        "\n<h1>1 article deserves your eyes</h1>\n<p>Since Monday.</p>\n<h2>Used</h2>\n<p>1 article.</p>\n<ul>\n"
        "<li>Fax is silent<br><small>cases 3; 4 reuses; 1 open flag; kb-fax001</small></li>\n</ul>\n<h2>Thanks</h2>\n"
        "<ul>\n<li>Ben helped</li>\n</ul>\n</main>\n</body>\n</html>\n"
    )


def test_the_same_message_has_the_same_name_and_another_another():
    names = [str(message(key=key)["Message-ID"]) for key in ("k", "k", "other")]
    assert (names[0] == names[1], names[0] == names[2], names[0].endswith("@example.org>")) == (True, False, True)


def test_a_hostile_title_is_a_title_and_nothing_else():
    rows = ((HOSTILE, 3, (HOSTILE,), HOSTILE),)
    page = ReportPage(HOSTILE, (HOSTILE,), (PagePart(HOSTILE, (), Table("", COLUMNS, rows), (HOSTILE,)),))
    with serving(SmtpServer()) as here:
        send_mail(server(here.port), message(page, ANA._replace(name="Ana\r\nBcc: all@example.org")))
        (taken,) = here.mails
        said = [words.lower() for words in here.said]  # Python 3.13 writes them otherwise than 3.11
        assert [one for one in said if one.startswith(("rcpt", "quit"))] == ["rcpt to:<ana@example.org>", "quit"]
    assert (taken["Bcc"], taken["To"].addresses[0].addr_spec) == (None, "ana@example.org")
    assert str(taken["Subject"]).startswith("</title><script>x()</script> Bcc: all@example.org . QUIT")
    text, html = parts(taken)
    assert "<script" not in html
    assert "<img" not in html
    assert text.count("QUIT") == 7


def test_characters_that_no_text_has_stop_no_mail():
    page = ReportPage("a\0b\x1b[31m \ud800", ("\u202e",), ())
    with serving(SmtpServer()) as here:
        send_mail(server(here.port), message(page))
        (taken,) = here.mails
    assert (str(taken["Subject"]), parts(taken)[0].split()) == ("a�b�[31m �", ["a�b�[31m", "�", "�"])


@pytest.mark.parametrize(
    "address", ["ana@example.org\r\nBcc: x@y.z", "a b@example.org", "<a@b.c>, d@e.f", "ana", "änä@example.org"]
)
def test_what_is_no_address_gets_no_mail(address):
    with pytest.raises(DeliveryError, match="no mail can go to"):
        message(recipient=ANA._replace(address=address))


@pytest.mark.parametrize(
    ("environ", "known"),
    [
        ({"KCS_SMTP_URL": "smtp://u%40x:p%3Aw@mail.test"}, ("smtp", "mail.test", 587, "u@x", "p:w")),
        ({"KCS_SMTP_URL": "smtps://mail.test:4650", "KCS_SMTP_USER": "u", "KCS_SMTP_PASSWORD": "p"},
         ("smtps", "mail.test", 4650, "u", "p")),
        ({"KCS_SMTP_HOST": "mail.test", "KCS_SMTP_PORT": "25"}, ("smtp", "mail.test", 25, "", "")),
    ],
)  # fmt: skip
def test_the_server_is_named_by_the_environment(environ, known):
    assert mail_server(environ, "kcs@example.org", 9) == MailServer(*known, "kcs@example.org", 9)


@pytest.mark.parametrize(
    ("environ", "sender", "message"),
    [
        ({}, "a@b.c", "No mail server is known; nothing was sent"),
        ({"KCS_SMTP_URL": "https://mail.test"}, "a@b.c", "KCS_SMTP_URL is no address of a mail server; nothing was sent"),
        ({"KCS_SMTP_URL": "smtp://mail.test:x"}, "a@b.c",
         "KCS_SMTP_URL, or KCS_SMTP_HOST and _PORT, is no address of a mail server"),
        ({"KCS_SMTP_URL": "smtp://mail.test"}, "", "Nobody is named that mails come from; nothing was sent"),
        ({"KCS_SMTP_URL": "smtp://mail.test", "KCS_SMTP_FROM": "x\ny@z"}, "",
         "Nobody is named that mails come from; nothing was sent"),
    ],
)  # fmt: skip
def test_what_names_no_server_is_said(environ, sender, message):
    with pytest.raises(KcsError) as caught:
        mail_server(environ, sender, 9)
    assert caught.value.message == message


def test_who_signs_in_is_told_to_the_server_and_a_refusal_shows_no_password():
    with serving(SmtpServer()) as here:
        send_mail(server(here.port, user="u", password="secret"), message())
        assert any(word.startswith("AUTH PLAIN") for word in here.said)
    with serving(SmtpServer("stranger")) as here:
        assert refusal(server(here.port, user="u", password="no")) == "127.0.0.1 did not take it (535 …)"


@pytest.mark.parametrize(
    ("manner", "refused", "said"),
    [
        ("", ("ana@",), "127.0.0.1 did not take it (550 5.1.1 no such user)"),
        ("cut", (), "127.0.0.1 did not take it (Connection unexpectedly closed)"),
        ("drip", (), "the server was not done within 1 second"),
    ],
)
def test_a_server_that_does_not_take_it_is_given_up(manner, refused, said):
    with serving(SmtpServer(manner, refused)) as here:
        assert refusal(server(here.port, seconds=1)) == said


def test_a_server_that_says_nothing_is_given_up():
    with serving(SmtpServer("hang")) as here:
        assert refusal(server(here.port, seconds=1)) == "the server was not done within 1 second"


def test_a_mail_that_was_taken_is_sent_however_the_line_ends():
    with serving(SmtpServer("cut after")) as here:
        send_mail(server(here.port), message())
        assert len(here.mails) == 1


@pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl to make a certificate with")
def test_a_certificate_that_nobody_signed_is_refused_and_one_that_is_known_is_not(tmp_path, monkeypatch):
    file = certificate(tmp_path)
    with serving(SmtpServer(tls=tls_of(file))) as here:
        assert "certificate verify failed" in refusal(server(here.port, "smtps"))
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        send_mail(server(here.port, "smtps"), message())
        assert [str(one["To"]) for one in here.mails] == ["Ana Kovač <ana@example.org>"]


@pytest.fixture
def mail_test(monkeypatch):
    """Have the name mail.test lead to this machine, as that of another one."""
    usual = socket.getaddrinfo

    def lookup(host, *rest, **more):
        return usual("127.0.0.1" if host == "mail.test" else host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    return "mail.test"


@pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl to make a certificate with")
def test_a_mail_for_another_machine_is_encrypted_once_greeted_before_anybody_signs_in(tmp_path, monkeypatch, mail_test):
    file = certificate(tmp_path, "DNS:mail.test")
    with serving(SmtpServer(starttls=tls_of(file))) as here:
        where = server(here.port, user="u", password="secret")._replace(host=mail_test)
        assert "certificate verify failed" in refusal(where)
        assert (here.mails, [word for word in here.said if word.startswith("AUTH")]) == ([], [])
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        here.said.clear()
        send_mail(where, message())
        assert [str(one["To"]) for one in here.mails] == ["Ana Kovač <ana@example.org>"]
    words = [word.split(" ")[0].upper() for word in here.said]
    assert words == ["EHLO", "STARTTLS", "(ENCRYPTED)", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "QUIT"]


@pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl to make a certificate with")
def test_a_certificate_of_another_name_is_refused(tmp_path, monkeypatch, mail_test):
    file = certificate(tmp_path, "DNS:other.test")
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with serving(SmtpServer(starttls=tls_of(file))) as here:
        assert "certificate is not valid for 'mail.test'" in refusal(server(here.port)._replace(host=mail_test))
        assert here.mails == []


def test_a_server_of_another_machine_that_does_not_encrypt_gets_nothing(mail_test):
    with serving(SmtpServer()) as here:
        said = refusal(server(here.port, user="u", password="secret")._replace(host=mail_test))
        assert (here.mails, [word for word in here.said if word.startswith("AUTH")]) == ([], [])
    assert said == "the server offers no encryption (STARTTLS); nothing was handed over"
