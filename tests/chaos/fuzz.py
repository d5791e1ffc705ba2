"""Inputs that nobody expects, by their seed: articles, configuration, journals, queries, tickets, cases, votes, searches.

Each is mangled from a sound one, put together from hostile pieces, or random. An exception that is no KcsError and a text
that takes longer than `HANGS` seconds of CPU are problems.
"""

import random
import signal
import tempfile
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from kcs_cli.article.reader import read_content
from kcs_cli.demand.case_file import read_cases
from kcs_cli.demand.imported_search import ImportedSearches
from kcs_cli.errors import KcsError
from kcs_cli.journal.event import to_line
from kcs_cli.journal.ledger.file import ledger_cache
from kcs_cli.journal.ledger.ledger import Ledger
from kcs_cli.journal.line import read_lines
from kcs_cli.knowledge_base.config import Config, settings
from kcs_cli.knowledge_base.config_file import parse_config
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.ask import reply
from kcs_cli.search.engine.answer import Where
from kcs_cli.solve.ticket import read_ticket
from kcs_cli.solve.vote import Base, read_votes
from kcs_cli.text.outside import readable
from tests import make
from tests.lint.hostile import PIECES, mangled

HANGS = 5.0  # seconds of CPU
SHARE = 1_000  # inputs that a process takes at once
NOW = datetime(2026, 11, 28, tzinfo=UTC)


class Place(NamedTuple):
    """A base to ask, a file to write, and the articles there are."""

    kb: KnowledgeBase
    file: Path


def _article(content: bytes, _: Place) -> None:
    read_content("knowledge/a.md", content, Config())


def _configuration(content: bytes, _: Place) -> None:
    parse_config(readable(content), "kcs.toml", {})


def _journal(content: bytes, _: Place) -> None:
    ledger = Ledger(ledger_cache(None).open())
    ledger.take_in([read_lines("file:a", 0, content)], {})
    ledger.all("")


def _query(content: bytes, place: Place) -> None:
    reply(place.kb, readable(content)[:2_000], Where(), 5)


def _ticket(content: bytes, _: Place) -> None:
    read_ticket(readable(content), "ticket.json", "")


def _cases(content: bytes, place: Place) -> None:
    place.file.write_bytes(content)
    list(read_cases(place.file, Config(), _silent))


def _votes(content: bytes, place: Place) -> None:
    place.file.write_bytes(content)
    read_votes(place.file, Base("b", {"kb-print1": "kb-print1", "kb-mail01": "kb-mail01"}))


def _searches(content: bytes, place: Place) -> None:
    place.file.write_bytes(content)
    ImportedSearches(place.file.parent, "b").take_in(place.file, {}, (), NOW, _silent)


def _silent(_: str) -> None:
    """Say nothing."""


class Kind(NamedTuple):
    """A kind of input: what reads it, sound ones, and pieces that are hard on it."""

    read: Callable[[bytes, Place], None]
    sound: tuple[bytes, ...]
    pieces: tuple[bytes, ...] = PIECES
    head: bytes = b""  # what it often begins with all the same: else little is read beyond its beginning


def _event(number: int, kind: str, **fields: object) -> bytes:
    return to_line(make.event(number, kind, article="kb-print1", **fields)) + b"\n"


