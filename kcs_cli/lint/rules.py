"""All rules, in the order in which the content standard lists them."""

from collections.abc import Mapping

from kcs_cli.lint import (
    alias_taken,
    conflict_markers,
    date_future,
    date_malformed,
    field_duplicate,
    field_empty,
    field_missing,
    field_type,
    field_unknown,
    field_value,
    front_matter_unreadable,
    hidden_characters,
    id_changed,
    id_duplicate,
    id_malformed,
    id_missing,
    issue_reworded,
    language_unknown,
    link_broken,
    name_not_portable,
    not_utf_8,
    owner_unknown,
    personal_data,
    raw_html,
    secret_field,
    section_missing,
    trailing_space,
)
from kcs_cli.lint.rule import Rule

RULES: Mapping[str, Rule] = {
    module.RULE.name: module.RULE
    for module in (
        front_matter_unreadable,
        field_missing,
        field_empty,
        field_duplicate,
        field_unknown,
        field_type,
        field_value,
        date_malformed,
        date_future,
        owner_unknown,
        language_unknown,
        id_missing,
        id_malformed,
        id_duplicate,
        id_changed,
        alias_taken,
        section_missing,
        trailing_space,
        issue_reworded,
        link_broken,
        personal_data,
        hidden_characters,
        raw_html,
        secret_field,
        conflict_markers,
        not_utf_8,
        name_not_portable,
    )
}
