import pytest

from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.lint.rules.external_not_validated import RULE
from tests import make
from tests.lint.make import messages


def article(confidence: str, audience: str) -> str:
    return f"---\nconfidence: {confidence}\naudience: {audience}\n---\n"


@pytest.mark.parametrize("audience", ["partner", "customer", "public"])
@pytest.mark.parametrize(("written", "confidence"), [("wip", "wip"), ("Not validated", "not-validated")])
def test_readers_outside_are_given_what_is_validated(tmp_path, audience, written, confidence):
    assert messages(RULE, tmp_path, article(written, audience)) == [
        f"2:13 It is {confidence}, and its audience is {audience}: validate it, or keep it internal"
    ]


@pytest.mark.parametrize(
    "text",
    [
        article("validated", "public"),
        article("archived", "public"),
        article("wip", "internal"),
        article("draft", "public"),
        "---\naudience: public\n---\n",
        "---\nconfidence: [wip]\naudience: public\n---\n",
    ],
)
def test_what_is_validated_internal_archived_or_does_not_say_is_fine(tmp_path, text):
    assert messages(RULE, tmp_path, text) == []


def test_a_base_that_is_public_needs_no_audience_in_an_article(tmp_path):
    config = make.config(defaults_audience=Audience.public)
    assert len(messages(RULE, tmp_path, "---\nconfidence: wip\n---\n", config=config)) == 1


def test_a_base_may_show_what_is_not_validated(tmp_path):
    options = {"confidences": ("wip",)}
    assert messages(RULE, tmp_path, article("not-validated", "public"), options=options) == []
    assert len(messages(RULE, tmp_path, article("wip", "public"), options=options)) == 1
