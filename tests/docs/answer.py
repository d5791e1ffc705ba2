"""The fields of every answer in JSON, as its report has them: docs/reference/json.md."""

import types
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from importlib import import_module
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

# How a command is called → the report it answers with.
ANSWERS = {
    "search, more": "search.report:SearchReport",
    "show": "article.report:ArticleReport",
    "show --case": "solve.case_report:CaseReport",
    "new": "solve.capture_report:CaptureReport",
    "link, unlink": "solve.link_report:LinkReport",
    "flag, unflag, verify, rate": "journal.flag:NotedReport",
    "undo": "solve.undo_report:UndoReport",
    "fix": "solve.fix:FixReport",
    "rate --import": "solve.vote:VoteReport",
    "thanks": "learn.thanks:ThanksReport",
    "news": "learn.news_report:NewsReport",
    "quiz": "learn.quiz.result:RoundReport",
    "quiz --results": "learn.quiz.result:ResultsReport",
    "quiz --share": "learn.quiz.result:SharedReport",
    "path": "learn.path_report:DomainsReport",
    "path NAME": "learn.path_report:PathReport",
    "share": "solve.share_report:ShareReport",
    "sync": "journal.sync.report:SyncReport",
    "review-stale": "review.review_report:ReviewReport",
    "review-stale --explain": "review.review_report:ScoreExplanation",
    "flags": "journal.flag:FlagReport",
    "set, state": "article.field:ChangeReport",
    "merge": "solve.merge_report:MergeReport",
    "history": "history.article_history_report:HistoryReport",
    "owners": "owners.owner_report:OwnersReport",
    "owners --of, --unowned": "owners.owner_report:OwnedReport",
    "owners ID": "owners.owner_report:ArticleOwnersReport",
    "owners --at-risk": "owners.risk:RiskReport",
    "owners --left": "owners.heir:HeirReport",
    "owners --codeowners": "owners.codeowners:SectionReport",
    "vocabulary": "search.vocabulary_report:VocabularyReport",
    "vocabulary --mine, --accept": "search.word_pair:WordPairReport",
    "recall": "solve.case_report:RecallReport",
    "gaps": "demand.gap_report:GapReport",
    "gaps --replay": "demand.replay:ReplayReport",
    "gaps --cases": "demand.case_cluster:ClusterReport",
    "gaps --import": "demand.imported_search:ImportReport",
    "gaps --accept": "demand.gap:AcceptReport",
    "matrix": "demand.matrix_report:MatrixReport",
    "matrix --propose": "demand.matrix_proposal:ProposalReport",
    "report": "measure.measure:ListReport",
    "report NAME": "measure.measure_report:MeasureReport",
    "report NAME --explain": "measure.measure:MeasureExplanation",
    "report health": "measure.health:HealthReport",
    "report reuse": "measure.reuse:ReuseReport",
    "report value": "measure.value:ValueReport",
    "digest": "learn.digest_report:DigestReport",
    "publish": "channel.publication_report:PublicationReport",
    "notify": "channel.notice_report:NotifyReport",
    "init": "knowledge_base.start:StartReport",
    "init --adopt": "article.adoption.adoption_report:AdoptionReport",
    "export": "migration.handout.article_export:BaseExport",
    "export --check": "channel.leak_report:LeakReport",
    "import": "migration.intake.intake_report:IntakeReport",
    "lint": "lint.engine.finding:LintReport",
    "lint --statistics": "lint.statistics:LintStatistics",
    "standard": "lint.engine.standard:StandardReport",
    "test": "search.evaluation.judged:EvaluationReport",
    "test without files": "search.evaluation.link:RegressionReport",
    "test --compare": "search.evaluation.compare_report:ComparisonReport",
    "test --bisect": "search.evaluation.bisect_report:BreakReport",
    "index": "search.index.report:IndexReport",
    "index --check": "search.index.report:PendingReport",
    "index --explain": "search.index.report:PathReason",
    "cluster sync": "search.feed.feed_report:FeedReport",
    "cluster status": "search.feed.state:ClusterState",
    "cluster check": "search.feed.sample_check:SampleCheck",
    "semantic show": "search.semantic.report:SemanticReport",
    "semantic fetch": "search.semantic.report:FetchReport",
    "events": "journal.timeline:EventReport",
    "events --unreadable": "journal.unreadable:UnreadableReport",
}


def commands_of(called: str) -> tuple[str, ...]:
    """Return the commands that are called so: `link, unlink` are two."""
    words = [part.split()[0] for part in called.split(", ")]
    return tuple(word for word in words if not word.startswith("-"))


WORDS = {str: "text", int: "number", float: "number", bool: "true or false", date: "day", datetime: "time"}


def answers() -> str:
    """Return all answers, each with its fields."""
    return "\n\n".join(answer(called, place) for called, place in ANSWERS.items())


def answer(called: str, place: str) -> str:
    """Return one answer."""
    rows = [f"| `{name}` | {kind} |" for name, kind in fields(report_class(place), "", ())]
    return "\n".join((f"## kcs {called}", "", "| field | type |", "|---|---|", *rows))


def report_class(place: str) -> Any:
    """Return a report's class."""
    module, _, name = place.partition(":")
    return getattr(import_module(f"kcs_cli.{module}"), name)


def fields(owner: Any, before: str, around: tuple[Any, ...]) -> Iterator[tuple[str, str]]:
    """Yield the fields of a value and of the values in it, by their paths, each with its type in words."""
    hints = get_type_hints(owner, include_extras=True)
    for name in owner._fields:
        inner, many = parted(hints[name])
        yield f"{before}{name}", in_words(hints[name])
        if is_record(inner) and inner not in around:
            yield from fields(inner, f"{before}{name}{many}.", (*around, owner))


def parted(kind: Any) -> tuple[Any, str]:
    """Return what a field has one or many of, and how many is written in a path."""
    origin = get_origin(kind)
    if origin in (types.UnionType, Union):
        return parted(next(one for one in get_args(kind) if one is not types.NoneType))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return get_args(kind)[1], "{}"
    if isinstance(origin, type) and issubclass(origin, Sequence):
        return parted(get_args(kind)[0])[0], "[]"
    return kind, ""


def is_record(kind: Any) -> bool:
    """Tell whether a type has fields of its own."""
    return hasattr(kind, "_fields")


def in_words(kind: Any) -> str:
    """Return a type in words."""
    origin = get_origin(kind)
    if origin is Annotated:
        return "text or null"
    if origin in (types.UnionType, Union):
        return " or ".join(dict.fromkeys("null" if one is types.NoneType else in_words(one) for one in get_args(kind)))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return f"object: text → {in_words(get_args(kind)[1])}"
    if isinstance(origin, type) and issubclass(origin, Sequence):
        return in_list(get_args(kind))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return ", ".join(f"`{one.value}`" if one.value else "null" for one in kind)
    return WORDS.get(kind, "object")


def in_list(inner: tuple[Any, ...]) -> str:
    """Return the type of a list in words: of any length, or of so many."""
    if len(inner) == 1 or inner[1:] == (...,):
        return f"list of {in_words(inner[0])}"
    return f"[{', '.join(map(in_words, inner))}]"
