"""Asks the rules about pages."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kcs_cli.lint.engine.finding import Finding, LintReport, named_by_path, with_fingerprints
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Rule, Severity, Spot
from kcs_cli.lint.engine.settings import LintSettings
from kcs_cli.lint.engine.summing import adopted_whole, summed_up
from kcs_cli.lint.engine.world import World
from kcs_cli.text.outside import kept, kept_bytes

DISABLE = "disabled-without-reason"  # the one finding that is no rule's: it cannot be silenced
MOST_ROUNDS = 10  # of repairs, until nothing changes any more
MOST_FINDINGS = 1_000  # of a rule in a file: nobody reads more, and a file of 100 KB can have 50,000


class Silence(NamedTuple):
    """The findings that count, and how many a comment silenced."""

    findings: tuple[Finding, ...]
    disabled: int


def lint(
    pages: Iterable[Page],
    world: World,
    settings: LintSettings,
    rules: Mapping[str, Rule],
    baseline: frozenset[str] = frozenset(),
    *,
    most: int | None = MOST_FINDINGS,
) -> LintReport:
    """Return what the rules find; findings whose fingerprints the baseline has are counted only.

    Of the others at most so many of a rule in a file are shown, and how many there are besides; None: all of them.
    """
    findings: list[Finding] = []
    files = known = disabled = 0
    whole, met = adopted_whole(rules, baseline), set[str]()
    for page in pages:
        files += 1
        found = _silenced(page, with_fingerprints(sorted(_page_findings(page, world, settings, rules), key=_place)))
        new = _not_in(baseline, whole, found.findings) if baseline else found.findings
        findings += _shown(new if most is None else _first_of_each(new, most), rules)
        of_base = [one.rule for one in found.findings if one.rule in whole]
        known += len(found.findings) - len(new) - len(of_base)
        met.update(of_base)
        disabled += found.disabled
    return LintReport(tuple(summed_up(findings, files, rules)), files, known + len(met), disabled)


def _not_in(baseline: frozenset[str], whole: frozenset[str], findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings that a baseline has not; one that was adopted before the article had an id goes by its path.

    Of the rules in `whole` the base was adopted as it was, and nothing is new.
    """
    pairs = zip(findings, named_by_path(findings), strict=True)
    new = (one for one, by_path in pairs if one.fingerprint not in baseline and by_path not in baseline)
    return [one for one in new if one.rule not in whole]


def _first_of_each(findings: Sequence[Finding], most: int) -> Iterator[Finding]:
    """Yield the first findings of each rule; the next one says how many more there are."""
    left = Counter(one.rule for one in findings)
    seen = Counter[str]()
    for one in findings:
        seen[one.rule] += 1
        if seen[one.rule] <= most:
            yield one
        elif seen[one.rule] == most + 1:
            more = left[one.rule] - most
            yield one._replace(message=f"{more:,} more of these are not shown", length=0, is_fixable=False, more=more)


def _shown(findings: Iterable[Finding], rules: Mapping[str, Rule]) -> list[Finding]:
    """Return findings without the lines that are not to be seen."""
    hidden = {rule.name for rule in rules.values() if rule.hides_line}
    return [one._replace(text="") if one.rule in hidden else one for one in findings]


def _place(one: Finding) -> tuple[int, int, str]:
    """Sort by place."""
    return one.line, one.column, one.rule


def _page_findings(page: Page, world: World, settings: LintSettings, rules: Mapping[str, Rule]) -> Iterator[Finding]:
    """Yield what the rules find on a page, and the comments that silence rules without a reason."""
    for rule in rules.values():
        setting = settings.of(rule.name, page.path)
        if setting.severity is Severity.off or (rule.only_changes and not page.has_before):
            continue
        for one in rule.check(page, world, setting.options):
            yield _finding(
                page, rule.name, setting.severity, one, is_fixable=one.is_fixable and _may_repair(rule.name, page)
            )
    for comment in page.disabled:
        is_known = settings.knows(comment.rule)
        if not comment.reason or not is_known:
            why = "gives no reason (kcs-disable RULE: reason)" if is_known else f"names no rule: {comment.rule}"
            yield _finding(page, DISABLE, Severity.error, Spot(comment.line, f"This comment {why}"), is_fixable=False)


def _may_repair(rule: str, page: Page) -> bool:
    """Tell whether a page can be repaired: a repair mends all of a rule or nothing, also what a comment silences."""
    return not page.undecodable and not any(one.rule == rule for one in page.disabled)


def with_text(page: Page, text: str) -> Page:
    """Return the page with another text."""
    content = kept_bytes(text)
    return Page(page.path, content, page.config, before=page.before, has_before=page.has_before)


def _finding(page: Page, rule: str, severity: Severity, found: Spot, *, is_fixable: bool) -> Finding:
    """Join a page and what was found on it."""
    line = min(max(found.line, 1), max(len(page.lines), 1))
    return Finding(
        path=page.path,
        line=line,
        column=found.column,
        length=found.length,
        rule=rule,
        severity=severity,
        message=found.message,
        text=page.bare_lines[line - 1],
        id=page.id,
        fingerprint="",
        is_fixable=is_fixable,
    )


def _silenced(page: Page, findings: Sequence[Finding]) -> Silence:
    """Drop the findings that a comment with a reason silences."""
    rules = {one.rule for one in findings}
    spans = {(one.rule, one.first, one.last) for one in page.disabled if one.reason and one.rule in rules}
    silent = {(rule, line) for rule, first, last in spans for line in range(first, last + 1)}
    kept = tuple(one for one in findings if (one.rule, one.line) not in silent)
    return Silence(kept, len(findings) - len(kept))


def repair(page: Page, world: World, settings: LintSettings, rules: Mapping[str, Rule]) -> str:
    """Return the text of a page with all repaired that has one right answer; the same text when there is nothing.

    The text is the file's, with its own line ends and BOM. What a comment silences stays.
    """
    for _ in range(MOST_ROUNDS):
        text = _fixed_once(page, world, settings, rules)
        if text == file_text(page):
            break
        page = with_text(page, text)
    return file_text(page)


def _fixed_once(page: Page, world: World, settings: LintSettings, rules: Mapping[str, Rule]) -> str:
    """Repair what the first rule that finds something can repair."""
    for rule in rules.values():
        setting = settings.of(rule.name, page.path)
        is_asked = setting.severity is not Severity.off and (page.has_before or not rule.only_changes)
        if rule.fix and is_asked:
            found = [
                _finding(page, rule.name, setting.severity, f, is_fixable=True)
                for f in rule.check(page, world, setting.options)
            ]
            if found and _may_repair(rule.name, page):
                text = rule.fix(page, world, setting.options)
                # One rule at a time: its repair moves the places that the others would find
                if text != file_text(page):
                    return text
    return file_text(page)


def file_text(page: Page) -> str:
    """Return a file's text with its own line ends and BOM."""
    return kept(page.content)
