import pytest

from kcs_cli.knowledge_base.vocabulary import Governance
from kcs_cli.lint.rules.compliance_unowned import RULE
from tests import make
from tests.lint.make import messages

OWNER = "2:13 It is under compliance and has no owner: name one (owner: somebody@example.org, or a line in CODEOWNERS)"
REVIEW = "2:13 It is under compliance: say how often it is reviewed (review_every: 180d)"


def policy(*lines: str, governance: str = "compliance") -> str:
    return "\n".join(["---", f"governance: {governance}", *lines, "---", ""])


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((), [OWNER, REVIEW]),
        (("owner: ana@example.org",), [REVIEW]),
        (("review_every: 180d",), [OWNER]),
        (("owner: legal", "review_every: 2027-01-01"), []),
        (("owner: legal", "review: never", "review_reason: the law is repealed"), []),
        (("confidence: archived",), []),
    ],
)
def test_a_compliance_article_needs_an_owner_and_an_interval(tmp_path, lines, expected):
    assert messages(RULE, tmp_path, policy(*lines)) == expected


def test_an_interval_that_cannot_be_read_is_another_rules_matter(tmp_path):
    assert messages(RULE, tmp_path, policy("owner: legal", "review_every: often")) == []


def test_anything_else_needs_neither(tmp_path):
    assert messages(RULE, tmp_path, policy(governance="experience")) == []


@pytest.mark.parametrize(("codeowners", "count"), [("*.md @example/legal\n", 0), ("other.md @example/legal\n", 1)])
def test_codeowners_names_owners(tmp_path, codeowners, count):
    others = {"CODEOWNERS": codeowners}
    assert len(messages(RULE, tmp_path, policy("review_every: 1y"), others=others)) == count


def test_what_the_base_says_of_every_article_counts(tmp_path):
    config = make.config(defaults_governance=Governance.compliance, defaults_owner="legal")
    assert messages(RULE, tmp_path, "---\nreview_every: 1y\n---\n", config=config) == []
