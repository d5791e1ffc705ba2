"""Tests of following links from article to article as a site leads them."""

import pytest

from kcs_cli.article.link import count_links
from kcs_cli.article.site_lead import site_lead
from kcs_cli.channel.answer import answer_from
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.search.index.opener import all_cards
from tests import make

TEXTS = {
    "content/vpn.md": "---\nid: kb-2c4d6f\ntitle: VPN\nurl: /tunnel/\naudience: public\n---\n\n## Resolution\n\nWait.\n",
    "content/fax.md": (
        "---\nid: kb-3c4d6f\ntitle: Fax\naudience: public\n---\n\n## Resolution\n\nSee [the tunnel](/help/tunnel/).\n"
    ),
    "hugo.toml": 'baseURL = "https://example.org/help/"\n',
}


@pytest.fixture
def kb(tmp_path):
    """A base of which Hugo makes a site."""
    root = make.base(tmp_path / "kb", TEXTS)
    (root / "kcs.toml").write_text('[site]\nkind = "hugo"\nurl = "https://example.com/kb"\n')
    return KnowledgeBase.open(str(root))


def test_an_address_of_the_site_leads_to_its_article(kb):
    lead = site_lead(kb, all_cards(kb))
    assert [lead("/help/tunnel/", "content/fax.md"), lead("/fax/", "content/vpn.md"), lead("/no/", "content/fax.md")] == [
        "content/vpn.md",
        "content/fax.md",
        "",
    ]


def test_a_base_that_is_no_site_has_no_addresses(tmp_path):
    kb = KnowledgeBase.open(str(make.base(tmp_path / "kb", {"a.md": "# A\n"})))
    assert site_lead(kb, all_cards(kb)) is None


def test_links_of_a_site_count_for_the_article_they_lead_to(kb):
    paths = {"content/vpn.md", "content/fax.md"}
    bodies = [("content/fax.md", "[a](/help/tunnel/)"), ("content/new.md", "<a href='/fax/'>b</a> [[VPN]]")]
    assert count_links(bodies, {}, paths, site_lead(kb, all_cards(kb))) == {"content/vpn.md": 2, "content/fax.md": 1}
    assert count_links(bodies, {"vpn": "content/vpn.md"}, paths) == {"content/vpn.md": 1}


def test_in_an_answer_such_a_link_leads_to_the_page_for_its_readers(kb):
    (fax,) = [card for card in all_cards(kb) if card.path == "content/fax.md"]
    assert 'href="https://example.com/kb/kb-2c4d6f/"' in answer_from(kb, fax, Audience.public).html


def test_the_configuration_of_a_site_is_read_beside_its_articles(tmp_path):
    root = make.base(tmp_path / "kb", {
        "acme-docs/docusaurus.config.ts": "export default { docs: { path: 'unversioned', routeBasePath: 'u' } }\n",
        "acme-docs/unversioned/vpn.md": "---\ntitle: VPN\n---\nWait.\n",
    })  # fmt: skip
    (root / "kcs.toml").write_text('[articles]\nfolder = "acme-docs"\n[site]\nkind = "docusaurus"\n')
    kb = KnowledgeBase.open(str(root))
    assert site_lead(kb, all_cards(kb))("/u/vpn", "acme-docs/unversioned/fax.md") == "acme-docs/unversioned/vpn.md"
