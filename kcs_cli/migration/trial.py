"""An adopted base, tried before anything is written: what a search would find, what lint would say, what to do first."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from kcs_cli.article.adoption.adoption_report import AdoptionReport
from kcs_cli.article.adoption.make import MAKES
from kcs_cli.article.adoption.outlook import Outlook, RuleTally
from kcs_cli.article.adoption.text import adopted_text
from kcs_cli.article.model import Article, BrokenArticle
from kcs_cli.article.reader import read_article, set_aside_doubles
from kcs_cli.knowledge_base.config import FILE_NAME
from kcs_cli.knowledge_base.config_file import parse_config
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.library import Library
from kcs_cli.knowledge_base.omission import Omission, count_omissions, omission_of
from kcs_cli.knowledge_base.vocabulary import Confidence
from kcs_cli.lint.engine.finding import LintReport
from kcs_cli.lint.engine.rule import Severity
from kcs_cli.lint.engine.settings import LintSettings, RuleSetting, default_settings
from kcs_cli.lint.linter import Linter
from kcs_cli.lint.registry import RULES
from kcs_cli.lint.scope import Scope
from kcs_cli.lint.standard_fit import RuleOff, lint_table, rules_off
from kcs_cli.text.display import in_shell

EXCLUDED = "`exclude` in [articles] has "
SHOWN_PATTERNS = 3
Walk = Callable[[Sequence[str]], Iterator[str]]


class Trial(NamedTuple):
    """A proposal with what comes of it, and all that lint finds."""

    report: AdoptionReport
    findings: LintReport


def try_out(root: Path, report: AdoptionReport, walk: Walk = iter) -> Trial:
    """Try a proposal on a base as it is."""
    kb = KnowledgeBase(root, parse_config(adopted_text(report), FILE_NAME, os.environ))
    paths = kb.library.listing()
    articles = list(set_aside_doubles(_without_text(read_article(root, path, kb.config)) for path in walk(paths)))
    sound = [one for one in articles if isinstance(one, Article)]
    left_out = _omissions(kb) + Counter(map(_reason, (one for one in articles if isinstance(one, BrokenArticle))))
    off = {one.rule: one for one in (*rules_off(len(sound), _having(report, sound)), *_off_by_make(report))}.values()
    found = Linter(kb, Scope(), settings=_settings(off)).report(frozenset(), most=None)
    unpublished = sum(one.confidence is Confidence.archived for one in sound)
    outlook = Outlook(
        searched=len(sound) - unpublished,
        unpublished=unpublished,
        broken=sum(one.fault is not None for one in sound),
        not_read=tuple(Omission(reason=reason, files=n) for reason, n in left_out.most_common()),
        found=len(found.findings),
        rules=_rule_counts(found),
        rules_off={one.rule: one.reason for one in off},
        next=tuple(_next(root, report, sound, found)),
    )
    return Trial(report._replace(outlook=outlook), found)


def tried_text(report: AdoptionReport) -> str:
    """Write the kcs.toml of a proposal that was tried: with the rules that are off."""
    off = (RuleOff(rule, reason) for rule, reason in report.outlook.rules_off.items())
    table = lint_table(off)
    return adopted_text(report) + (f"\n{table}" if table else "")


def _without_text(article: Article | BrokenArticle) -> Article | BrokenArticle:
    """Drop the text of an article: a base has gigabytes."""
    if isinstance(article, BrokenArticle):
        return article
    return article._replace(body="", sections=tuple(one._replace(text="") for one in article.sections))


def _omissions(kb: KnowledgeBase) -> Counter[str]:
    """Count by reason what would be no article, in all of the base: also outside of the articles' folder."""
    whole = Library(kb.root, kb.config._replace(articles=kb.config.articles._replace(folder=".")))
    beyond = set(whole.listing()).difference(kb.library.listing())
    counts = count_omissions(whole) + Counter(omission_of(kb.library, path) for path in beyond)
    patterns = {why.removeprefix(EXCLUDED): n for why, n in counts.items() if why.startswith(EXCLUDED)}
    others = Counter({why: n for why, n in counts.items() if not why.startswith(EXCLUDED)})
    shown = sorted(patterns, key=lambda one: (-patterns[one], one))
    words = ", ".join(f"{one} {patterns[one]:,}" for one in shown[:SHOWN_PATTERNS])
    more = ", …" if len(shown) > SHOWN_PATTERNS else ""
    return others + Counter({f"`exclude` in [articles]: {words}{more}": sum(patterns.values())})


def _reason(article: BrokenArticle) -> str:
    """Return why a file is set aside, without its own particulars."""
    return "another article has its id" if article.id else article.reason.partition(":")[0]


def _off_by_make(report: AdoptionReport) -> Iterator[RuleOff]:
    """Yield the rule about titles where the make has articles called as their files."""
    if any(make.kind is report.site.kind and make.named_by_file for make in MAKES):
        yield RuleOff("field-missing", f"of {report.site.kind.value} an article's title is the name of its file")


def _having(report: AdoptionReport, articles: Sequence[Article]) -> dict[str, int]:
    """Count the articles with a field or a section, by its role."""
    fields = {one.role: max(n for _, n in one.values) for one in report.fields}
    roles = Counter(role for one in articles for role in {section.role for section in one.sections})
    return {**fields, **roles}


def _settings(off: Iterable[RuleOff]) -> LintSettings:
    """Return how rules are asked of a base with some of them off."""
    usual = default_settings(RULES).everywhere
    silent = {one.rule: RuleSetting(Severity.off, usual[one.rule].options) for one in off}
    return LintSettings({**usual, **silent}, {})


def _rule_counts(report: LintReport) -> tuple[RuleTally, ...]:
    """Count the findings by rule, errors first, then the most frequent ones."""
    found = Counter((one.rule, one.severity) for one in report.findings)
    files = Counter(rule for rule, _ in {(one.rule, one.path) for one in report.findings})
    ranked = sorted(found, key=lambda one: (one[1] is not Severity.error, -found[one], one[0]))
    return tuple(RuleTally(rule, severity.value, found[rule, severity], files[rule]) for rule, severity in ranked)


def _next(root: Path, report: AdoptionReport, articles: Sequence[Article], found: LintReport) -> Iterator[str]:
    """Yield the commands to go on with, the first one first."""
    here = "" if root == Path.cwd() else f" --root {in_shell(str(root))}"
    yield f"kcs search{here} WORDS"
    if any(one.fault for one in articles):
        yield f"kcs index{here}"
    if found.findings:
        yield f"kcs lint{here}"
    if report.without_id:
        yield f"kcs lint{here} --fix id-missing"
