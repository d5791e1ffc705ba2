import pytest

from kcs_cli.git.mailmap import parts, read_mailmap
from kcs_cli.git.process import GitError
from tests import make

ANA = "Ana <ana@example.org>"


@pytest.mark.parametrize(
    ("author", "known"),
    [
        ("Ana <ana@example.org>", ("Ana", "ana@example.org")),
        ("  Ana   Kovač <ANA@Example.org> ", ("Ana Kovač", "ana@example.org")),
        ("<ana@example.org>", ("", "ana@example.org")),
        ("ana@example.org", ("", "ana@example.org")),
        ("Ana", ("", "ana")),
        ("Ana <>", ("Ana", "ana")),
        ("Ana < a b >", ("Ana", "a b")),
        ("A<n>a <ana@example.org>", ("A", "n")),
        ("Ana> <ana@example.org>", ("Ana", "ana@example.org")),
        ("Ana\u2028\x0cK <ana@example.org>", ("Ana K", "ana@example.org")),
        ("", ("", "unknown")),
        ("<>", ("", "unknown")),
    ],
)
def test_an_author_has_a_name_and_an_address(author, known):
    assert parts(author) == known


@pytest.mark.parametrize(
    ("line", "address", "name"),
    [
        ("", "ana.old@example.org", "ana k"),
        ("Ana Kovač <ana@example.org> <ana.old@example.org>", "ana@example.org", "Ana Kovač"),
        ("<ana@example.org> <ANA.old@example.org>", "ana@example.org", "ana k"),
        ("Ana Kovač <ana.old@example.org>", "ana.old@example.org", "Ana Kovač"),
        ("Ana <Ana@Example.org> ana k <ana.old@example.org>", "ana@example.org", "Ana"),
        ("Ana <ana@example.org> Ben <ana.old@example.org>", "ana.old@example.org", "ana k"),
    ],
)
def test_a_person_goes_by_what_the_mailmap_says(tmp_path, line, address, name):
    root, author = make.base(tmp_path, {".mailmap": f"{line}\n"}), "ana k <ANA.old@example.org>"
    mailmap = read_mailmap(root, [author])
    assert (mailmap.address(author), mailmap.names) == (address, {address: name})


def test_each_author_gets_the_own_answer(tmp_path):
    root = make.base(tmp_path, {".mailmap": "Ana <ana@example.org> <a@old.example>\n"})
    authors = ["Ben <ben@example.org>", "a <a@old.example>", "Eva\x85\u2028M <eva@example.org>", ANA, "<>", "dot"]
    mailmap = read_mailmap(root, authors)
    assert [mailmap.address(author) for author in authors] == [
        "ben@example.org", "ana@example.org", "eva@example.org", "ana@example.org", "unknown", "dot",
    ]  # fmt: skip


def test_a_person_without_a_name_is_called_by_the_address(tmp_path):
    assert read_mailmap(make.base(tmp_path, {}), ["<ana@example.org>"]).names == {"ana@example.org": "ana@example.org"}


def test_an_author_nobody_asked_about_goes_by_the_own_address(tmp_path):
    assert read_mailmap(make.base(tmp_path, {}), [ANA]).address("Ben <BEN@example.org>") == "ben@example.org"


def test_without_authors_git_is_not_asked(tmp_path):
    assert read_mailmap(tmp_path, []) == ({}, {})


def test_git_says_when_there_is_no_repository(tmp_path):
    with pytest.raises(GitError, match=r"^git check-mailmap failed \(fatal: "):
        read_mailmap(tmp_path, [ANA])


def test_an_author_of_another_encoding_stops_nothing(tmp_path):
    author = b"J\xf6rg <j@example.org>".decode("utf-8", "surrogateescape")
    assert read_mailmap(make.base(tmp_path, {}), [author, ANA]).address(author) == "j@example.org"
