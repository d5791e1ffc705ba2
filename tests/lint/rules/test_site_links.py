"""Tests of the rules of links on bases of which a site is made."""

import pytest

from kcs_cli.knowledge_base.config import Config, SiteConfig, SiteKind
from kcs_cli.lint.rules.anchor_missing import RULE as ANCHOR
from kcs_cli.lint.rules.image_missing import RULE as IMAGE
from kcs_cli.lint.rules.link_broken import RULE as BROKEN
from kcs_cli.lint.rules.link_outside import RULE as OUTSIDE
from kcs_cli.lint.rules.link_to_archived import RULE as ARCHIVED
from tests.lint.make import messages, repaired

RULES = (BROKEN, ANCHOR, IMAGE, OUTSIDE)
VPN = "---\ntitle: VPN\n---\n\n## Mac\n\nWords. ^block\n"


def config(kind: SiteKind) -> Config:
    return Config()._replace(site=SiteConfig(kind=kind))


def all_messages(kind: SiteKind, tmp_path, text: str, path: str, others: dict[str, str]) -> list[str]:
    return [one for rule in RULES for one in messages(rule, tmp_path, text, path=path, others=others, config=config(kind))]


BASES = {
    SiteKind.hugo: (
        "content/en/a.md",
        {
            "content/en/net/VPN.md": VPN, "content/en/net/_index.md": VPN,
            "content/en/old.md": VPN.replace("title", "url: /tunnel/\ntitle"),
            "static/img/key.png": "", "hugo.toml": 'baseURL = "https://example.org/help/"', "content/en/templates/x.md": VPN,
        },
    ),
    SiteKind.jekyll: (
        "_docs/a.md",
        {
            "_docs/vpn.md": VPN.replace("title", "permalink: /docs/tunnel/\ntitle"), "_posts/2026-01-31-fax.md": VPN,
            "_config.yml": "baseurl: /how-to\n", "assets/img/key.png": "", "404.html": "",
        },
    ),
    SiteKind.docusaurus: (
        "website/docs/a.md",
        {
            "website/docs/01-net/02-vpn.md": VPN, "website/docs/fax.md": VPN.replace("title", "slug: /telefax\ntitle"),
            "website/static/img/key.png": "", "website/src/pages/about.tsx": "", "website/docusaurus.config.js": "",
        },
    ),
    SiteKind.mkdocs: (
        "docs/net/a.de.md",
        {"docs/net/vpn.de.md": VPN, "docs/net/vpn.en.md": VPN.replace("Mac", "Windows"), "docs/img/key.de.png": ""},
    ),
    SiteKind.vuepress: (
        "docs/zh/a.md", {"docs/zh/guide/README.md": VPN, "docs/zh/vpn.md": VPN, "docs/.vuepress/public/key.png": ""}
    ),
    SiteKind.middleman: (
        "source/manual/a.html.md",
        {
            "source/manual/cdn.html.md": VPN, "source/apps.html.md.erb": "", "source/repos.json.erb": "",
            "source/img/key.png": "",
            "config/tech-docs.yml": "redirects:\n  /manual/old.html: /manual/cdn.html\n", "source/repos/x.html.md.erb": "",
        },
    ),
    SiteKind.obsidian: ("a.md", {"Net/My VPN.md": VPN.replace("title", "aliases: [tunnel]\ntitle"), "Files/key.png": ""}),
    SiteKind.logseq: ("journals/a.md", {"pages/net___vpn.md": VPN}),
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (SiteKind.hugo, "[a](/net/vpn/) [b](/net/vpn/#mac) [c](/help/net/vpn) [d](/tunnel/)"),
        (SiteKind.hugo, "[e](net/vpn) [f](/net/) [g](/templates/x/)"),
        (SiteKind.hugo, '[a]({{< ref "vpn" >}}) [b]({{% relref "/net/vpn.md#mac" %}})'),
        (SiteKind.hugo, '![c](/img/key.png) [d](/tags/vpn/) [e](/)'),
        (SiteKind.hugo, "[a](/api/run/) [b](/index.xml) [c]({{ .Site.BaseURL }}/x) [d](tunnel.php)"),
        (SiteKind.jekyll, "[a](/how-to/docs/tunnel/) [b](/docs/tunnel/#mac) [c]({% link _docs/vpn.md"),
        (SiteKind.jekyll, "%}) [d]({% post_url 2026-01-31-fax %})"),
        (SiteKind.jekyll, "[a]({{ site.baseurl }}/docs/tunnel) ![b]({{ '/assets/img/key.png' |"),
        (SiteKind.jekyll, "relative_url }}) [c](/category/x/)"),
        (SiteKind.docusaurus, "[a](/docs/net/vpn) [b](./net/vpn#mac) [c](/telefax)"),
        (SiteKind.docusaurus, "[d](/docs/telefax) [e](@site/docs/fax.md) [f](/about)"),
        (SiteKind.docusaurus, "[a](01-net/02-vpn.md) ![b](/img/key.png) ![b](@site/static/img/key.png)"),
        (SiteKind.docusaurus, "[c](/docs/category/net) [d](/docs/1.2/x)"),
        (SiteKind.mkdocs, "[a](vpn.md#mac) [b](../vpn/) [c](vpn.en.md#windows) ![d](../img/key.png)"),
        (SiteKind.vuepress, "[a](/zh/guide/) [b](./guide/#mac) [c](/zh/vpn.html) ![d](/key.png)"),
        (SiteKind.middleman, "[a](/manual/cdn.html#mac) [b](cdn.html) [c](/apps.html)"),
        (SiteKind.middleman, "[d](/repos.json) [e](/repos/of-data.html)"),
        (SiteKind.middleman, "[a](/manual/old.html) ![b](img/key.png) [c](../apps/of-data.html)"),
        (SiteKind.obsidian, "[[My VPN]] [[my vpn#Mac|so]] [[tunnel]] [[Net/My VPN#^block]]"),
        (SiteKind.obsidian, "![[key.png]] [a](My%20VPN.md) %%[[No]]%%"),
        (SiteKind.logseq, "[[net/vpn]] [[Any page]] [a]([[Any page]]) #tag"),
        (SiteKind.plain, "[[kb-2c4d6f#mac]] [[_TOC_]] [[x]] [a]({% link no.md %})"),
        (SiteKind.plain, "[b](path/to/file.md) [c](<name>.md) [d](example.org/x)"),
    ],
)  # fmt: skip
def test_what_the_site_has_or_only_the_site_can_tell_is_no_finding(kind, text, tmp_path):
    path, others = BASES.get(kind, ("a.md", {"vpn.md": VPN.replace("title", "id: kb-2c4d6f\ntitle")}))
    assert all_messages(kind, tmp_path, text, path, others) == []


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (SiteKind.hugo, "[a](/net/vpm/)", "There is no /net/vpm/"),
        (SiteKind.hugo, "[a](/nett/vpn/)", "There is no /nett/vpn/"),
        (SiteKind.hugo, '[a]({{< ref "vpm" >}})', "There is no vpm"),
        (SiteKind.hugo, "![a](/img/kez.png)", "There is no image /img/kez.png"),
        (SiteKind.jekyll, "[a](/docs/tunel/)", "There is no /docs/tunel/"),
        (SiteKind.jekyll, "[a]({% link _docs/vpm.md %})", "There is no /_docs/vpm.md"),
        (SiteKind.docusaurus, "[a](/docs/net/vpm)", "There is no /docs/net/vpm"),
        (SiteKind.docusaurus, "[a](net/vpm.md)", "There is no net/vpm.md"),
        (SiteKind.mkdocs, "[a](vpn.md#windows)", "There is no heading #windows in docs/net/vpn.de.md"),
        (SiteKind.mkdocs, "![a](../img/kez.png)", "There is no image ../img/kez.png"),
        (SiteKind.vuepress, "[a](/zh/vpm.html)", "There is no /zh/vpm.html"),
        (SiteKind.middleman, "[a](/manual/cdm.html)", "There is no /manual/cdm.html"),
        (SiteKind.obsidian, "[[My VPM]]", "There is no My VPM"),
        (SiteKind.obsidian, "[[My VPN#Linux]]", "There is no heading #Linux in Net/My VPN.md"),
        (SiteKind.obsidian, "![[kez.png]]", "There is no image kez.png"),
        (SiteKind.plain, "[[vpm]]", "There is no vpm"),
        (SiteKind.plain, '<a href="vpm.md">a</a>', "There is no vpm.md"),
        (SiteKind.plain, '<img src="kez.png">', "There is no image kez.png"),
    ],
)
def test_a_slip_in_a_link_is_found_on_every_site(kind, text, expected, tmp_path):
    path, others = BASES.get(kind, ("a.md", {"vpn.md": VPN}))
    (found,) = all_messages(kind, tmp_path, text, path, others)
    assert found.partition(" ")[2].partition(";")[0] == expected


