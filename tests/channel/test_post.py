"""A notice as a post in Slack and Teams: what it says, where it may go, and that it follows no redirect."""

import json

import pytest

from kcs_cli.channel.delivery import DeliveryError
from kcs_cli.channel.post import LONGEST_SLACK, Webhook, post_of, send_post, slack_post, teams_post, webhook
from kcs_cli.channel.recipient import Recipient, Way
from kcs_cli.errors import KcsError
from kcs_cli.render.report import PagePart, ReportPage, Table
from tests.channel.servers import HookServer, serving
from tests.channel.test_mail import PAGE

SLACK = Recipient(Way.slack, "slack", "")
OF_TEAM = Recipient(Way.slack, "slack:on-call", "on-call", frozenset())
HOSTILE = "<!channel> <https://evil.test|click> *bold* [link](https://evil.test) & <at>all</at>\n*Injected*"


def run(text, **look):
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": text, **look}]}


def card(post):
    return post["attachments"][0]["content"]["body"]


def test_a_page_is_a_post_in_slack():
    assert slack_post(PAGE) == {
        "text": "*1 article deserves your eyes*\nSince Monday.\n\n*Used*\n1 article.\n"
        "• Fax is silent — cases 3; 4 reuses; 1 open flag; kb-fax001\n\n*Thanks*\n• Ben helped",
        "mrkdwn": True, "unfurl_links": False, "unfurl_media": False,
    }  # fmt: skip


def test_a_page_is_a_card_in_teams():
    post = teams_post(PAGE)
    assert (post["type"], post["attachments"][0]["contentType"]) == ("message", "application/vnd.microsoft.card.adaptive")
    assert card(post) == [
        run("1 article deserves your eyes", size="Large", weight="Bolder"),
        run("Since Monday.", isSubtle=True),
        run("Used", weight="Bolder") | {"spacing": "Medium"},
        run("1 article.", isSubtle=True),
        run("• Fax is silent — cases 3; 4 reuses; 1 open flag; kb-fax001"),
        run("Thanks", weight="Bolder") | {"spacing": "Medium"},
        run("• Ben helped"),
    ]


def test_a_hostile_text_calls_nobody_and_links_nowhere():
    page = ReportPage(HOSTILE, (), (PagePart("Used", points=(HOSTILE,)),))
    text = "&lt;!channel&gt; &lt;https://evil.test|click&gt; {} [link](https://evil.test) &amp; &lt;at&gt;all&lt;/at&gt; {}"
    assert slack_post(page)["text"].split("\n") == [
        f"*{text.format('∗bold∗', '∗Injected∗')}*", "", "*Used*", f"• {text.format('*bold*', '*Injected*')}",
    ]  # fmt: skip
    assert {one["type"] for block in card(teams_post(page)) for one in block["inlines"]} == {"TextRun"}


def test_a_long_page_is_cut_at_a_line_and_says_how_much_is_left():
    rows = tuple((f"Article {number} {'x' * 200}",) for number in range(500))
    page = ReportPage("Long", (), (PagePart("Used", (), Table("", ("title",), rows)),))
    text = slack_post(page)["text"]
    assert (len(text) < LONGEST_SLACK + 20, text.count("•") + int(text.split()[-2])) == (True, 500)
    body = card(teams_post(page))
    assert len(post_of(Way.teams, page)) < 28_000
    assert len(body) - 3 + int(body[-1]["inlines"][0]["text"].split()[-2]) == 500


@pytest.mark.parametrize(
    ("environ", "who", "url"),
    [
        ({"KCS_SLACK_URL": "https://hooks.test/a"}, SLACK, "https://hooks.test/a"),
        ({"KCS_SLACK_URL": "https://hooks.test/a"}, OF_TEAM, "https://hooks.test/a"),
        ({"KCS_SLACK_URL": "https://hooks.test/a", "KCS_SLACK_URL_ON_CALL": "https://hooks.test/b"}, OF_TEAM,
         "https://hooks.test/b"),
        ({"KCS_SLACK_URL": "http://127.0.0.1:8/a"}, SLACK, "http://127.0.0.1:8/a"),
    ],
)  # fmt: skip
def test_the_address_of_a_post_is_in_the_environment(environ, who, url):
    assert webhook(environ, who, 5) == Webhook(Way.slack, url, 5)


@pytest.mark.parametrize(
    "url",
    ["http://hooks.test/a", "ftp://hooks.test", "https://", "hooks.test", "https://u:p@hooks.test/", "https://h.test/\n x",
     "https://[::1", "http://127.0.0.1.evil.test/", "file:///etc/passwd"],
)  # fmt: skip
def test_what_is_no_safe_address_is_refused_and_not_shown(url):
    with pytest.raises(KcsError) as caught:
        webhook({"KCS_SLACK_URL": url}, SLACK, 5)
    assert caught.value.message == "KCS_SLACK_URL is no https address; nothing was sent"


def test_a_missing_address_is_said():
    with pytest.raises(KcsError) as caught:
        webhook({}, OF_TEAM, 5)
    assert (caught.value.message, caught.value.hint) == (
        "No address is known for posts to slack:on-call; nothing was sent", "KCS_SLACK_URL_ON_CALL or KCS_SLACK_URL=https://…",
    )  # fmt: skip


def refusal(url, seconds=5):
    with pytest.raises(DeliveryError) as caught:
        send_post(Webhook(Way.slack, url, seconds), b"{}")
    return caught.value.message


def test_a_post_gets_to_the_server_as_json():
    with serving(HookServer()) as here:
        send_post(Webhook(Way.teams, here.url, 5), post_of(Way.teams, PAGE))
        assert here.posts == [("/secret", json.loads(json.dumps(teams_post(PAGE))))]


def test_what_is_for_this_machine_goes_to_no_proxy(monkeypatch):
    with serving(HookServer()) as here, serving(HookServer()) as proxy:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        send_post(Webhook(Way.slack, here.url, 5), b"{}")
        assert (len(here.posts), proxy.posts) == (1, [])


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(status):
    with serving(HookServer()) as other, serving(HookServer(status, to=other.url)) as here:
        assert "names another address, which is not followed" in refusal(here.url)
        assert (len(here.posts), other.posts) == (1, [])


def test_a_server_that_refuses_hangs_or_is_not_there_is_said_without_the_secret():
    with serving(HookServer(404)) as here:
        assert refusal(here.url) == "127.0.0.1 answers 404 Not Found"
        gone = here.url
    assert refusal(gone) == "127.0.0.1 cannot be reached (Connection refused)"
    with serving(HookServer(pause=3)) as here:
        assert refusal(here.url, 1) == "the server was not done within 1 second"
