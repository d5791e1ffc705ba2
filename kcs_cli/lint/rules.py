"""All rules, in the order in which the content standard lists them."""

from collections.abc import Mapping

from kcs_cli.lint import id_missing, issue_reworded, link_broken, section_missing
from kcs_cli.lint.rule import Rule

RULES: Mapping[str, Rule] = {
    module.RULE.name: module.RULE
    for module in (
        id_missing,
        section_missing,
        issue_reworded,
        link_broken,
    )
}
