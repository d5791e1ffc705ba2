from datetime import date

import pytest

from kcs_cli.article.audience import NarrowerError, NeverWordError, is_narrower, outward_fields, seen_by
from kcs_cli.article.model import Article
from kcs_cli.article.reader import parse
from kcs_cli.knowledge_base.config import ChannelConfig, Config
from kcs_cli.knowledge_base.vocabulary import Audience

CONFIG = Config()
HEAD = """---
id: kb-1
title: Fax is silent
audience: partner
owner: ana@example.org
said: [it is mute]
updated: 2026-03-01
---
"""
TEXT = f"{HEAD}\n## Resolution\n\nReset it. <!-- ask Ben -->\n\n## Internal\n\nThe code is in the safe.\n"


def seen(text: str, audience: str = "partner", config: Config = CONFIG) -> Article:
    return seen_by(parse("fax.md", text.encode(), config), text, Audience(audience), config)


def test_others_see_an_article_without_internal_parts_comments_and_fields():
    article = seen(TEXT)
    assert [(one.heading, one.text) for one in article.sections] == [("Resolution", "Reset it. ")]
    assert (article.id, article.title, article.owner, article.said) == ("kb-1", "Fax is silent", "", ())
    assert article.updated_on == date(2026, 3, 1)


def test_internal_readers_see_all_of_it():
    assert seen(TEXT, "internal") == parse("fax.md", TEXT.encode(), Config())


@pytest.mark.parametrize(
    ("audience", "wanted", "narrower"),
    [
        ("internal", "partner", True),
        ("partner", "partner", False),
        ("public", "internal", False),
        ("customer", "public", True),
    ],
)
def test_each_audience_includes_those_before_it(audience, wanted, narrower):
    assert is_narrower(audience, wanted) is narrower


def test_an_article_for_fewer_readers_is_refused():
    with pytest.raises(NarrowerError) as caught:
        seen(TEXT, "customer")
    assert (caught.value.message, caught.value.hint) == (
        "kb-1 is for partner readers, not for customer ones",
        "kcs answer kb-1 --for partner, or widen it: kcs set kb-1 audience=customer",
    )


def test_where_no_article_says_its_audience_the_configuration_may():
    text = "Reset it."
    with pytest.raises(NarrowerError) as caught:
        seen(text, "customer")
    assert caught.value.hint == "kcs answer fax --for internal, or widen it: [defaults] audience in kcs.toml"


def test_a_title_in_an_internal_part_is_no_title():
    text = "<!-- internal -->\n# Project Zebra\n<!-- /internal -->\n\nReset it.\n"
    config = Config(defaults=Config().defaults._replace(audience=Audience.public))
    assert seen(text, "public", config).title == "fax"


def test_what_is_cut_out_makes_no_front_matter_of_what_follows():
    config = Config(defaults=Config().defaults._replace(audience=Audience.public))
    article = seen("<!-- x -->---\ntitle: Zebra\n---\n\nReset it.\n", "public", config)
    assert (article.title, "title: Zebra" in article.body) == ("fax", True)


def test_fields_are_configured():
    config = Config(channel=ChannelConfig(internal_fields=("updated_on", "tags", "revision")))
    article = seen(TEXT.replace("owner:", "tags: [safe]\nowner:"), "partner", config)
    assert (article.updated_on, article.tags, article.owner) == (None, (), "ana@example.org")
    facts = {"id": "kb-1", "revision": "3f2a"}
    assert outward_fields(facts, Audience.public, config) == {"id": "kb-1"}
    assert outward_fields(facts, Audience.internal, config) == facts


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Ask ZEBRA now.", "zebra"),
        ("在Zebra上", "zebra"),
        ("Žebra", "žebra"),
        ("在斑马上", "斑马"),
        ("a code\nname b", "code name"),
    ],
)
def test_a_word_that_nobody_outside_may_see_stops_the_article(text, word):
    config = Config(channel=ChannelConfig(never=("lion", word)))
    with pytest.raises(NeverWordError, match=word):
        seen(f"{HEAD}\n{text}\n", "partner", config)
    assert seen(f"{HEAD}\n{text}\n", "internal", config).title == "Fax is silent"
    assert seen(f"{HEAD}\nReset zebras. <!-- internal -->{text}<!-- /internal -->\n", "partner", config).owner == ""


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ('a\n\n{% include "secret/room.md" %}\n\nb', "a\n\n\n\nb"),
        ('a {{< include "secret/room.md" >}} b', "a  b"),
        ("![[room]]\n\nb", "\n\nb"),
        ('--8<-- "secret/room.md"\nb', "\nb"),
        ("See [[secret/room|that]] and [[room#a|this]].", "See that and this."),
        ("a <{! secret/room.md !}!-- internal --> S", "a "),
        ("--8<--\n## Internal\n--8<--\n\nS\n\n## Next\n\nb", "--8<--\n## Next\n\nb"),
        ("```\n{% include x.md %}\n```", "```\n{% include x.md %}\n```"),
        ("{{ product }} and {{< youtube abc >}}", "{{ product }} and {{< youtube abc >}}"),
    ],
)
def test_what_names_a_file_of_the_base_is_not_handed_out(body, left):
    source = f"---\nid: kb-1\naudience: public\n---\n{body}"
    article = parse("fax.md", source.encode(), Config())
    assert seen_by(article, source, Audience.public, Config()).body == left
    assert seen_by(article, source, Audience.internal, Config()).body == body


def test_the_language_may_be_an_internal_field():
    config = Config()._replace(channel=ChannelConfig(internal_fields=("language", "tags")))
    one = seen(TEXT.replace("said:", "language: de\ntags: [mute]\nsaid:"), config=config)
    assert (one.language, one.tags, one.owner) == ("", (), "ana@example.org")
