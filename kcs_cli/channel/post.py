"""A notice as a post in Slack or Teams, by an incoming webhook whose address is in the environment alone."""

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from kcs_cli.channel.delivery import TIMED_OUT, DeliveryError, too_late, within
from kcs_cli.channel.page_line import page_lines
from kcs_cli.channel.recipient import Recipient, Way
from kcs_cli.errors import KcsError
from kcs_cli.render.report import ReportPage
from kcs_cli.text.display import one_line, shorten
from kcs_cli.text.this_machine import is_this_machine

LONGEST_SLACK = 3_900  # characters: what is longer Slack hides or cuts
LONGEST_TEAMS = 24_000  # bytes; Teams takes 28 KB
ANSWER = 1_000  # bytes of an answer that are read
SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"


class Webhook(NamedTuple):
    """Where posts go, which way; given up after `seconds`."""

    way: Way
    url: str
    seconds: int

    @property
    def host(self) -> str:
        """The host: the rest of the address is a secret."""
        return urlsplit(self.url).hostname or ""


def webhook(environ: Mapping[str, str], recipient: Recipient, seconds: int) -> Webhook:
    """Return where posts for somebody go: to the team's own channel, else to the one of all. Raise KcsError."""
    usual = f"KCS_{recipient.way.upper()}_URL"
    own = f"{usual}_{re.sub(r'[^A-Z0-9]+', '_', recipient.address.upper())}"
    name = own if recipient.address and environ.get(own) else usual
    url = environ.get(name, "").strip()
    if not url:
        named = f"{own} or {usual}" if recipient.address else usual
        raise KcsError(f"No address is known for posts to {recipient.name}; nothing was sent", f"{named}=https://…")
    try:
        known = urlsplit(url)
        is_fit = bool(known.hostname) and not known.username and (known.port or 1) > 0 and not re.search(r"[^!-~]", url)
    except ValueError:
        is_fit = False
    if not is_fit or not (known.scheme == "https" or (known.scheme == "http" and is_this_machine(known.hostname or ""))):
        raise KcsError(f"{name} is no https address; nothing was sent", f"{name}=https://hooks.example.org/…")
    return Webhook(recipient.way, url, seconds)


def slack_post(page: ReportPage) -> dict[str, Any]:
    """Return a page as Slack takes it: marks of its own for titles, and none that a text could make a mention or link of."""
    looks = {"title": "*{}*", "heading": "\n*{}*", "note": "{}", "row": "• {}"}
    written, left = list[str](), 0
    for one in page_lines(page):
        line = looks[one.kind].format(_slack_safe(one.whole, is_bold=one.kind in ("title", "heading")))
        if left or sum(map(len, written)) + len(written) + len(line) > LONGEST_SLACK:
            left += one.kind == "row"
        else:
            written.append(line)
    more = [f"… and {left:,} more"] if left else []
    return {"text": "\n".join([*written, *more]), "mrkdwn": True, "unfurl_links": False, "unfurl_media": False}


def _slack_safe(text: str, *, is_bold: bool) -> str:
    """Escape what Slack reads as a mention, a link or a channel; within bold text no star ends it."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("*", "∗") if is_bold else text


def teams_post(page: ReportPage) -> dict[str, Any]:
    """Return a page as a card for a Teams workflow; its texts are runs, in which nothing is a mark."""
    looks: Mapping[str, Mapping[str, Any]] = {
        "title": {"size": "Large", "weight": "Bolder"},
        "heading": {"weight": "Bolder"},
        "note": {"isSubtle": True},
        "row": {},
    }
    body, room, left = list[dict[str, Any]](), LONGEST_TEAMS, 0
    for one in page_lines(page):
        run = {"type": "TextRun", "text": f"• {one.whole}" if one.kind == "row" else one.text, **looks[one.kind]}
        block = {"type": "RichTextBlock", "inlines": [run], **({"spacing": "Medium"} if one.kind == "heading" else {})}
        room -= len(json.dumps(block)) + 2
        if room < 0:
            left += one.kind == "row"
        else:
            body.append(block)
    if left:
        body.append({"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": f"… and {left:,} more"}]})
    card = {"$schema": SCHEMA, "type": "AdaptiveCard", "version": "1.4", "body": body, "msteams": {"width": "Full"}}
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attachment]}


def post_of(way: Way, page: ReportPage) -> bytes:
    """Return a page as bytes that a way takes."""
    return json.dumps(slack_post(page) if way is Way.slack else teams_post(page)).encode()


def send_post(hook: Webhook, content: bytes) -> None:
    """Post to a webhook. Raise DeliveryError."""
    from http.client import HTTPException
    from urllib.error import HTTPError, URLError

    try:
        within(hook.seconds, lambda: _post(hook, content))
    except HTTPError as error:
        with error:
            redirect = " and names another address, which is not followed" if 300 <= error.code < 400 else ""
            raise DeliveryError(f"{hook.host} answers {error.code} {one_line(error.reason)}{redirect}", "") from error
    except (URLError, HTTPException, OSError, ValueError) as error:
        if TIMED_OUT in str(error):
            raise too_late(hook.seconds) from error
        reason = getattr(error, "reason", None) or error
        words = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
        raise DeliveryError(f"{hook.host} cannot be reached ({shorten(one_line(words), 120)})", "") from error


def _post(hook: Webhook, content: bytes) -> None:
    """Post, and follow no redirect: what is told is for this host. Raise HTTPError, OSError."""
    from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

    class NoRedirect(HTTPRedirectHandler):
        def redirect_request(self, *_: Any) -> None:
            return None

    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "kcs"}
    request = Request(hook.url, data=content, headers=headers, method="POST")
    direct = [ProxyHandler({})] if is_this_machine(hook.host) else []  # what is for this machine goes to no proxy
    with build_opener(NoRedirect, *direct).open(request, timeout=hook.seconds) as answer:
        answer.read(ANSWER)
