"""A question put to a knowledge base: the index is asked, by words and by meaning, and what was reused comes first."""

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from kcs_cli.article.card import Card
from kcs_cli.article.model import Reuse
from kcs_cli.errors import IndexDamagedError
from kcs_cli.journal.folder import ledger_file
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase, once
from kcs_cli.knowledge_base.place import find_days_file
from kcs_cli.search.engine.answer import Answer, SearchOptions, Where, Whose
from kcs_cli.search.engine.query import FILTERS, LONGEST, Query, check_filters, parse
from kcs_cli.search.index.codes import meaning_of
from kcs_cli.search.index.opener import engine, index_folder, mend, open_index
from kcs_cli.search.log import note_search
from kcs_cli.search.prior import SPARE, with_prior
from kcs_cli.search.report import SearchReport, find_narrowing, is_vague, report_search, with_owners
from kcs_cli.search.synonym import synonyms
from kcs_cli.text.gram import normal

if TYPE_CHECKING:
    from kcs_cli.search.engine.clause import Clause
    from kcs_cli.search.log_line import LoggedSearch
    from kcs_cli.search.semantic.meaning import Meaning
    from kcs_cli.search.translation import Readership

T = TypeVar("T")
AsksOwners = Callable[[KnowledgeBase], Whose]  # finds out who answers for the articles, which takes their history
TOLD_BY = 3  # articles tell whether what has a minus before it is an option of a command
KEPT = ("audience",)  # filters that are met whatever else is found


class Reply(NamedTuple):
    """What answers a person who may still be typing, and what it was restricted by in the end; no log has it yet.

    `versions` counts what was found as the facets do: an article in two languages is two.
    """

    report: SearchReport
    where: Where
    versions: int = 0


def search(
    kb: KnowledgeBase, typed: str, where: Where, limit: int, whose: AsksOwners | None = None, **shown: bool
) -> SearchReport:
    """Answer what a person typed, with what `reply` names, and note it in the log."""
    answered = reply(kb, typed, where, limit, whose, **shown)
    note_reply(kb, answered)
    return answered.report


def note_reply(kb: KnowledgeBase, one: Reply) -> None:
    """Note in the log what was asked and found: it is this terminal's last search."""
    report = one.report
    note_search(kb, kb.now(), report.query, one.where, [(hit.id, hit.line) for hit in report.hits], report.found)


def go_on(kb: KnowledgeBase, last: "LoggedSearch", limit: int, whose: AsksOwners | None = None) -> SearchReport:
    """Answer a search of the log again, further down; nothing is noted: it is the same search."""
    return reply(kb, last.words, Where(last.filters, last.archived, last.environment), limit, whose).report


def reply(  # noqa: PLR0913 - what the answer shows is said by name
    kb: KnowledgeBase,
    typed: str,
    where: Where,
    limit: int,
    whose: AsksOwners | None = None,
    *,
    explain: bool = False,
    facets: bool = False,
    full: bool = False,
    quick: bool = False,
) -> Reply:
    """Answer what a person typed, without a line in the log; `quick` as `ask` has it, and without what would narrow it."""
    if "@" in typed and kb.config.personal.searches:
        from kcs_cli.search.named import expanded

        typed = expanded(typed, kb.config.personal.searches)
    query = parse(typed, filtered=bool(where.filters))
    check_filters(where.filters)
    if folders := where.filters.get("path"):
        from kcs_cli.search.name import names

        where = where._replace(filters={**where.filters, "path": tuple(map(names(kb).folder, folders))})
    where = where._replace(environment=normal(where.environment[:LONGEST]))
    where = where._replace(filters={name: tuple(map(normal, values)) for name, values in where.filters.items()})
    if whose and asks_owner(query, where):
        where = where._replace(whose=whose(kb))
    reader = _mended(kb, lambda: _reader(kb, query, where, os.environ))
    query = with_options(query, lambda words: ask(kb, words, where, TOLD_BY, quick=True, reader=reader))
    answer = ask(kb, query, where, limit, explain=explain, facets=facets, judge=True, quick=quick, reader=reader)
    for wider, without, dropped in () if answer.matches else _wider(query, where):
        if (other := ask(kb, wider, without, limit, explain=explain, facets=facets, judge=True, reader=reader)).matches:
            answer, query, where = other._replace(dropped=dropped), wider, without
            break
    now = kb.now()
    days = _days_of_work(kb, [match.card.path for match in answer.matches])
    report = report_search(typed, answer, now.date(), days, full=full, set_aside=engine(kb).count_broken())
    report = with_owners(report, where.whose) if where.whose else report
    if query.has_words and not report.is_answered and not quick:
        report = report._replace(lacking_language=lacking_language(kb, query.text))
    filters = {name: (*where.filters.get(name, ()), *query.filters.get(name, ())) for name in FILTERS}
    counts = ask(kb, query, where, 1, facets=True).facets if is_vague(answer) and not (facets or quick) else {}
    given = {name: values for name, values in filters.items() if values}
    report = report._replace(filters=given, narrow=find_narrowing(counts, answer.found))
    return Reply(report._replace(fallback=engine(kb).instead or None), where, versions=answer.found)


