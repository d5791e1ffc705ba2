import json

import pytest

from kcs_cli.errors import KcsError
from kcs_cli.solve.ticket import Ticket, read_ticket

ZENDESK = {
    "ticket": {
        "id": 35436, "url": "https://company.zendesk.com/api/v2/tickets/35436.json", "raw_subject": "x",
        "subject": "Help, my printer is on fire!", "description": "The fire is very colorful.",
        "tags": ["enterprise", "other_tag"], "priority": "high",
        "requester": {"name": "Ana", "email": "ana@example.org"}, "via": {"channel": "web"},
    }
}  # fmt: skip
JIRA = {
    "id": "10002", "key": "ED-1", "self": "https://your-domain.atlassian.net/rest/api/3/issue/10002",
    "fields": {
        "summary": "Bug in the scheduler", "labels": ["bugfix"], "versions": [{"name": "2.1"}, {"name": "2.2"}],
        "environment": "Linux", "resolution": {"name": "Fixed", "description": "A fix is checked in."},
        "description": {
            "type": "doc", "version": 1,
            "content": [
                {"type": "paragraph",
                 "content": [{"type": "text", "text": "Jobs stop "}, {"type": "text", "text": "at 3."}]},
                {"type": "codeBlock", "content": [{"type": "text", "text": "E42"}]},
            ],
        },
    },
}  # fmt: skip
SERVICE_NOW = {
    "result": [
        {"number": {"display_value": "INC0010001", "value": "1"}, "short_description": "VPN is slow", "sys_id": "abc",
         "description": "Since Monday.", "close_notes": "Use the other gateway.", "product": {"display_value": "VPN 5"}},
    ]
}  # fmt: skip
FRESHDESK = {
    "id": 20, "subject": "Cannot pay", "description": "<div>Card is <b>refused</b>.</div>",
    "description_text": "Card is refused.", "tags": [], "said": ["it takes no money"],
}  # fmt: skip


def read(content: object) -> Ticket:
    return read_ticket(json.dumps(content), "ticket.json")


def test_a_ticket_of_zendesk():
    assert read(ZENDESK) == Ticket(
        title="Help, my printer is on fire!", issue="The fire is very colorful.", tags=("enterprise", "other_tag"),
        case="35436", url="https://company.zendesk.com/api/v2/tickets/35436.json",
    )  # fmt: skip


def test_an_issue_of_jira_whose_resolution_is_but_a_state():
    assert read(JIRA) == Ticket(
        title="Bug in the scheduler", issue="Jobs stop at 3.\nE42", tags=("bugfix",), environment="Linux\n2.1\n2.2",
        case="ED-1", url="https://your-domain.atlassian.net/rest/api/3/issue/10002",
    )  # fmt: skip


def test_an_incident_of_servicenow():
    assert read(SERVICE_NOW) == Ticket(
        title="VPN is slow",
        issue="Since Monday.",
        environment="VPN 5",
        resolution="Use the other gateway.",
        case="INC0010001",
    )


def test_a_ticket_of_freshdesk_has_its_text_not_its_html():
    assert read(FRESHDESK) == Ticket(title="Cannot pay", issue="Card is refused.", said=("it takes no money",), case="20")


def test_html_becomes_text():
    assert read({"subject": "x", "body": "<p>A &lt; B<br>C</p>\n<p>D</p>"}).issue == "A < B\nC\n D"


def test_a_text_with_angles_is_no_html():
    assert read({"subject": "x", "body": "if a <b and c> d"}).issue == "if a <b and c> d"


def test_what_is_no_text_is_passed_over():
    assert read({"subject": "x", "body": True, "tags": None, "said": 5, "product": {"a": 1}}) == Ticket(
        title="x", said=("5",)
    )


@pytest.mark.parametrize(
    "content", [{}, [], [1, 2], {"ticket": {}}, {"subject": None}, [{"subject": "a"}, {"subject": "b"}]]
)
def test_what_is_not_one_ticket_is_an_error(content):
    with pytest.raises(KcsError):
        read(content)


@pytest.mark.parametrize("text", ['{"subject": ', "{", "[1,", '{"subject": 1' + "0" * 5000 + "}", "[" * 100_000])
def test_broken_json_is_an_error(text):
    with pytest.raises(KcsError, match="is no JSON"):
        read_ticket(text, "ticket.json")


def test_deeply_nested_values_are_passed_over():
    inner = '{"text":' * 200 + '"x"' + "}" * 200
    assert read_ticket(f'{{"subject": "a", "body": {inner}}}', "t.json") == Ticket(title="a")


def test_a_text_that_begins_with_a_bracket_is_text():
    assert read_ticket("[ERROR] printer\nIt is on fire.", "-") == Ticket(title="[ERROR] printer", issue="It is on fire.")


def test_headers_of_a_mail_are_read_and_who_wrote_it_is_left_out():
    head = "From: Ana <ana@example.org>\nSubject: Printer burns\nProduct: P1\nVersion: 2\nTags: fire, hot\nCase: 7\n"
    text = f"{head}\nHelp!\n".replace("\n", "\r\n")
    assert read_ticket(text, "mail.txt") == Ticket(
        title="Printer burns", issue="Help!", tags=("fire", "hot"), environment="P1\n2", case="7"
    )


def test_a_text_without_headers_begins_with_its_title():
    assert read_ticket("\nPrinter burns\n\nError: E42\nHelp!\n", "x.txt") == Ticket(
        title="Printer burns", issue="Error: E42\nHelp!"
    )


def test_an_empty_text_is_an_empty_ticket():
    assert read_ticket(" \n", "x.txt") == Ticket()


LETTER = "Dear support team,\n\nour printer burns since Monday. Please help.\n"


@pytest.mark.parametrize(
    ("text", "ticket"),
    [
        (LETTER, Ticket(title="Fuser", issue=LETTER.strip(), said=("our printer burns since Monday.",))),
        ("Printer burns\nHelp!", Ticket(title="Fuser", issue="Printer burns\nHelp!", said=("Printer burns",))),
        ("fuser\nHelp!", Ticket(title="fuser", issue="Help!")),
        ("您好，\n打印机着火了。", Ticket(title="Fuser", issue="您好，\n打印机着火了。", said=("打印机着火了。",))),
        ("Subject: Printer burns\n\nHelp!", Ticket(title="Fuser", issue="Help!", said=("Printer burns",))),
        ('{"subject": "Printer burns", "body": "Help!"}', Ticket(title="Fuser", issue="Help!", said=("Printer burns",))),
        ('{"summary": "Burns", "said": ["it burns"]}', Ticket(title="Fuser", said=("Burns", "it burns"))),
    ],
)
def test_under_a_title_that_is_given_nothing_the_customer_said_is_lost(text, ticket):
    assert read_ticket(text, "t.json" if text.startswith("{") else "-", "Fuser") == ticket


def test_a_letter_of_one_line_is_the_issue_and_its_first_sentence_the_title():
    letter = f"My printer burns. {'It is very hot. ' * 10}".strip()
    assert read_ticket(letter, "-") == Ticket(title="My printer burns.", issue=letter)
