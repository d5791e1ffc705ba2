"""What machines read of a help centre: all articles as JSON, feeds, site map, and the list that language models read."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from kcs_cli.article.audience import outward_fields
from kcs_cli.channel.site.feed import Facts, atom, json_feed, newest, xml
from kcs_cli.channel.site.place import INDEX
from kcs_cli.channel.site.plan import SitePlan
from kcs_cli.channel.site.words import language_name

TOLD = (
    "id", "title", "url", "language", "audience", "confidence", "kind", "revision", "changed", "validated", "summary",
    "sections",
)  # fmt: skip
MAP = """<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">"""


def machine_files(name: str, plan: SitePlan, facts: Mapping[str, Facts], lists: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield files with their texts, of the articles by path; `lists` are the pages that list them."""
    home, articles = plan.places.address(INDEX), list(facts.values())
    told = [outward_fields({key: one[key] for key in TOLD}, plan.audience, plan.kb.config) for one in articles]
    yield "articles.json", _json({"articles": told})
    yield "chatbot.jsonl", "".join(f"{_json(one)}\n" for one in told)
    yield "feed.xml", atom(name, home, newest(articles))
    yield "feed.json", json_feed(name, home, newest(articles))
    yield "llms.txt", _for_models(name, home, articles)
    yield "robots.txt", "User-agent: *\nAllow: /\n" + (f"Sitemap: {home}sitemap.xml\n" if home else "")
    if home:
        yield "sitemap.xml", _site_map(plan, facts, lists)


def _json(value: Any) -> str:
    """Return a value as JSON on a line."""
    return json.dumps(value, ensure_ascii=False)


def _for_models(name: str, home: str, articles: Sequence[Facts]) -> str:
    """Return the list that language models read first: https://llmstxt.org."""
    lines = [f"# {name}", "", f"> All articles, a line each; [their texts by section]({home}chatbot.jsonl) are JSON lines."]
    by_language = sorted(articles, key=lambda one: (one["language"], one["title"].casefold(), one["id"]))
    for language, those in groupby(by_language, key=lambda one: str(one["language"])):
        lines += ["", f"## {language_name(language)}", "", *(f"- [{_label(one['title'])}]({one['url']})" for one in those)]
    return "\n".join([*lines, ""])


def _label(title: str) -> str:
    """Return a title as the text of a link in markdown."""
    return title.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def _site_map(plan: SitePlan, facts: Mapping[str, Facts], lists: Sequence[str]) -> str:
    """Return the addresses of all pages, with their versions in other languages."""
    lines = [MAP, *(f"<url><loc>{xml(plan.places.address(page))}</loc></url>" for page in lists)]
    for path, one in facts.items():
        changed = f"<lastmod>{one['changed']}</lastmod>" if one["changed"] else ""
        versions = [version.path for version in plan.versions.get(path, ()) if version.path in facts]
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{xml(plan.language(version))}" href="{xml(facts[version]["url"])}"/>'
            for version in (versions if len(versions) > 1 else ())
        )
        lines.append(f"<url><loc>{xml(one['url'])}</loc>{changed}{others}</url>")
    return "\n".join([*lines, "</urlset>", ""])
