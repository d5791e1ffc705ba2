import pytest

from kcs_cli.article.card import card_of
from kcs_cli.article.reader import parse
from kcs_cli.knowledge_base.config import Config
from kcs_cli.migration.handout.link_places import LinkPlaces
from kcs_cli.migration.handout.outward_link import OutwardLinks
from tests import make

ARTICLES = {
    "kb/net/vpn.md": make.article("VPN", "## So it is\n", id="kb-vpn", aliases="[old-vpn]"),
    "kb/net/index.md": make.article("Net", "", id="kb-net"),
    "kb/fax.md": make.article("Fax", "", id="kb-fax"),
}


@pytest.fixture
def places(tmp_path):
    make.files(tmp_path, {"kb/img/a b.png": b"", "static/logo.svg": b"", ".secret": b"", "kcs.toml": b"", "kb/gone.md": b""})
    cards = [card_of(parse(path, text.encode(), Config())) for path, text in ARTICLES.items()]
    return LinkPlaces(tmp_path, cards)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("net/vpn.md", ("kb-vpn", "", "")),
        ("net/vpn.md#so-it-is", ("kb-vpn", "", "#so-it-is")),
        ("./net/vpn", ("kb-vpn", "", "")),
        ("net/vpn.html?a=b", ("kb-vpn", "", "")),
        ("net/", ("kb-net", "", "")),
        ("/kb/net/vpn.md", ("kb-vpn", "", "")),
        ("OLD-vpn", ("kb-vpn", "", "")),
        ("#so", ("kb-fax", "", "#so")),
        ("img/a%20b.png", ("", "kb/img/a b.png", "")),
        ("/logo.svg", ("", "static/logo.svg", "")),
        ("gone.md", ("", "", "")),
        ("../.secret", ("", "", "")),
        ("../kcs.toml", ("", "", "")),
        ("../../etc/passwd", ("", "", "")),
        ("https://example.org/net/vpn.md", ("", "", "")),
        ("javascript:a", ("", "", "")),
        ("", ("", "", "")),
        ("#", ("kb-fax", "", "#")),
    ],
)
def test_a_link_leads_to_an_article_or_a_file_of_the_base(places, address, expected):
    place = places.place(address, "kb/fax.md")
    assert (place.card.id if place.card else "", place.file, place.anchor) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("net/vpn.md#so-it-is", "net/vpn.md#so-it-is"),
        ("net/vpn.md?secret#secret", "net/vpn.md"),
        ("#secret", ""),
        ("gone.md", ""),
        ("img/a%20b.png", "img/a%20b.png"),
        ("https://example.org/?a#b", "https://example.org/?a#b"),
        ("mailto:help@example.org", "mailto:help@example.org"),
    ],
)
def test_a_link_that_goes_out_names_only_what_is_there(places, address, expected):
    outward = OutwardLinks(places, lambda card: ARTICLES[card.path].partition("---\n\n")[2])
    assert outward.led(address, "kb/fax.md") == expected
