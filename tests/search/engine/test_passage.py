import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.article.reader import parse as read
from kcs_cli.knowledge_base.config import Config
from kcs_cli.search.engine import analysis
from kcs_cli.search.engine.answer import Where
from kcs_cli.search.engine.mark_up import as_read, title_as_read, without_mark_up
from kcs_cli.search.engine.passage import LONGEST, Needles, best_passage, question_marks
from kcs_cli.search.engine.query import parse
from kcs_cli.search.engine.schema import article_values, read_card
from tests import make

BODY = """## Issue

The client shows nothing.

## Resolution

1. Open the [settings page](https://example.org/settings).
2. Renew the **certificate**.

| name | value |
|------|-------|
| port | 8080  |
"""


def card(body, **fields):
    article = read("a.md", make.article("Title", body, **fields).encode(), Config())
    values = article_values(article, "en")
    return read_card(values["card"], values["prose"])


def passage(body, *words, **fields):
    terms = frozenset(term for word in words for term in analysis.terms(word, "en"))
    return best_passage(card(body, **fields), Needles({word.lower(): 1.0 for word in words}, terms))


def marked(found):
    return [found.text[start:end] for start, end in found.marks]


def file_line(body, found):
    return make.article("Title", body).split("\n")[found.line - 1]


def test_the_block_with_the_words_is_shown_with_its_section():
    found = passage(BODY, "certificate")
    assert (found.text, found.section) == ("Open the settings page. Renew the certificate.", "Resolution")


def test_the_line_is_that_of_the_file():
    assert file_line(BODY, passage(BODY, "nothing")) == "The client shows nothing."


def test_the_words_are_marked_in_every_inflection():
    assert marked(passage("The certificates, a Certificate; certified.\n", "certificate")) == ["certificates", "Certificate"]


def test_neighbouring_characters_are_marked_as_one():
    found = best_passage(card("请检查打印机的电源\n"), Needles({"打印": 1.0}, frozenset("打印机")))
    assert marked(found) == ["打印机"]


def test_without_the_words_the_first_block_is_shown():
    found = passage(BODY, "zebra")
    assert (found.text, found.section, found.marks) == ("The client shows nothing.", "Issue", ())


@pytest.mark.parametrize("body", ["", "\n\n", "# Only a heading\n"])
def test_an_article_without_text_has_an_empty_passage(body):
    assert passage(body, "zebra").text == ""


def test_a_passage_is_one_short_line():
    found = passage("word " * 500 + "certificate " + "word " * 500, "certificate")
    assert (len(found.text) <= LONGEST + 2, "\n" in found.text, marked(found)) == (True, False, ["certificate"])


def test_of_a_long_block_the_line_with_the_words_is_shown():
    body = "## Steps\n\n" + "\n".join(f"- filler number {n} and more words" for n in range(30)) + "\n- the certificate\n"
    found = passage(body, "certificate")
    assert (file_line(body, found), found.text) == ("- the certificate", "the certificate")


def test_the_section_is_that_of_the_line_shown():
    filler = "\n".join(f"filler number {n} and some more words" for n in range(20))
    body = f"## Issue\n{filler}\n## Resolution\n{filler}\nrenew the certificate\n"
    found = passage(body, "certificate")
    assert (file_line(body, found), found.section) == ("renew the certificate", "Resolution")


def test_the_line_of_code_is_that_of_its_first_line_and_not_of_the_fence():
    body = "It shows:\n\n```\nerror 0x80070005\n```\n"
    assert file_line(body, passage(body, "0x80070005")) == "error 0x80070005"


def test_a_card_of_decomposed_letters_is_marked():
    found = best_passage(
        card("fu\u0308r Mu\u0308nchen\n"), Needles({"münchen": 1.0}, frozenset(analysis.terms("München", "en")))
    )
    assert marked(found) == ["München"]


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("see [the page](https://a.example/x_(y)) now", "see the page now"),
        ('see [the page](https://a.example "a title") now', "see the page now"),
        ("![a picture](a.png)", "a picture"),
        ("**bold** and `code`", "bold and code"),
        ("> quoted", "quoted"),
        ("1. first", "first"),
        ("- [x] done", "[x] done"),
        ("a <b>tag</b> <!-- note -->", "a tag"),
        ("2 < 3 and 4 > 3", "2 < 3 and 4 > 3"),
        ("a_b * c", "a_b * c"),
        ("[not a link] (really)", "[not a link] (really)"),
    ],
)
def test_mark_up_is_dropped_and_words_stay(markdown, words):
    assert without_mark_up(markdown) == words


