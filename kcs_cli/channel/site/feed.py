"""What machines read of a help centre: feeds, site map, and all articles as JSON."""

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

NEWEST = 30  # articles in a feed
Facts = Mapping[str, Any]


def newest(articles: Sequence[Facts]) -> list[Facts]:
    """Return the articles that changed last, the newest first."""
    return sorted(sorted(articles, key=lambda one: str(one["id"])), key=lambda one: str(one["changed"]), reverse=True)[
        :NEWEST
    ]


def machine_files(name: str, home: str, articles: Sequence[Facts], pages: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield files with their texts; `home` is the address of the site, `pages` those of its lists."""
    told = [{key: value for key, value in one.items() if key != "alternates"} for one in articles]
    short = [{key: value for key, value in one.items() if key != "sections"} for one in told]
    yield "articles.json", _json({"articles": short})
    yield "chatbot.jsonl", "".join(f"{_json(one)}\n" for one in told)
    yield "feed.xml", _atom(name, home, newest(articles))
    yield "feed.json", _json_feed(name, home, newest(articles))
    yield "llms.txt", _for_models(name, articles)
    yield "robots.txt", "User-agent: *\nAllow: /\n" + (f"Sitemap: {home}sitemap.xml\n" if home else "")
    if home:
        yield "sitemap.xml", _site_map(articles, pages)


def _json(value: Any) -> str:
    """Return a value as JSON on a line."""
    return json.dumps(value, ensure_ascii=False)


def _time(changed: str) -> str:
    """Return a day as a feed says a time."""
    return f"{changed or '1970-01-01'}T00:00:00Z"


def _atom(name: str, home: str, articles: Sequence[Facts]) -> str:
    """Return the feed of what changed last."""
    updated = max((_time(one["changed"]) for one in articles), default=_time(""))
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>', '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<title>{escape(name)}</title>", f"<id>{escape(home or 'urn:kcs:site')}</id>", f"<updated>{updated}</updated>",
        f"<author><name>{escape(name)}</name></author>",
    ]  # fmt: skip
    for one in articles:
        is_address = one["url"].startswith("http")
        lines += [
            "<entry>", f"<title>{escape(one['title'])}</title>",
            f"<id>{escape(one['url'] if is_address else 'urn:kcs:' + one['id'])}</id>",
            f'<link href="{escape(one["url"])}"/>', f"<updated>{_time(one['changed'])}</updated>",
            f"<summary>{escape(one['summary'])}</summary>", "</entry>",
        ]  # fmt: skip
    return "\n".join([*lines, "</feed>", ""])


def _json_feed(name: str, home: str, articles: Sequence[Facts]) -> str:
    """Return the same feed as JSON."""
    items = [
        {
            "id": one["id"], "url": one["url"], "title": one["title"], "content_text": one["summary"],
            "date_modified": _time(one["changed"]), "language": one["language"],
        }
        for one in articles
    ]  # fmt: skip
    about = {"home_page_url": home, "feed_url": f"{home}feed.json"} if home else {}
    return _json({"version": "https://jsonfeed.org/version/1.1", "title": name, **about, "items": items})


def _for_models(name: str, articles: Sequence[Facts]) -> str:
    """Return the list that language models read first."""
    lines = [
        f"# {name}",
        "",
        "> All articles, a line each; chatbot.jsonl has their texts by section.",
        "",
        "## Articles",
        "",
    ]
    return "\n".join([*lines, *(f"- [{_label(one['title'])}]({one['url']})" for one in articles), ""])


def _label(title: str) -> str:
    """Return a title as the text of a link in markdown."""
    return title.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def _site_map(articles: Sequence[Facts], pages: Sequence[str]) -> str:
    """Return the addresses of all pages, with their versions in other languages."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
        *(f"<url><loc>{escape(page)}</loc></url>" for page in pages),
    ]
    for one in articles:
        changed = f"<lastmod>{one['changed']}</lastmod>" if one["changed"] else ""
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{escape(code)}" href="{escape(url)}"/>'
            for code, url in one["alternates"]
        )
        lines.append(f"<url><loc>{escape(one['url'])}</loc>{changed}{others}</url>")
    return "\n".join([*lines, "</urlset>", ""])
