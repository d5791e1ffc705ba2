"""A text of ten times the size costs ten times as much, whatever it is made of: each reader gets the pieces that it knows.

The pieces are those of its own patterns (`tests.benchmarks.linear` finds them in the source, and tries all pairs), so that
a new pattern is tried as soon as it is written. CPU time is compared, and only of what takes long enough to be measured.
"""

import gc
import random
import time
from collections.abc import Callable, Iterator
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import NamedTuple

import pytest

import kcs_cli
from kcs_cli.article.component import without_components
from kcs_cli.article.include.include import Includes
from kcs_cli.article.include.part import readable
from kcs_cli.article.language import detect_text
from kcs_cli.article.link import find_links
from kcs_cli.article.reader import read_content
from kcs_cli.article.section import find_role, find_sections, without_comments
from kcs_cli.article.template import harmless
from kcs_cli.git.mailmap import parts
from kcs_cli.knowledge_base.config import Config
from kcs_cli.knowledge_base.library import Library
from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.lint.engine.anchors import anchors_of
from kcs_cli.lint.engine.finding import LintReport
from kcs_cli.lint.engine.rule import Example
from kcs_cli.lint.engine.run import lint
from kcs_cli.lint.engine.settings import default_settings
from kcs_cli.lint.format.formats import FindingFormat, render_findings
from kcs_cli.lint.registry import RULES
from kcs_cli.migration.markup.storage_format import Leads, storage_html
from kcs_cli.migration.markup.wikitext import WikiNames, wiki_html
from kcs_cli.migration.source.worded_value import is_html, listed, moment_of, number_of
from kcs_cli.render.format import RENDERERS
from kcs_cli.render.report import Table
from kcs_cli.search.engine.analysis import terms
from kcs_cli.search.engine.query import parse
from kcs_cli.search.engine.word import find_words
from kcs_cli.solve.ticket import read_ticket
from kcs_cli.text.display import one_line, shorten, writable
from kcs_cli.text.folding import folded, folded_places
from kcs_cli.text.gram import grams, signature
from kcs_cli.text.privacy import find_personal
from kcs_cli.text.user_pattern import spans_of
from tests.benchmarks.linear import Call, calls_of, tokens
from tests.lint.make import page_of, world_of
from tests.speed import slowness

PACKAGE = Path(kcs_cli.__file__).parent
SMALL, LARGE = 10_000, 100_000
MOST_TIMES = 15  # as much for ten times the size
FLOOR = 0.006  # seconds of CPU: less cannot be told from noise
MOST_SECONDS = 1.0  # of CPU for 100 KB, on the machine that `tests.speed` knows
TRIES = 3
PAIRS = 12  # of a reader's pieces that are tried together here
PIECES = (
    "eyJ", "password=", "a@", "http://a:b:c", "a\u200d", "-", "=\n", "# a\n", "[a](b) ", "`", "<a ", "<!--", "1", "中", "힣",
    "A B C. ", "1 a 2 b ", "\n", "&amp;",
)  # fmt: skip
DIRECTIVES = (
    '{{< a "', "{{< include `", "{{% param ", "{% include ", "{% data variables.a", "{% raw %}", '--8<-- "', "--8<--\n",
    "![[", "[!include[", "[!code[](", "<!--@include: x", "`{{a|", "{{a.b", "<X ",
    "import A from './a.md'\n<A>", "{!a", "<<< a",
    "```{include} a\n", "<%= partial '", "{{$include ", "{{embed [[", "[a](b ':include", "::include{file=", "!INCLUDE a",
)  # fmt: skip
HEAD = "---\nid: kb-2c4d6f\ntitle: Fax is silent\nconfidence: validated\n---\n\n## Issue\n\n"
WIKI = WikiNames(files=("file",), categories=("category",), others=(), lead=str)
LEADS = Leads(page=lambda space, title: title, file=lambda name, page: name, address=str, person=str)


