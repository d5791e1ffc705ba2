import pytest

from kcs_cli.lint.engine.world import Authorship
from kcs_cli.lint.rules.transition_unlicensed import RULE
from tests.lint.make import messages

PEOPLE = {
    "people.toml": '[people."ana@example.org"]\nname = "Ana"\nalso = "ana@old.example"\nlicence = "candidate"\n'
    '[people."ben@example.org"]\nlicence = "contributor"\n'
    '[people."cy@example.org"]\nlicence = "publisher"\n'
}


def article(confidence: str = "wip", **fields: str) -> str:
    lines = [f"{name}: {value}\n" for name, value in {"confidence": confidence, **fields}.items()]
    return f"---\ntitle: Fax is silent\n{''.join(lines)}---\n"


def by(*addresses: str) -> Authorship:
    return Authorship({"article.md": frozenset(addresses)})


def found(root, text, before, *addresses, others=PEOPLE):
    return messages(RULE, root, text, before=before, others=others, change=by(*addresses))


@pytest.mark.parametrize("author", ["ana@example.org", "ANA@old.example"])
@pytest.mark.parametrize("confidence", ["validated", "archived"])
def test_a_candidate_neither_validates_nor_archives(tmp_path, author, confidence):
    assert found(tmp_path, article(confidence), article(), author) == [
        f"3:13 Ana is a candidate: to make it {confidence} takes a contributor"
    ]


def test_who_has_no_licence_where_others_have_one_is_told_so(tmp_path):
    assert found(tmp_path, article("validated"), article(), "dee@example.org") == [
        "3:13 dee@example.org has no licence in people.toml: to make it validated takes a contributor"
    ]


@pytest.mark.parametrize("before", ["", article("validated")])
def test_a_candidate_saves_what_is_not_validated(tmp_path, before):
    assert found(tmp_path, article("not-validated"), before, "ana@example.org") == []


def test_a_new_article_that_is_validated_is_a_move_to_that_state(tmp_path):
    assert len(found(tmp_path, article("validated"), "", "ana@example.org")) == 1


@pytest.mark.parametrize("authors", [("ben@example.org",), ("cy@example.org",), ("ana@example.org", "ben@example.org")])
def test_one_author_whose_licence_covers_it_is_enough(tmp_path, authors):
    assert found(tmp_path, article("validated"), article(), *authors) == []


def test_a_state_that_stays_is_no_move(tmp_path):
    assert found(tmp_path, article("validated", tags="fax"), article("validated"), "ana@example.org") == []


def test_where_licences_or_authors_are_not_stated_nothing_is_found(tmp_path):
    nobody = {"people.toml": '[people."ana@example.org"]\nname = "Ana"\n'}
    assert found(tmp_path, article("validated"), article(), "ana@example.org", others=nobody) == []
    assert found(tmp_path, article("validated"), article(), others=PEOPLE) == []


@pytest.mark.parametrize(("author", "count"), [("ben@example.org", 1), ("cy@example.org", 0), ("ana@example.org", 0)])
def test_a_publisher_or_the_owner_puts_an_article_under_compliance(tmp_path, author, count):
    after = article(governance="compliance", owner="ana@example.org")
    assert len(found(tmp_path, after, article(), author)) == count


def test_what_is_refused_as_well_is_said_once_by_the_other_rule(tmp_path):
    assert found(tmp_path, article("validated", audience="public"), article(), "ana@example.org") == []


@pytest.mark.parametrize(("text", "before"), [("---\n: [\n---\n", article()), (article("validated"), "---\n: [\n---\n")])
def test_what_cannot_be_read_is_another_rules_matter(tmp_path, text, before):
    assert found(tmp_path, text, before, "ana@example.org") == []


DOMAINS = {"people.toml": '[people."eva@example.org"]\nlicence = { fax = "contributor", "*" = "candidate" }\n'}


@pytest.mark.parametrize(("before", "count"), [(article(tags="[Fax]"), 0), (article(tags="[mail]"), 1), (article(), 1)])
def test_a_licence_for_a_domain_holds_for_what_was_in_it_before_the_change(tmp_path, before, count):
    new = article("validated", tags="[fax]")
    assert len(found(tmp_path, new, before, "eva@example.org", others=DOMAINS)) == count
