"""Tests of `secret-field`."""

import pytest

from kcs_cli.lint.rules.secret_field import RULE
from tests.lint.make import messages


@pytest.mark.parametrize(
    "field",
    [
        "password: <yours>",
        "api_key: ${FAX_KEY}",
        "token: your-token-1",
        "secret: '********'",
        "token: true",
        "password: ask the help desk",
        "password: ''",
        "credentials: https://vault.example.org/fax",
        "password_policy: 7h3k9m2c4d6f",
        "tokens: [7h3k9m2c4d6f]",
        "keywords: [7h3k9m2c4d6f]",
    ],
)
def test_a_field_without_a_secret_is_no_finding(field, tmp_path):
    assert messages(RULE, tmp_path, f"---\n{field}\n---\n") == []


@pytest.mark.parametrize("name", ["password", "API-Key", "fax_token", "client_secret", "Passwort", "accessKey"])
def test_a_field_called_like_a_secret_is_found(name, tmp_path):
    assert messages(RULE, tmp_path, f"---\ntitle: Fax\n{name}: 7h3k9m2c4d6f\n---\n") == [
        f"3:1 {name} has a secret; keep it out of the repository, and change it"
    ]


def test_secrets_within_tables_and_lists_are_found(tmp_path):
    text = "---\nfax:\n  - login: ana\n    password: hunter2x\n  - token: [7h3k9m2c]\n---\n"
    assert messages(RULE, tmp_path, text) == [
        "4:1 password has a secret; keep it out of the repository, and change it",
        "5:1 token has a secret; keep it out of the repository, and change it",
    ]
