import pytest

from kcs_cli.lint.engine.rule import Example
from kcs_cli.lint.engine.world import Authorship
from kcs_cli.lint.rules.verified_by_own_author import RULE
from tests.lint.make import messages, page_of

ANA, BEN, CY = "ana@example.org", "ben@example.org", "cy@example.org"
DRAFT = "---\nid: kb-1\nconfidence: not-validated\n---\n"
TEXT = "---\nid: kb-1\nconfidence: validated\n---\n"
CONFIRMED = "3:13 It is made validated, and only its author confirmed it: let somebody else try it and say kcs verify"
ALONE = "3:13 It is made validated, and nobody but its author has seen to it: let somebody else try it and say kcs verify"


def found(root, verified, *, authors=(ANA,), before="", wrote=(), text=TEXT, **more):
    """Ask about a change; `verified` are who confirmed kb-1, other articles are confirmed by Ben."""
    known = {"kb-2": frozenset((BEN,)), **({"kb-1": frozenset(verified)} if verified else {})}
    return messages(
        RULE, root, text, before=before, change=Authorship({"article.md": frozenset(authors)}),
        verified_by=lambda: known, written_by=lambda _: {"article.md": frozenset(wrote)} if wrote else {}, **more,
    )  # fmt: skip


@pytest.mark.parametrize(("verified", "expected"), [((ANA,), [CONFIRMED]), ((), [ALONE]), ((BEN,), []), ((ANA, BEN), [])])
def test_a_new_article_is_validated_by_somebody_else(tmp_path, verified, expected):
    assert found(tmp_path, verified) == expected


def test_a_person_is_one_under_all_addresses(tmp_path):
    others = {"people.toml": f'[people."{ANA}"]\nalso = "ana@old.example"\n'}
    assert found(tmp_path, ("ana@old.example",), others=others) == [CONFIRMED]


def test_two_who_wrote_it_have_seen_to_it(tmp_path):
    assert found(tmp_path, (), authors=(ANA, BEN)) == []
    assert found(tmp_path, (BEN,), authors=(ANA, BEN)) == [CONFIRMED]


@pytest.mark.parametrize(("licence", "count"), [("contributor", 0), ("candidate", 1)])
def test_who_may_validate_articles_may_validate_their_own(tmp_path, licence, count):
    others = {"people.toml": f'[people."{ANA}"]\nlicence = "{licence}"\n'}
    assert len(found(tmp_path, (), others=others)) == count


@pytest.mark.parametrize(
    ("wrote", "verified", "expected"),
    [
        ((ANA,), (ANA,), [CONFIRMED]),
        ((ANA,), (), [ALONE]),
        ((BEN,), (ANA,), [CONFIRMED]),
        ((BEN,), (), []),
        ((), (ANA,), []),
    ],
)
def test_of_an_article_that_was_there_it_is_asked_who_wrote_it(tmp_path, wrote, verified, expected):
    assert found(tmp_path, verified, before=DRAFT, wrote=wrote) == expected


def test_a_change_that_leaves_the_state_is_not_asked(tmp_path):
    assert found(tmp_path, (ANA,), before=TEXT, wrote=(ANA,), text=TEXT + "More.\n") == []
    assert found(tmp_path, (), text=DRAFT) == []


def test_where_nobody_confirms_articles_nothing_is_found(tmp_path):
    assert messages(RULE, tmp_path, TEXT, before="", change=Authorship({"article.md": frozenset((ANA,))})) == []


@pytest.mark.parametrize("before", ["", "---\n: [\n---\n"])
def test_where_the_author_or_the_state_before_is_not_known_nothing_is_found(tmp_path, before):
    assert found(tmp_path, (), authors=(), before=before, wrote=(ANA,)) == []


def test_a_confirmation_under_an_alias_counts(tmp_path):
    assert found(tmp_path, (), text=TEXT.replace("confidence", "aliases: [kb-2]\nconfidence")) == []


def test_history_is_asked_once_for_all_articles_of_the_change(tmp_path):
    asked = []
    pages = [page_of(Example(TEXT, before=DRAFT, path=path)) for path in ("article.md", "b.md")]

    def written_by(paths):
        asked.append(paths)
        return {path: frozenset((ANA,)) for path in paths}

    change = Authorship({"article.md": frozenset((ANA,))})
    known = {"kb-2": frozenset((BEN,))}
    assert messages(
        RULE, tmp_path, TEXT, before=DRAFT, change=change, pages=lambda: pages, verified_by=lambda: known,
        written_by=written_by,
    ) == [ALONE]  # fmt: skip
    assert asked == [["article.md", "b.md"]]