class Rows(NamedTuple):
    """A report with pieces of a text in many cells."""

    rows: tuple[tuple[str, int], ...]

    def tables(self) -> tuple[Table, ...]:
        return (Table("Rows", ("text", "number"), self.rows),)


def rendered(text: str) -> list[str]:
    report = Rows(tuple((text[at : at + 500], at) for at in range(0, len(text), 500)))
    return [render(report) for render in RENDERERS.values()]


def stored(text: str) -> str:
    try:
        return storage_html(f"<p>{text}</p>", LEADS)
    except ValueError as error:
        return str(error)


def linted(text: str, root: Path = Path("/nonexistent")) -> LintReport:
    example = Example(HEAD + text)
    return lint([page_of(example)], world_of(root, example), default_settings(RULES), RULES)


def formatted(text: str) -> list[str]:
    report = linted(text)
    return [render_findings(report, format) for format in FindingFormat]


def included(text: str) -> str:
    """Read what a text includes where there is nothing."""
    return Includes(Library(PACKAGE, Config())).body_of("a.md", text, Audience.internal)[0]


READERS: dict[str, tuple[Callable[[str], object], tuple[str, ...], int]] = {  # with where its patterns are, pieces at most
    "privacy": (find_personal, ("text/privacy.py",), 40),
    "secrets": (find_personal, ("text/secret.py",), 60),
    "telephones": (find_personal, ("text/telephone.py",), 60),
    "addresses and numbers": (
        find_personal, ("text/mail_address.py", "text/bank_number.py", "text/national_id.py"), 60,
    ),
    "privacy with patterns": (
        lambda text: find_personal(text, (r"(a+)+b", r"\d+-\d+-\d+", r"(?<!\d)\d{11}(?!\d)")), (), 6,
    ),
    "sections": (lambda text: find_sections(text, 1, {}), ("article/section.py",), 30),
    "role": (lambda text: find_role(text, {}), ("article/section.py",), 30),
    "comments": (without_comments, ("article/section.py",), 30),
    "template": (harmless, ("article/template.py", "article/prompt.py"), 30),
    "links": (lambda text: list(find_links(text)), ("article/link.py",), 30),
    "anchors": (anchors_of, ("lint/engine/anchors.py",), 30),
    "components": (without_components, ("article/component.py",), 40),
    "directives": (included, ("article/include/syntax.py",), 60),
    "included pages": (lambda text: (readable("a.html", text), readable("a.mdx", text)), ("article/include/part.py",), 40),
    "article": (
        lambda text: read_content("a.md", (HEAD + text).encode(), Config()),
        ("article/reader.py", "article/front_matter.py", "article/hashtag.py"), 20,
    ),
    "front matter": (
        lambda text: read_content("a.md", f"---\n{text}\n---\n".encode(), Config()), ("article/reader.py",), 12,
    ),
    "language": (detect_text, ("article/language.py",), 20),
    "author": (parts, ("git/mailmap.py",), 30),
    "ticket": (lambda text: read_ticket(f"<p>{text}</p>", "ticket.txt"), ("solve/ticket.py",), 12),
    "question": (
        lambda text: find_words(parse(text).text, ("en", "de", "lt", "zh")),
        ("search/engine/query.py", "search/engine/word.py"), 12,
    ),
    "terms": (lambda text: terms(text, "en"), ("search/engine/analysis.py", "search/engine/quantity.py"), 20),
    "folding": (lambda text: (folded(text), folded_places(text)), ("text/folding.py",), 20),
    "wikitext": (
        lambda text: wiki_html(text, WIKI),
        ("migration/markup/wikitext.py", "migration/markup/wikitext_inline.py", "migration/markup/wikitext_table.py"), 30,
    ),
    "storage format": (stored, ("migration/markup/storage_format.py",), 20),
    "values": (
        lambda text: (moment_of(text), is_html(text), listed(text), number_of(text)),
        ("migration/source/worded_value.py",), 20,
    ),
    "grams": (lambda text: (grams(text), signature(text)), ("text/gram.py",), 12),
    "display": (lambda text: (one_line(text), writable(text), shorten(text, 80)), ("text/display.py",), 20),
    "renderers": (rendered, ("render/format.py",), 6),
    "lint": (linted, ("lint/rules", "lint/engine"), 14),
    "formats of findings": (formatted, (), 3),
}  # fmt: skip


