"""The feeds of a help centre: what changed last, as Atom and as JSON."""

import json
import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

NEWEST = 30  # articles in a feed
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # which no file of XML may have
Facts = Mapping[str, Any]


def newest(articles: Sequence[Facts]) -> list[Facts]:
    """Return the articles that changed last, the newest first."""
    by_id = sorted(articles, key=lambda one: str(one["id"]))
    return sorted(by_id, key=lambda one: str(one["changed"]), reverse=True)[:NEWEST]


def xml(text: str) -> str:
    """Return a text as XML has it."""
    return escape(NO_XML.sub(" ", text))


def atom(name: str, home: str, articles: Sequence[Facts]) -> str:
    """Return the feed of some articles as Atom."""
    updated = max((_time(one["changed"]) for one in articles), default=_time(""))
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>', '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<title>{xml(name)}</title>", f"<id>{xml(home or 'urn:kcs:site')}</id>", f"<updated>{updated}</updated>",
        f"<author><name>{xml(name)}</name></author>",
    ]  # fmt: skip
    if home:
        lines += [f'<link rel="self" href="{xml(home)}feed.xml"/>', f'<link rel="alternate" href="{xml(home)}"/>']
    for one in articles:
        lines += [
            f'<entry xml:lang="{xml(one["language"])}">', f"<title>{xml(one['title'])}</title>", f"<id>{xml(_id(one))}</id>",
            f'<link rel="alternate" href="{xml(one["url"])}"/>', f"<updated>{_time(one['changed'])}</updated>",
            f"<summary>{xml(one['summary'])}</summary>", "</entry>",
        ]  # fmt: skip
    return "\n".join([*lines, "</feed>", ""])


def json_feed(name: str, home: str, articles: Sequence[Facts]) -> str:
    """Return the same feed as JSON."""
    items = [
        {
            "id": _id(one), "url": one["url"], "title": one["title"], "content_text": one["summary"],
            "date_modified": _time(one["changed"]), "language": one["language"],
        }
        for one in articles
    ]  # fmt: skip
    about = {"home_page_url": home, "feed_url": f"{home}feed.json"} if home else {}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": name, **about, "items": items}
    return json.dumps(feed, ensure_ascii=False)


def _id(one: Facts) -> str:
    """Return what names an article in all feeds of the world."""
    from urllib.parse import quote

    return one["url"] if one["url"].startswith("http") else f"urn:kcs:{quote(one['id'], safe='')}"


def _time(changed: str) -> str:
    """Return a day as a feed says a time."""
    return f"{changed or '1970-01-01'}T00:00:00Z"