LINES = st.lists(
    st.sampled_from(["", " ", "## One", "kiwi plum", "- fern dusk", "onyx", "> zebra kiwi", "plum " * 20, "```", "| a |"]),
    max_size=25,
)


@settings(max_examples=150, deadline=None)
@given(LINES, st.sampled_from(["kiwi", "plum", "fern", "onyx", "zebra"]))
def test_the_line_shown_has_the_word_where_any_has(lines, word):
    body = "\n".join(lines)
    found = passage(body, word)
    assert word in found.text or word not in body
    assert found.line <= len(make.article("Title", body).split("\n"))


@settings(max_examples=150, deadline=None)
@given(LINES, st.sampled_from(["kiwi", "plum", "fern", "onyx", "zebra"]))
def test_a_passage_begins_on_its_line(lines, word):
    body = "\n".join(line for line in lines if line != "```")
    found = passage(body, word)
    first = re.findall(r"\w+", found.text)[:1]
    assert first == [] or first[0] in file_line(body, found)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200), st.text(max_size=10))
def test_marks_lie_inside_the_passage_and_do_not_overlap(body, word):
    found = passage(body.replace("\r", ""), word)
    places = [place for mark in found.marks for place in mark]
    assert places == sorted(set(places))
    assert all(0 <= place <= len(found.text) for place in places)


def test_an_entity_is_shown_as_its_character():
    assert without_mark_up("The caf&eacute; has H<sub>2</sub>O &amp; more") == "The café has H2O & more"


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("Run `ssh -i <key> <user>@host` **now**.", "Run ssh -i <key> <user>@host now."),
        ("Write `&lt;` &lt; and ``a `b` c``", "Write &lt; < and a `b` c"),
        ("A [`**kwargs`](a.md) and **`__init__`**", "A **kwargs and __init__"),
        ("An `open quote and <b>bold</b>", "An open quote and bold"),
        ("\ue0000\ue001 and `a`", "0 and a"),
    ],
)
def test_code_in_a_sentence_is_shown_as_it_is(markdown, words):
    assert as_read(markdown) == words


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Restrict <Directory> and `<key>` in <b>Apache</b>", "Restrict <Directory> and <key> in Apache"),
        ('Deny a <Location "/x"> by </Location>', 'Deny a <Location "/x"> by </Location>'),
        ("List<String> is no Map&lt;K&gt;", "List<String> is no Map<K>"),
        ("Where <https://x.org> leads", "Where <https://x.org> leads"),
        (r"Set \<name\> **twice**", "Set <name> twice"),
        ('<span class="new">New</span> {{<ref "a">}}mail', "New mail"),
    ],
)
def test_a_title_keeps_what_only_looks_like_a_tag(title, words):
    assert title_as_read(title) == words


def test_code_in_a_passage_loses_no_placeholder_and_no_sign():
    block = "```\n<Directory /srv>\n  # all of it\n  scp **/*.log <user>@host:\n</Directory>\n```\n"
    assert passage(block, "srv").text == "<Directory /srv> # all of it scp **/*.log <user>@host: </Directory>"
    found = passage("Write to the admin. Run `deploy <environment>` twice.\n", "deploy")
    assert (found.text, found.text[slice(*found.sentence)]) == (
        "Write to the admin. Run deploy <environment> twice.", "Run deploy <environment> twice.",
    )  # fmt: skip


def test_the_best_sentence_has_the_rarest_words():
    body = "The client is slow. The client shows an error. Renew the certificate of the client.\n"
    found = best_passage(card(body), Needles({"client": 0.2, "certific": 3.0}))
    assert found.text[slice(*found.sentence)] == "Renew the certificate of the client."


def test_a_long_block_is_shown_from_its_best_sentence_to_the_end_of_one():
    before, after = ["Nothing of interest is said in here."] * 9, ["Wait a little."] * 30
    found = passage(" ".join([*before, "Renew the certificate.", *after]) + "\n", "certificate")
    assert found.text == " ".join(["Renew the certificate.", *after[:14]])


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        (':::image type="content" source="a.png" alt-text="A picture":::', ""),
        ("> [!NOTE]", ""),
        ("!!! warning", ""),
        ("{{< figure src=a.png >}} Do it.", "Do it."),
        ("{% include a.html %}Do it.{: .note }", "Do it."),
        ("![a picture](data:image/png;base64,iVBORw0KGgo=) here", "a picture here"),
        (f"key {'QUJD' * 40}==", "key"),
        ("[!DNL SendGrid] limits", "SendGrid limits"),
        ("see https://example.org/a/b and 2/3", "see https://example.org/a/b and 2/3"),
    ],
)
def test_what_dialects_add_is_dropped(markdown, words):
    assert without_mark_up(markdown) == words


