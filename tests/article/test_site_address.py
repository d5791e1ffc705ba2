"""Tests of the addresses that sites give their articles."""

import pytest

from kcs_cli.article.model import Article
from kcs_cli.article.reader import parse
from kcs_cli.article.site import ROUTINGS
from kcs_cli.article.site_address import Addresses, by_tail, key_of, tails_of
from kcs_cli.article.site_text import SiteText
from kcs_cli.knowledge_base.config import Config, SiteKind
from tests import make


def article(path: str, front_matter: str = "") -> Article:
    return parse(path, f"---\ntitle: T\n{front_matter}\n---\n".encode(), Config())


def led(kind: SiteKind, articles: list[Article], named: str, source: str = "a.md", **more) -> str | None:
    tails = by_tail(articles)
    base = more.pop("base", "")
    found = Addresses(ROUTINGS[kind], lambda tail: tails.get(tail, ()), base=base).find(named, source, **more)
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
    assert key_of(place, ROUTINGS[kind]) == expected


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


def test_an_address_on_a_site_in_a_folder_that_nobody_named_leads_to_the_path_that_ends_so():
    pages = [article(f"src/content/docs/{place}") for place in ("en/net/vpn.mdx", "de/net/fax.mdx", "en/start.md")]
    assert led(SiteKind.plain, pages, "/en/net/vpn/", "src/content/docs/en/a.md") == "src/content/docs/en/net/vpn.mdx"
    assert led(SiteKind.plain, pages, "/net/fax") == "src/content/docs/de/net/fax.mdx"
    assert led(SiteKind.plain, pages, "/vpn") is None  # one word may be anything
    assert led(SiteKind.plain, pages, "/en/net/vpm/") is None
    assert led(SiteKind.plain, pages, "en/net/vpn") is None  # is no address of the site


def test_a_page_that_is_not_translated_is_shown_in_another_language():
    pages = [article(f"src/docs/{place}") for place in ("en/net/vpn.mdx", "en/start.md", "old/fax.md")]
    assert led(SiteKind.plain, pages, "/ar/net/vpn/") == "src/docs/en/net/vpn.mdx"
    assert led(SiteKind.plain, pages, "/de/start/") == "src/docs/en/start.md"
    assert led(SiteKind.plain, pages, "/de/fax/") is None  # that folder is of no language


@pytest.mark.parametrize(
    ("pattern", "named"),
    [
        ("/article/:name/", "/article/vpn/"),
        ("/help/:collection/:path", "/help/articles/net/vpn.html"),
        ("/:title.html", "/vpn"),
    ],
)
def test_a_collection_has_its_addresses_by_its_pattern(pattern, named):
    tails = by_tail([article("_articles/net/vpn.md"), article("_articles/net/fax.md")])
    found = Addresses(ROUTINGS[SiteKind.jekyll], lambda tail: tails.get(tail, ()), patterns={"_articles": pattern})
    assert [one and one.path for one in (found.find(named, "a.md"), found.find("/article/vpm/", "a.md"))] == [
        "_articles/net/vpn.md", None,
    ]  # fmt: skip


def test_the_patterns_of_collections_are_read_from_the_configuration():
    text = (
        "title: x\ncollections:\n  categories:\n    output: true\n    permalink: /:path/\n    order: true\n\n"
        "  articles:\n    output: true\n    permalink: '/article/:name/'\n  plain:\n    output: true\nplugins:\n  - x\n"
    )
    assert SiteText(text).patterns == {"_categories": "/:path/", "_articles": "/article/:name/"}
    assert SiteText("permalink: /x/\n").patterns == {}


ROUTES = {
    "folder first": "plugins: [['x', { id: 'h', path: 'guides', routeBasePath: '/help' }]]",
    "address first": '{\n  routeBasePath: "help",\n  sidebarPath: "./s.ts",\n  path: "./sub/guides/",\n}',
    "versions have paths, too": "versions: { now: { path: '/next' } }, docs: { path: 'guides', routeBasePath: 'help' }",
}


@pytest.mark.parametrize("what", ROUTES)
def test_a_part_of_a_site_of_docusaurus_has_the_address_its_configuration_gives_it(what):
    patterns = SiteText(ROUTES[what]).patterns
    tails = by_tail([article("web/guides/net/vpn.md"), article("web/docs/fax.md")])
    found = Addresses(ROUTINGS[SiteKind.docusaurus], lambda tail: tails.get(tail, ()), "web", patterns=patterns)
    links = ("/help/net/vpn", "net/vpn.md", "/helf/net/vpn", "/help/fax")
    assert (patterns, [one and one.path for one in (found.find(link, "web/guides/a/b.md") for link in links)]) == (
        {"guides": "/help/:path"},
        ["web/guides/net/vpn.md", "web/guides/net/vpn.md", None, None],
    )


def test_an_id_that_is_not_unique_is_an_address_in_its_folder_on_a_site_of_docusaurus():
    texts = {f"docs/{name}/introduction.md": f"---\nid: intro\ntitle: {name}\n---\nWait.\n" for name in ("net", "fax")}
    config = make.config(fields_id=("kcs-id",), site_kind=SiteKind.docusaurus)
    texts["guides/vpn/introduction.md"] = "---\nid: intro\ntitle: VPN\n---\nWait.\n"
    tails = by_tail([parse(path, text.encode(), config) for path, text in texts.items()])
    patterns = {"guides": "/help/:path"}
    found = Addresses(ROUTINGS[SiteKind.docusaurus], lambda tail: tails.get(tail, ()), patterns=patterns)
    links = ("/docs/fax/intro", "/help/vpn/intro", "/docs/vpn/intro")
    assert [one and one.path for one in (found.find(link, "docs/a.md") for link in links)] == [
        "docs/fax/introduction.md", "guides/vpn/introduction.md", None,
    ]  # fmt: skip