@cache
def pieces_of(name: str) -> tuple[str, ...]:
    """Return what a reader is tried with: pieces of its own patterns and of all others, by chance where they are many."""
    _, places, most = READERS[name]
    files = (
        file for place in places for file in ((PACKAGE / place).rglob("*.py") if "." not in place else [PACKAGE / place])
    )
    calls = (call for file in sorted(files) if file.is_file() for call in calls_of(file) if isinstance(call, Call))
    own = dict.fromkeys(token for call in calls for token in tokens(call.pattern, call.flags))
    known = [*dict.fromkeys([*own, *PIECES])]
    return tuple(random.Random(name).sample(known, min(most, len(known))))


def texts_of(name: str) -> Iterator[str]:
    """Yield what is repeated: each piece, and pairs of them."""
    pieces = pieces_of(name)
    yield from pieces
    pairs = [one + other for one, other in permutations(pieces, 2)]
    yield from random.Random(name).sample(pairs, min(PAIRS, len(pieces) // 2))


def cost(read: Callable[[str], object], text: str, size: int) -> float:
    """Return the CPU time for a piece repeated to a size."""
    repeated = text * (size // len(text))
    gc.disable()  # it would look at all that the other tests have loaded, now and then
    try:
        begun = time.process_time()
        read(repeated)
        return time.process_time() - begun
    finally:
        gc.enable()


def is_linear(read: Callable[[str], object], text: str) -> bool:
    """Tell whether ten times the text costs at most 15 times as much, and 100 KB no more than a second."""
    large = cost(read, text, LARGE)
    if large <= FLOOR * MOST_TIMES:
        return True
    small = max(FLOOR, min(cost(read, text, SMALL) for _ in range(TRIES)))
    for _ in range(TRIES):
        if large <= min(MOST_SECONDS * slowness(), small * MOST_TIMES):
            return True
        large = min(large, cost(read, text, LARGE))
    return False


@pytest.mark.parametrize("name", READERS)
def test_ten_times_the_text_costs_at_most_fifteen_times_as_much(name):
    assert [text for text in texts_of(name) if not is_linear(READERS[name][0], text)] == []


@pytest.mark.parametrize("begin", DIRECTIVES)
def test_directives_that_never_end_are_looked_through_once(begin):
    pairs = [begin, *(begin + other for other in (*DIRECTIVES, '"', "'", "}}", "%}", "x ", "\n", "-->", ")", "]]"))]
    assert [text for text in pairs if not is_linear(included, text)] == []


def test_what_grows_faster_than_its_text_is_noticed():
    def slow(text: str) -> int:
        return sum(text.find("aa", at) for at in range(0, len(text), 30))

    assert not is_linear(slow, "ab")


@pytest.mark.parametrize("pattern", [r"(a+)+b", r"(a|aa)+$", r"(\w+\s?)*:", r"(?:a*)*\d", "(a|a)*b", "(?:|a)+b"])
def test_a_pattern_that_would_try_for_ever_is_read_once(pattern):
    assert list(spans_of(pattern)("a" * 500)) in ([], [(0, 500)])


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|a)*$", "(a|ab|a)+$"])
def test_a_pattern_of_the_settings_reads_forty_letters_at_once(pattern):
    for text in ("a" * 40, "a" * 40 + "!"):
        find_personal(text, [pattern])  # which would end in some days


def test_a_pattern_keeps_the_letters_and_digits_of_all_scripts():
    assert [list(spans_of(p)("ä12-34š")) for p in (r"\w+-\w+", r"[\w-]+\d\w+")] == [[(0, 7)], [(0, 7)]]
