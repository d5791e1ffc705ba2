import pytest

from kcs_cli.lint.rules.language_unknown import RULE
from tests.lint.make import messages, repaired


@pytest.mark.parametrize("code", ["en", "DE", "zh-Hant", "pt_BR", "deu", "ger", "cmn", "en_US.UTF-8", "no", "", "[de]"])
def test_codes_with_script_and_region_are_known(code, tmp_path):
    assert messages(RULE, tmp_path, f"---\nlanguage: {code}\n---\n") == []


def test_what_is_no_code_is_found_with_the_one_that_was_meant(tmp_path):
    found = [messages(RULE, tmp_path, f"---\nlang: {word}\n---\n") for word in ("German", "germn", "jp", "klingon")]
    assert found == [
        ["2:7 lang cannot be German; the nearest is de"],
        ["2:7 lang cannot be germn; the nearest is de"],
        ["2:7 lang cannot be jp; the nearest is ja"],
        ["2:7 lang cannot be klingon; write a code of ISO 639, as en or pt-BR"],
    ]


@pytest.mark.parametrize(
    ("word", "code"), [("german", "de"), ("Lietuvių", "lt"), ("中文", "zh"), ("English (UK)", "en"), ("cz", "cs")]
)
def test_a_name_is_repaired_to_its_code(word, code, tmp_path):
    assert repaired(RULE, tmp_path, f"---\nlanguage: {word}\n---\n") == f"---\nlanguage: {code}\n---\n"


def test_what_is_only_like_a_name_is_not_repaired(tmp_path):
    text = "---\nlanguage: germn\n---\n"
    assert repaired(RULE, tmp_path, text) == text