@pytest.mark.parametrize(
    ("rule", "text", "ignored"),
    [(BROKEN, "[a](/api/run)", "/api/*"), (IMAGE, "![a](gen/x.png)", "gen/*.png"), (ANCHOR, "[a](#of-data)", "#of-*")],
)
def test_what_a_base_wants_ignored_is_no_finding(rule, text, ignored, tmp_path):
    assert len(messages(rule, tmp_path, text)) == 1
    assert messages(rule, tmp_path, text, options={"ignore": (ignored,)}) == []


def test_an_archived_article_is_one_behind_its_permalink_too(tmp_path):
    old = {"old.md": "---\nid: kb-2c4d6f\ntitle: Old\nconfidence: archived\npermalink: /telefax/\n---\n"}
    assert len(messages(ARCHIVED, tmp_path, "[a](/telefax) [[old]] <a href='old.md'>b</a>", others=old)) == 3


def test_a_repair_writes_no_path_where_the_site_wants_an_address(tmp_path):
    others = {"content/net/set-up-vpn.md": VPN}
    text = "[a](/old/set-up-vpn/) [b](old/set-up-vpn.md)"
    expected = "[a](/old/set-up-vpn/) [b](content/net/set-up-vpn.md)"
    assert repaired(BROKEN, tmp_path, text, others=others, config=config(SiteKind.hugo)) == expected
