"""Tests of scripts of India: what is written in several ways is found in all of them, and ranks alike."""

import pytest

from kcs_cli.search.engine.answer import Where
from kcs_cli.search.engine.query import parse
from tests import make

SPELLINGS = [
    ("हिंदी", "हिन्दी", "हिन्\u200dदी", "हिन्\u200cदी"),
    ("संपर्क", "सम्पर्क"),
    ("जरूरी", "ज़रूरी", "\u095bरूरी"),
    ("फाइल", "फ़ाइल", "\u095eाइल"),
    ("घंटी", "घण्टी"),
    ("হঠাৎ", "হঠাত্"),
    ("সংগীত", "সঙ্গীত"),
    ("હિંદી", "હિન્દી"),
    ("ਹਿੰਦੀ", "ਹਿਂਦੀ", "ਹਿਨ੍ਦੀ"),
]
OTHERS = {
    "b.md": make.article("प्रिंटर काम नहीं करता", "प्रिंटर बंद है।\n", id="b"),
    "c.md": make.article("Printer", "It is off.\n", id="c"),
}


@pytest.mark.parametrize("spellings", SPELLINGS, ids=lambda spellings: spellings[0])
def test_a_word_is_found_in_each_of_its_spellings_and_ranks_alike(spellings):
    scores = set()
    for written in spellings:
        engine = make.engine(
            {**OTHERS, "a.md": make.article(f"{written} लिखना", f"{written} यहाँ है।\n", id="a", language="hi")}
        )
        for asked in spellings:
            (match,) = engine.search(parse(asked), Where(), 1).matches
            assert match.card.id == "a"
            scores.add(round(match.score, 6))
    assert len(scores) == 1


def test_the_mark_of_a_word_is_where_it_stands_in_the_text(tmp_path):
    kb = make.base(
        tmp_path / "kb", {"kcs.toml": "", "a.md": make.article("भाषा", "## Resolution\n\nयहाँ हिन्दी चुनें।\n", id="a")}
    )
    (hit,) = make.answer(kb, "search", "हिंदी")["hits"]
    assert [hit["passage"][start:end] for start, end in hit["marks"]] == ["हिन्दी"]
