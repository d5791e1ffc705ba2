import pytest

from kcs_cli.article.card import Card
from kcs_cli.article.model import Article
from kcs_cli.article.reader import parse
from kcs_cli.channel.address import leads_for, public_address
from kcs_cli.errors import ConfigError
from kcs_cli.knowledge_base.config import Config
from kcs_cli.knowledge_base.vocabulary import Audience
from tests import make


def article(audience: str = "public") -> Article:
    return parse("net/vpn setup.md", make.article(id="kb-1", audience=audience).encode(), Config())


def card(id: str, path: str, audience: str = "public", confidence: str = "validated") -> Card:
    return Card(id, path, id, "problem", confidence, audience, "", (), "", (), None, "", 1, (), ("old",))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", ""),
        ("https://help.example.org", "https://help.example.org/kb-1/"),
        ("https://e.org/faq/", "https://e.org/faq/kb-1/"),
        ("https://e.org/{path}.html", "https://e.org/net/vpn%20setup.html"),
        ("http://e.org/?a={id}", "http://e.org/?a=kb-1"),
    ],
)
def test_an_article_has_an_address_where_the_site_has_one(url, expected):
    assert public_address(article(), make.config(site_url=url)) == expected


def test_an_article_that_customers_may_not_see_has_none():
    config = make.config(site_url="https://help.example.org")
    assert [bool(public_address(article(one.value), config)) for one in Audience] == [False, False, True, True]


@pytest.mark.parametrize("url", ["help.example.org", "ftp://e.org", "https://me:secret@e.org/", "https://e.org/a b"])
def test_what_is_no_address_of_a_site_is_told(url):
    with pytest.raises(ConfigError, match=r"site\.url is no address"):
        public_address(article(), make.config(site_url=url))


CARDS = (
    card("kb-2", "net/fax.md"),
    card("kb-3", "safe/code.md", audience="internal"),
    card("kb-4", "gone.md", confidence="archived"),
    card("kb-5", "partner.md", audience="partner"),
)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("https://a.org/?b#c", "https://a.org/?b#c"),
        ("mailto:a@b.org", "mailto:a@b.org"),
        ("//a.org/b", "//a.org/b"),
        ("fax.md", "https://e.org/kb-2/"),
        ("./fax.md#steps", "https://e.org/kb-2/#steps"),
        ("/net/fax.md", "https://e.org/kb-2/"),
        ("KB-2", "https://e.org/kb-2/"),
        ("#steps", "https://e.org/kb-1/#steps"),
        ("../safe/code.md", ""),
        ("kb-3", ""),
        ("../gone.md", ""),
        ("../partner.md", ""),
        ("fax.png", ""),
        ("javascript:a()", ""),
        ("data:text/html,a", ""),
        ("", ""),
    ],
)
def test_a_link_leads_where_its_reader_may_go(written, expected):
    lead = leads_for(article(), Audience.customer, CARDS, make.config(site_url="https://e.org"))
    assert lead(written) == (expected or ("https://e.org/kb-1/" if not written else ""))


def test_without_a_site_only_the_web_is_led_to():
    lead = leads_for(article(), Audience.customer, CARDS, Config())
    assert [lead(one) for one in ("fax.md", "#steps", "https://a.org")] == ["", "", "https://a.org"]