def asks_owner(query: Query, where: Where) -> bool:
    """Tell whether a question is about owners."""
    fields = (*where.filters, *query.filters, *(one.field for one in query.without_fields))
    return "owner" in fields


def _days_of_work(kb: KnowledgeBase, paths: Sequence[str]) -> dict[str, date]:
    """Return when articles were last worked on, by their paths, as far as git's days were noted."""
    file = find_days_file(kb.git) if kb.git else None
    if file is None or not file.exists():
        return {}
    from kcs_cli.history.day import days_of  # loads SQLite

    return {path: one.worked for path, one in days_of(kb, paths).items() if one.worked}


def with_options(query: Query, ask_words: Callable[[Query], Answer]) -> Query:
    """Return a question in which an option of a pasted command is a word: one of the first articles has it as it is, `-jar`.

    What no article has with its minus is excluded, as it was typed.
    """
    if not query.without or not query.text:
        return query
    words = query._replace(text=" ".join((query.text, *query.without)), without=())
    bodies = [match.card.body for match in ask_words(words).matches]
    options = [word for word in query.without if any(has_option(body, word) for body in bodies)]
    without = tuple(word for word in query.without if word not in options)
    return query._replace(text=" ".join((query.text, *options)), without=without)


def has_option(body: str, word: str) -> bool:
    """Tell whether a text has an option of a command: its minus stands right before it, and it in no longer word."""
    return re.search(rf"(?i)(?<![\w-])-{re.escape(word)}(?![\w-])", body) is not None


def _wider(query: Query, where: Where) -> Iterator[tuple[Query, Where, tuple[str, ...]]]:
    """Yield a question that found nothing without its exclusions, then without its filters; and what was left out.

    Who may read an article is never left out: what is asked for a customer shows nothing internal.
    """
    if not query.has_words:
        return
    dropped = tuple(f"-{text}" for text in query.without)
    dropped += tuple(f"-{one.field}:{one.text}" for one in query.without_fields if one.field not in KEPT)
    if dropped:
        kept = tuple(one for one in query.without_fields if one.field in KEPT)
        query = query._replace(without=(), without_fields=kept)
        yield query, where, dropped
    given = [(name, value) for filters in (where.filters, query.filters) for name in filters for value in filters[name]]
    if filtered := tuple(f"{name}:{value}" for name, value in given if name not in KEPT):
        kept_of = [{name: filters[name] for name in KEPT if name in filters} for filters in (where.filters, query.filters)]
        yield query._replace(filters=kept_of[1]), where._replace(filters=kept_of[0]), (*dropped, *filtered)


def lacking_language(kb: KnowledgeBase, question: str) -> str | None:
    """Return the language of a question where it is clear and no article is in it; else None."""
    from kcs_cli.article.language import detect_text  # loads a model: only where nothing seems to answer

    told = detect_text(question)
    return told if told and told not in engine(kb).languages() else None


def find(kb: KnowledgeBase, typed: str) -> list[tuple[str, float]]:
    """Return the ids and scores of the first ten articles for a question; nothing is noted in the log."""
    query = parse(typed)
    # What a gate says must not hang on a locale, nor on which version is shown.
    reader = _mended(kb, lambda: _reader(kb, query, Where(), {}))
    reader = reader._replace(joins=False) if reader else None
    query = with_options(query, lambda words: ask(kb, words, Where(), TOLD_BY, quick=True, reader=reader))
    answer = ask(kb, query, Where(), 10, reader=reader)
    return [(match.card.id, match.score) for match in answer.matches]


