"""Tests of the addresses that sites give their articles."""

import pytest

from kcs_cli.article.model import Article
from kcs_cli.article.reader import parse
from kcs_cli.article.site import MAKES
from kcs_cli.article.site_address import Addresses, by_tail, key_of, tails_of
from kcs_cli.knowledge_base.config import Config, SiteKind


def article(path: str, front_matter: str = "") -> Article:
    return parse(path, f"---\ntitle: T\n{front_matter}\n---\n".encode(), Config())


def led(kind: SiteKind, articles: list[Article], named: str, source: str = "a.md", **more) -> str | None:
    tails = by_tail(articles)
    base = more.pop("base", "")
    found = Addresses(MAKES[kind], lambda tail: tails.get(tail, ()), base=base).find(named, source, **more)
    return found and found.path


@pytest.mark.parametrize(
    ("kind", "place", "expected"),
    [
        (SiteKind.plain, "net/VPN.en.md", "net/VPN"),
        (SiteKind.plain, "/net/vpn.html", "net/vpn"),
        (SiteKind.hugo, "net/Set Up.md", "net/set-up"),
        (SiteKind.hugo, "net/_index.md", "net"),
        (SiteKind.jekyll, "_posts/2026-01-31-fax.md", "posts/fax"),
        (SiteKind.docusaurus, "02-net/01-vpn.mdx", "net/vpn"),
        (SiteKind.middleman, "manual/cdn.html.md.erb", "manual/cdn"),
        (SiteKind.plain, "release-1.2", "release-1.2"),
        (SiteKind.plain, "/", ""),
    ],
)
def test_a_path_and_an_address_of_one_page_have_one_key(kind, place, expected):
    assert key_of(place, MAKES[kind]) == expected


def test_an_article_is_looked_for_by_the_last_parts_of_all_its_addresses():
    known = article("docs/01-VPN.md", "permalink: /net/tunnel/\nslug: vpn-2\nid: kb-2c4d6f\nurl: https://example.org/x")
    assert tails_of(known) == ("vpn", "kb-2c4d6f", "tunnel", "vpn-2", "net/")


@pytest.mark.parametrize(
    ("kind", "path", "front_matter", "named", "source"),
    [
        (SiteKind.plain, "net/vpn.md", "permalink: /tunnel/", "/tunnel", "a.md"),
        (SiteKind.plain, "net/vpn.en.md", "", "vpn.md", "net/a.md"),
        (SiteKind.hugo, "content/en/net/VPN.md", "", "/net/vpn/", "content/en/a.md"),
        (SiteKind.hugo, "content/net/vpn.md", "url: /tunnel/", "/tunnel/#mac".partition("#")[0], "content/a.md"),
        (SiteKind.hugo, "content/net/vpn.md", "aliases: [/old/vpn/]", "/old/vpn/", "content/a.md"),
        (SiteKind.hugo, "content/net/vpn.md", "", "../vpn/", "content/net/fax.md"),
        (SiteKind.jekyll, "_docs/vpn.md", "permalink: /docs/tunnel/", "/docs/tunnel/", "_docs/a.md"),
        (SiteKind.jekyll, "docs/_docs/vpn.md", "", "/docs/vpn/", "docs/_docs/a.md"),
        (SiteKind.docusaurus, "website/docs/02-net/01-vpn.md", "slug: tunnel", "/docs/net/tunnel", "website/docs/a.md"),
        (SiteKind.docusaurus, "docs/net/vpn.md", "id: tunnel", "/docs/net/tunnel", "docs/a.md"),
        (SiteKind.docusaurus, "docs/view.md", "", "view.md", "docs/legacy/a.md"),
        (SiteKind.docusaurus, "docs/vpn.md", "", "/docs/next/vpn", "docs/a.md"),
        (SiteKind.mkdocs, "docs/net/vpn.de.md", "", "../net/vpn/", "docs/a.de.md"),
        (SiteKind.vuepress, "docs/zh/vpn.md", "", "/zh/vpn.html", "docs/zh/a.md"),
        (SiteKind.middleman, "source/manual/cdn.html.md", "", "/manual/cdn.html", "source/manual/a.html.md"),
        (SiteKind.obsidian, "Net/My VPN.md", "", "my vpn", "a.md"),
        (SiteKind.logseq, "pages/net___vpn.md", "", "net/vpn", "journals/a.md"),
    ],
)  # fmt: skip
def test_a_link_leads_as_its_make_leads_it(kind, path, front_matter, named, source):
    assert led(kind, [article(path, front_matter)], named, source) == path


@pytest.mark.parametrize(
    ("kind", "path", "named"),
    [
        (SiteKind.plain, "net/vpn.md", "/vpn"),
        (SiteKind.plain, "net/vpn.md", "VPN.md"),
        (SiteKind.hugo, "content/net/vpn.md", "/fax/vpn/"),
        (SiteKind.jekyll, "net/vpn.md", "vpm.html"),
        (SiteKind.docusaurus, "docs/net/vpn.md", "/docs/vpn"),
    ],
)
def test_another_folder_or_a_slip_leads_nowhere(kind, path, named):
    assert led(kind, [article(path)], named) is None


def test_the_translation_in_the_language_of_the_page_is_meant():
    both = [article("docs/vpn.de.md"), article("docs/vpn.en.md")]
    assert [led(SiteKind.mkdocs, both, "vpn.md", f"docs/a.{one}.md") for one in ("de", "en")] == [
        "docs/vpn.de.md",
        "docs/vpn.en.md",
    ]


def test_the_folder_of_the_host_is_no_part_of_an_address():
    assert led(SiteKind.jekyll, [article("vpn.md")], "/how-to/vpn", base="/how-to/") == "vpn.md"
