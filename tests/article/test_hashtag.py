import pytest

from kcs_cli.article.hashtag import find_hashtags
from kcs_cli.article.model import tag_names
from kcs_cli.article.reader import parse
from kcs_cli.search.engine.schema import article_values
from tests import make


@pytest.mark.parametrize(
    ("body", "tags"),
    [
        ("#basic and #network/vpn, #größe.", ("basic", "network/vpn", "größe")),
        ("# Heading\n\n## Two {#anchor}\n\n[x](#place) a#b &#x; #12 #fff #0a0b0c", ()),
        ("```\n#include <a>\n```\n\n`#code` #real #real", ("real",)),
        ("no tags", ()),
    ],
)
def test_tags_stand_in_a_text_but_not_in_code(body, tags):
    assert find_hashtags(body) == tags


@pytest.mark.parametrize("inline", [True, False])
def test_they_are_read_where_the_base_uses_them(inline):
    content = make.article(body="See #vpn.", tags="['#Basic', network]").encode()
    found = parse("a.md", content, make.config(articles_inline_tags=inline))
    assert found.tags == (("Basic", "network", "vpn") if inline else ("Basic", "network"))


def test_a_tag_has_those_above_it():
    names = [tag_names(tag) for tag in ("#Network/VPN/", "STRASSE", "straße", "cafe\u0301", "#", "C#")]
    assert names == [("network/vpn", "network"), ("strasse",), ("strasse",), ("café",), (), ("c#",)]


def test_ids_tags_and_folders_are_composed():
    found = parse("u\u0308ber/e\u0301.md", make.article(id="cafe\u0301", tags="[Cafe\u0301]").encode(), make.config())
    values = article_values(found, "en")
    kept = {name: values[name] for name in ("id", "tag", "tags", "folder", "directory")}
    assert kept == {"id": "café", "tag": ["café"], "tags": ["café"], "folder": ["über", "über/é.md"], "directory": ["über"]}
    assert values["path"] == "u\u0308ber/e\u0301.md"
