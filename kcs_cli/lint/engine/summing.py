"""What most files of a base have is one finding of the base, where a rule says so: two thousand of them tell no more."""

from collections.abc import Mapping, Sequence

from kcs_cli.lint.engine.finding import Finding, fingerprint
from kcs_cli.lint.engine.rule import Rule

FEWEST = 10  # files: of fewer each is told


def summed_up(findings: Sequence[Finding], files: int, rules: Mapping[str, Rule]) -> list[Finding]:
    """Return findings, those of a rule that most files break as one, at the first of them."""
    kept = list(findings)
    for rule in (one for one in rules.values() if one.summed_up):
        those = [one for one in kept if one.rule == rule.name]
        breaking = len({one.path for one in those})
        if files >= FEWEST and breaking > files / 2:
            place = kept.index(those[0])
            kept = [one for one in kept if one.rule != rule.name]
            kept.insert(place, _of_base(those, f"{breaking:,} of {files:,} articles {rule.summed_up}"))
    return kept


def _of_base(findings: Sequence[Finding], message: str) -> Finding:
    """Return the one finding; its fingerprint is of no article, and stays while they are mended one by one."""
    first = findings[0]
    fixable = any(one.is_fixable for one in findings)
    name = fingerprint(first.rule, "", "")
    return first._replace(message=message, length=0, text="", fingerprint=name, is_fixable=fixable)


def adopted_whole(rules: Mapping[str, Rule], baseline: frozenset[str]) -> frozenset[str]:
    """Return the rules that a whole base was adopted with: what another article adds is not new."""
    return frozenset(name for name, rule in rules.items() if rule.summed_up and fingerprint(name, "", "") in baseline)
