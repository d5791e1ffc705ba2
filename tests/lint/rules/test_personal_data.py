"""Tests of `personal-data`."""

import pytest

from kcs_cli.lint.rules.personal_data import RULE
from tests import make
from tests.lint.make import messages


@pytest.mark.parametrize(
    "text",
    [
        "Write to help@example.org, ana@shop.example or root@host.test.",
        "Write to support@fax-friends.net, or to fax-support@fax-friends.net.",
        "Write to your-email@fax-friends.net, or john.doe@fax-friends.net.",
        "Clone https://ruth@bitbucket.org/fax.git, and open icon@large.png.",
        "Call +1 555 0100 or +1 (800) 123-4567, or 0800 1234567.",
        "Pay with 4111 1111 1111 1111, or from DE89 3704 0044 0532 0130 00.",
        "Set `password: <yours>`, `token=$TOKEN1`, `--password=changeme1` or `api_key: your-key-1`.",
        "The password: a word that you know.",
        "Connect to mysql://user:password@localhost/fax.",
        "Since 2024-11-25 12:00:01 it runs 2.4.7.1 at 192.168.100.200.",
    ],
)
def test_what_stands_for_somebody_is_no_finding(text, tmp_path):
    assert messages(RULE, tmp_path, f"## Issue\n\n{text}\n") == []


def test_each_kind_is_named_and_masked(tmp_path):
    text = (
        "Ruth <r.miller@fax-friends.net> called from +49 171 2289043.\n"
        "She pays with 4539 5787 6362 1486, or from GB33 BUKB 2020 1555 5555 55.\n"
        "Her password: hunter22x\n"
    )
    assert messages(RULE, tmp_path, text) == [
        "1:7 An e-mail address (r…@f…) stands here; write <e-mail>",
        "1:45 A telephone number (…43) stands here; write <phone>",
        "2:15 A card number (…86) stands here; write <card>",
        "2:44 An account number (…55) stands here; write <iban>",
        "3:5 A secret (pas…) stands here; write <secret>",
    ]


def test_an_address_that_is_twice_on_a_line_is_found_once(tmp_path):
    assert len(messages(RULE, tmp_path, "[ruth@fax-friends.net](mailto:ruth@fax-friends.net)\n")) == 1


def test_code_is_looked_at_because_logs_are_where_it_leaks(tmp_path):
    found = messages(RULE, tmp_path, "```\nto=<ruth@fax-friends.net>\n```\n")
    assert found == ["2:5 An e-mail address (r…@f…) stands here; write <e-mail>"]


def test_owners_go_by_their_addresses_and_customers_do_not(tmp_path):
    text = (
        "---\nowner: ruth@fax-friends.net\nreviewer: [ana@fax-friends.net]\nsaid:\n  - ruth@fax-friends.net is silent\n---\n"
    )
    assert messages(RULE, tmp_path, text) == ["5:5 An e-mail address (r…@f…) stands here; write <e-mail>"]


def test_the_patterns_of_the_base_are_found(tmp_path):
    config = make.config(privacy_patterns=(r"\b\d{3}-\d{2}-\d{4}\b",))
    found = messages(RULE, tmp_path, "His number is 078-05-1120.\n", config=config)
    assert found == ["1:15 A national id (…20) stands here; write <national-id>"]


def test_what_the_base_allows_is_no_finding(tmp_path):
    options = {"allowed": ("*@fax-friends.net",)}
    assert messages(RULE, tmp_path, "Write to ruth@fax-friends.net.\n", options=options) == []


def test_a_key_is_found_and_one_that_is_only_shown_is_not(tmp_path):
    shown = "-----BEGIN PRIVATE KEY-----\\nXXXX\\n-----END PRIVATE KEY-----"
    real = "-----BEGIN PRIVATE KEY-----"
    assert messages(RULE, tmp_path, f"{shown}\n{real}\n") == ["2:1 A secret (---…) stands here; write <secret>"]


def many(text: str, count: int = 4) -> dict[str, str]:
    return {f"guides/fax-{n}.md": f"---\ntitle: Fax {n}\n---\n\n{text}\n" for n in range(count)}


@pytest.mark.parametrize(
    ("address", "is_found"),
    [
        ("fax-early-access@fax-friends.net", False),
        ("FAX_EA@fax-friends.net", False),
        ("guides@fax-friends.net", False),  # the folder is called so
        ("frontdesk@fax-friends.net", False),  # stands in many articles
        ("ruth.miller@fax-friends.net", True),
        ("ruth@fax-friends.net", True),
        ("fax-early-access@other-friends.net", True),
    ],
)
def test_an_address_that_the_organisation_shows_is_no_finding_and_that_of_its_people_is_one(address, is_found, tmp_path):
    others = many("Write to support@fax-friends.net, or to frontdesk@fax-friends.net.")
    assert bool(messages(RULE, tmp_path, f"Write to {address}.\n", others=others)) == is_found


def test_the_domain_of_the_site_is_the_organisations_own(tmp_path):
    text = "Write to fax-early-access@fax-friends.co.uk.\n"
    config = make.config(site_url="https://help.fax-friends.co.uk/articles")
    assert (len(messages(RULE, tmp_path, text)), messages(RULE, tmp_path, text, config=config)) == (1, [])


def test_a_provider_of_mail_is_nobodys_domain(tmp_path):
    others = many("Write to support@gmail.com.")
    assert len(messages(RULE, tmp_path, "Write to ruth-miller@gmail.com.\n", others=others)) == 1


def test_a_number_in_many_articles_or_beside_a_free_one_is_the_organisations(tmp_path):
    text = "Call +49 89 2388 5716.\n"
    assert len(messages(RULE, tmp_path, text)) == 1
    assert messages(RULE, tmp_path, text, others=many("Call +49 89 23885716.")) == []
    assert messages(RULE, tmp_path, f"Free: 0800 384 7291\n\n{text}") == []
    assert len(messages(RULE, tmp_path, "Free: 0800 384 7291\n\nRing Ruth: 0171 9384756.\n")) == 1


def test_the_numbers_of_a_country_are_those_of_the_languages_of_base_and_article(tmp_path):
    text = "Fragen Sie bitte Frau Lehmann, sie sitzt im zweiten Stock und hat die 089 2388 5716 am Apparat.\n"
    assert len(messages(RULE, tmp_path, text)) == 1
    line = "Ask Ruth (089 2388 5716).\n"
    assert messages(RULE, tmp_path, line) == []
    assert len(messages(RULE, tmp_path, line, config=make.config(defaults_language="de"))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "SHUTDOWN at m=+2308.040825320 and m=+12345678.123456789",
        "scp ruth@srv.fax-friends.net:/home/ruth/a.txt .",
        "ssh -i key.pem ruth@srv.fax-friends.net",
        "npm i fax@1.2 && go get fax-friends.net/fax@v1.2",
        "Copyright (c) 2019 Ruth Miller <r.miller@fax-friends.net>",
        "at 52.520008, 13.404954",
        "Message-ID: <a8374b@mx.fax-friends.net>",
        "proxy_pass http://fax:3000/; fastcgi_pass unix:/run/php/php7.0-fpm.sock;",
    ],
)
def test_what_programs_write_is_nobodys(line, tmp_path):
    assert messages(RULE, tmp_path, f"```\n{line}\n```\n") == []


@pytest.mark.parametrize("line", ["Use ssh or write to ruth@fax-friends.net", "The password is hunter22x."])
def test_what_people_write_beside_such_words_is_somebodys(line, tmp_path):
    assert len(messages(RULE, tmp_path, f"{line}\n")) == 1