EVENTS = (
    _event(1, "link", case="4711", words="no paper", rank=1),
    _event(2, "flag", text="wrong", why="wrong"),
    _event(3, "undo", ends=(make.event(1).id,)),
    _event(4, "rate", vote="helpful"),
    _event(5, "verify", text="tested"),
)
ROWS = (
    b",",
    b";",
    b"\t",
    b'"',
    b'""',
    b"\n",
    b"\r\n",
    b"\r",
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"2026-02-30",
    b"1e999",
    b"-1",
    b"nan",
    b"99999999999999999999",
    b"0001-01-01",
    b"9999-12-31T23:59:59-14:00",
    b"{",
    b"}",
    b"[]",
    b'{"id": 1}\n',
    b"kb-print1",
    b"helpful",
    b"a@b.de",
    b"x" * 3_000,
    b"=cmd|' /C calc'!A0",
    b"\xe4\xbd\xa0",
)
JSON = (
    *ROWS,
    b'"',
    b":",
    b",",
    b"null",
    b"true",
    b"[[[[",
    b"]]]]",
    b'{"a":',
    b'{"comments": [',
    b'"\\ud800"',
    b'"\\u0000"',
    b"1" * 5_000,
    b"[" * 2_000,
    b"NaN",
    b"-0",
    b'"at":',
    b'"v":2',
    b'"ends":["',
    b'"id":"01',
    b"T24:00:00Z",
    b"+24:00",
)
WORDS = (
    b'"',
    b"-",
    b"*",
    b":",
    b"(",
    b")",
    b"title:",
    b"tag:",
    b"path:",
    b"id:kb-",
    b"owner:me",
    b"said:",
    b"OR",
    b"AND NOT",
    b"~2",
    b"^9",
    b"[a TO b]",
    b"\\",
    b"/",
    b"\x00",
    b"\xe2\x80\xae",
    b"\xf0\x9f\x96\xa8",
    b"\xe6\x89\x93\xe5\x8d\xb0",
    b"e\xcc\x81" * 40,
    b"0x80070005",
    b"a" * 300,
    b'-"a b"',
    b"printer",
    b"vpn*",
    b"@x",
    b"'",
    b"#",
    b"\n",
    b" ",
)
TOML = (
    b"[",
    b"]",
    b"[[",
    b"]]",
    b"=",
    b'"',
    b"'''",
    b"#",
    b"\n",
    b"[lint]\n",
    b"[search]\n",
    b"[privacy]\n",
    b'patterns = ["(a+)+$"]\n',
    b'[articles]\nfolder = ".."\n',
    b"[fields]\nid = 1\n",
    b"= 1e400",
    b"= 9999-99-99",
    b"= nan",
    b"= {a = {b = 1}}",
    b"\x00",
    b"[personal]\n",
    b"a.b.c = 1\n",
    b"limit = -1\n",
    b'kind = [""]\n',
    b"= [" * 500,
    b"{a=" * 300,
)
QUERIES = "queries"
SETTINGS = list(settings())
VALUES = (
    b"1",
    b"-1",
    b"0",
    b"1e400",
    b"nan",
    b"true",
    b'""',
    b'"x"',
    b'"\\u0000"',
    b'"../.."',
    b'"/"',
    b'"~root"',
    b'"(a+)+$"',
    b'"["',
    b'"{}"',
    b'"{case}"',
    b'"https://x/{case}"',
    b'"off"',
    b"[]",
    b"[[]]",
    b"[1]",
    b'["", ""]',
    b'["a", "a"]',
    b'["(a+)+$", "(?<=a*)b", "\\\\1", "("]',
    b"{}",
    b"{a = 1}",
    b'{a = "off", b = ["x"]}',
    b"[{a = 1}]",
    b"2026-02-03",
    b"10:00:00",
    b"2026-01-01T00:00:00+23:59",
    b"99999999999999999999999",
    b'"' + b"a" * 3_000 + b'"',
    b'"30d"',
    b'"-1d"',
    b'"99999999d"',
    b'["*" , "**/**/**"]',
    b'"Europe/Vilnius"',
    b'"\\u202e"',
    b'"de"',
    b'["de", "zh", "xx"]',
)
KINDS = {
    "articles": Kind(_article, tuple(text.encode() for text in make.THREE.values())),
    "configuration": Kind(
        _configuration,
        (
            b'[articles]\nfolder = "knowledge"\nexclude = ["x/*"]\n\n[journal]\nsync = "auto"\nrefs = "refs/kcs/journal"\n'
            b'\n[privacy]\npatterns = ["C-[0-9]+"]\n\n[fields]\nid = ["id", "key"]\n\n[lint.rules]\ntitle-twice = "off"\n',
        ),
        TOML,
    ),
    "journals": Kind(_journal, (b"".join(EVENTS), *EVENTS), JSON),
    QUERIES: Kind(_query, (b'printer "does not print" -fax tag:printing', b"VPN error: 0x80070005", b"kb-vpn001"), WORDS),
    "tickets": Kind(
        _ticket,
        (
            b'{"ticket": {"id": 35, "subject": "No print", "description": "It <b>hangs</b>", "comments": [{"body": "x"}]}}',
            b'{"key": "A-1", "fields": {"summary": "x", "description": {"content": [{"type": "text", "text": "y"}]}}}',
            b"Subject: Fax\nFrom: a@b.de\n\nIt fails.\n> quoted\n",
        ),
        JSON,
    ),
    "cases": Kind(
        _cases,
        (b"id,issue,opened,closed,csat\n1,It fails,2026-01-02,2026-01-03,4\n", b'{"id": 1, "issue": "x"}\n'),
        ROWS,
        b"id,issue,opened,closed,csat\n",
    ),
    "votes": Kind(
        _votes, (b"article,vote,comment,date\nkb-print1,yes,x,2026-01-02\n",), ROWS, b"article,vote,comment,date\n"
    ),
    "searches": Kind(
        _searches,
        (b"words,found,at,user\nprinter jam,0,2026-01-02T10:00:00Z,u1\n", b'{"query": "fax", "results": 0}\n'),
        ROWS,
        b"words,found,at,user,clicked\n",
    ),
}