def test_a_row_of_a_table_has_its_cells_side_by_side():
    assert passage("| name | value |\n|------|-------|\n| port | 8080  |\n", "8080").text == "name · value port · 8080"


def test_a_block_of_mark_up_alone_is_no_passage():
    assert passage(":::image source=a.png:::\n\nIt is slow.\n", "zebra").text == "It is slow."


@pytest.mark.parametrize(
    ("body", "typed", "shown"),
    [
        ("The certificate is old.\n", "certifcate", ["certificate"]),  # a slip
        ("Der Netzwerkdrucker druckt nicht.\n", "drucker", ["Netzwerkdrucker"]),  # a compound
        ("The certified client.\n", "certificate", []),
    ],
)
def test_what_is_like_a_word_that_no_article_has_is_marked(body, typed, shown):
    found = best_passage(card(body), Needles({typed: 1.0}, frozenset(), (typed,), frozenset((typed,))))
    assert marked(found) == shown


@pytest.mark.parametrize(
    ("question", "language", "text", "marked"),
    [
        ("why is the disk full", "en", "The disks are full of data.", ["disks", "full"]),
        ("服务器连接", "zh", "无法连接服务器的问题", ["连接服务器"]),
        ("die Drucker", "de", "Die Drucker und der Druckers", ["Drucker", "Druckers"]),
        ("", "en", "anything", []),
    ],
)
def test_the_words_of_a_question_are_marked_in_any_text_and_its_small_words_are_not(question, language, text, marked):
    assert [text[start:end] for start, end in question_marks(question, language)(text)] == marked


def test_a_code_is_a_needle_of_its_own():
    body = "Step 5 of 7.\n\nRelease 5.7.{} is out.\n"
    contents = {f"{n}.md": make.article(f"Release {n}", body.format(n), id=f"n{n}") for n in range(4)}
    needles = make.engine(contents).search(parse("error 5.7.1"), Where(), 1).needles.beginnings
    assert needles["5.7.1"] > max(weight for needle, weight in needles.items() if needle in ("5", "7"))


def test_of_two_blocks_with_the_words_the_short_one_is_shown():
    long = " ".join(["The certificate of the client is one of many things that are named here."] * 8)
    assert passage(f"{long}\n\nRenew the certificate.\n", "certificate").text == "Renew the certificate."


MARKS = (  # at the beginning of a line, and anywhere
    r"(?m)^[ \t]*+(?:(?:#{1,6}|>|[-*+]|\d{1,3}[.)])[ \t]++)++|^[ \t|:-]{3,}+$"
    r"|\*\*|`{1,3}|<!--(?:(?!<!--|-->).)*+-->|</?[a-zA-Z][^<>]*+>"
)


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.sampled_from(["\n", " ", "a", "1.", "- ", "-", "* ", "*", "> ", ">", "# ", "`", "<b", "<!--", "-->", "|"]))
)
def test_marks_are_looked_for_where_one_may_begin_and_the_same_are_found(parts):
    text = "".join(parts)
    assert without_mark_up(text) == re.sub(MARKS, "", text).strip()


REFERENCES = {
    "See [space][1] or [inodes][], not [Ctrl][C].": "See space or inodes, not [Ctrl][C].",
    "The value of a[0][1] and [i][12][x] stays.": "The value of a[0][1] and [i][12][x] stays.",
    "Wait.\n\n[1]: https://example.org/space.md\n[Pod Life]: <docs/pod.md> 'Its life'\n": "Wait.",
    "[^1]: docs/pod.md\n[Note]: restart.\n[E-17]: disk full": "[^1]: docs/pod.md\n[Note]: restart.\n[E-17]: disk full",
}  # fmt: skip


@pytest.mark.parametrize("text", REFERENCES)
def test_of_links_by_reference_only_the_words_are_read(text):
    assert without_mark_up(text) == REFERENCES[text]


def test_where_links_lead_is_no_passage():
    body = "## Mitigation\n\nSee [the other alert][1] for space.\n\n[1]: https://example.org/filesystem-space-filling.md\n"
    assert passage(body, "filesystem", "space").text == "See the other alert for space."