def _reader(kb: KnowledgeBase, query: Query, where: Where, environment: Mapping[str, str]) -> "Readership | None":
    """Return in which language a question is to be answered; None where the base has one, or the question names some."""
    is_multilingual = sum(map(bool, engine(kb).languages())) > 1
    if not query.has_words or not is_multilingual:
        return None
    from kcs_cli.search.translation import Readership, reader_language

    is_filtered = bool(where.filters.get("lang") or query.filters.get("lang"))
    return Readership(
        language="" if is_filtered else reader_language(engine(kb), query, kb.config, environment),
        joins=not is_filtered,
        audiences=(*where.filters.get("audience", ()), *query.filters.get("audience", ())),
    )


def _mended(kb: KnowledgeBase, read: Callable[[], T]) -> T:
    """Read from the index; one that breaks meanwhile is built again first."""
    try:
        return read()
    except IndexDamagedError as error:
        mend(kb, error)
        return read()


def ask(  # noqa: PLR0913 - what the answer has is said by name
    kb: KnowledgeBase,
    query: Query,
    where: Where,
    limit: int,
    *,
    explain: bool = False,
    facets: bool = False,
    judge: bool = False,
    quick: bool = False,
    reader: "Readership | None" = None,
    only: "Callable[[Clause], bool] | None" = None,
) -> Answer:
    """Ask the index, meaning and prior included; to `judge` is to say how much of the question the first hits speak of.

    `quick` leaves meaning out, which in a large base takes longer than the words. For a reader, articles in several
    languages are one hit each. `only` names the clauses that are explained, if not all.
    """
    most = (limit + SPARE) * (_versions_of_each(kb) if reader and reader.joins else 1)
    meaning = open_meaning(kb) if query.text.strip() and not quick else None
    meant = None if quick else meaning_of(kb, query.text)
    nearness = meaning.nearness(query.text, meant) if meaning else None
    paths = nearness.nearest if nearness else ()
    meant = None if meaning else meant  # a model knows better than the table, which only names its candidates

    def by_words() -> Answer:
        # Each time anew: when the index breaks and is built again, this is another engine
        engine(kb).synonyms = synonyms(kb)
        return engine(kb).search(query, where, most, SearchOptions(explain, facets, judge, paths, meant, only))

    answer = _mended(kb, by_words)
    if meaning and nearness:
        answer = meaning.mixed_into(answer, nearness, most, explain=explain)
    if reader:
        from kcs_cli.search.translation import for_reader

        matches = answer.matches
        answer = answer._replace(matches=_mended(kb, lambda: for_reader(engine(kb), matches, reader)))
        # Where there are more, nobody has looked what those are translations of
        if reader.joins and len(matches) < most:
            answer = answer._replace(joined=max(0, answer.found - len(answer.matches)))
    reuse = reuse_of(kb, [match.card for match in answer.matches])
    return answer._replace(matches=with_prior(answer.matches, reuse, kb.now().date(), limit))


def _versions_of_each(kb: KnowledgeBase) -> int:
    """Return how many versions an article may have."""
    from kcs_cli.search.translation import versions_of_each

    return _mended(kb, lambda: versions_of_each(engine(kb)))


@once
def open_meaning(kb: KnowledgeBase) -> "Meaning | None":
    """Return what finds articles by meaning; None where that is off, or cannot be had here, which is told."""
    folder = index_folder(kb)
    if not kb.config.semantic.model or open_index(kb).in_memory or not folder:
        return None
    from kcs_cli.search.semantic.meaning import usable  # loads much: only where it is asked for

    return usable(kb.root, kb.config, folder.folder, open_index(kb), kb.tell)


def reuse_of(kb: KnowledgeBase, cards: Sequence[Card]) -> list[Reuse]:
    """Return how often articles were reused, as it was counted when the journal was last read."""
    if (file := ledger_file(kb)) is None:
        return [Reuse()] * len(cards)
    from kcs_cli.journal.ledger.file import read_reuse

    return read_reuse(file, kb.base, [card.ids for card in cards])