def content_of(kind: Kind, chance: random.Random) -> bytes:
    """Return an input: mangled, put together, or random; a configuration often of settings that there are."""
    if kind.read is _configuration and chance.random() < 0.7:
        return _some_settings(chance)
    return (kind.head if chance.random() < 0.6 else b"") + _text_of(kind, chance)


def _some_settings(chance: random.Random) -> bytes:
    """Return a configuration that is TOML, with values that nobody expects."""
    chosen = {one.table: one for one in chance.sample(SETTINGS, chance.randrange(1, 4))}.values()
    return b"".join(f"[{one.table}]\n{one.key} = ".encode() + chance.choice(VALUES) + b"\n" for one in chosen)


def _text_of(kind: Kind, chance: random.Random) -> bytes:
    """Return a text of one of the three ways."""
    way = chance.random()
    if way < 0.6:
        text = mangled(chance, chance.choice(kind.sound))
        for _ in range(chance.randrange(4)):
            place = chance.randrange(len(text) + 1)
            text = text[:place] + chance.choice(kind.pieces) + text[place:]
        return text
    if way < 0.95:
        return b"".join(chance.choice((*kind.pieces, *kind.sound)) for _ in range(chance.randrange(1, 40)))
    return chance.randbytes(chance.randrange(3_000))


def problem(seed: int, place: Place) -> str:
    """Return what is wrong with the input of a seed; nothing where it is read, or refused in our words."""
    chance = random.Random(seed)
    others = [name for name in KINDS if name != QUERIES]
    name = QUERIES if seed % 50 == 0 else others[seed % len(others)]  # a search takes as long as fifty others
    content = content_of(KINDS[name], chance)
    signal.setitimer(signal.ITIMER_VIRTUAL, HANGS)
    try:
        KINDS[name].read(content, place)
    except KcsError:
        return ""
    except BaseException as error:  # what a hang raises is none of Exception
        ours = [one for one in traceback.extract_tb(error.__traceback__) if "kcs_cli" in one.filename]
        path = " > ".join(f"{Path(one.filename).name}:{one.lineno}" for one in ours)
        return f"seed {seed}, {name}: {type(error).__name__} in {path}: {str(error)[:200]}"
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return ""


class HangError(BaseException):
    """A text took too long."""


def _hang(*_: object) -> None:
    raise HangError


def share(first: int, count: int) -> list[str]:
    """Return what is wrong with the inputs of some seeds."""
    signal.signal(signal.SIGVTALRM, _hang)
    with tempfile.TemporaryDirectory() as folder:
        root = make.base(Path(folder) / "kb", make.THREE)
        kb = KnowledgeBase.open(str(root))
        place = Place(kb, Path(folder) / "file")
        reply(kb, "printer", Where(), 5)
        return [one for seed in range(first, first + count) if (one := problem(seed, place))]


def fuzz(first: int, count: int) -> Iterator[str]:
    """Yield what is wrong with the inputs of so many seeds."""
    firsts = range(first, first + count, SHARE)
    counts = [min(SHARE, first + count - one) for one in firsts]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for found in pool.map(share, firsts, counts):
            yield from found
