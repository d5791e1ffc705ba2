import os
from datetime import date

import pytest
from markdown_it import MarkdownIt

from kcs_cli.errors import KcsError
from kcs_cli.review.digest_files import MARK, digest, digests, file_name, write_digests
from tests import make

HEAD = f"{MARK}\n\n# What deserves eyes: ana@example.org, 2026-11-24\n"
ANA, BEN = ("ana@example.org",), ("ben@example.org",)


def names(folder) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def written(folder, *articles) -> list[str]:
    """Write the digests of used articles; return the names of the files there are."""
    write_digests(folder, make.review(stale=articles))
    return names(folder)


def test_a_digest_has_an_owners_articles_by_group_with_all_reasons():
    law = make.stale("kb-law", "due on 2026-05-23 (every 180d)", title="Law", due_on=date(2026, 5, 23))
    used = make.stale("kb-print1", "12 reuses since the last substantive change 2023-04-02", "2 open flags")
    assert digest("ana@example.org", make.review(due=(law,), stale=(used, make.stale("kb-b", owners=BEN)))) == HEAD + (
        "\n## Due by the calendar\n\n"
        "1. **Law** (kb-law, kb-law.md)  \n   due on 2026-05-23 (every 180d)\n"
        "\n## Used or flagged, and not reviewed since\n\n"
        "1. **Printer does not print** (kb-print1, kb-print1.md)  \n"
        "   12 reuses since the last substantive change 2023-04-02; 2 open flags\n"
    )


def test_articles_of_a_group_are_numbered_in_their_order():
    found = digest(
        "ana@example.org", make.review(unfinished=(make.stale("b"), make.stale("x", owners=BEN), make.stale("a")))
    )
    lines = [line for line in found.splitlines() if line[:1].isdigit()]
    assert lines == ["1. **Printer does not print** (b, b.md)  ", "2. **Printer does not print** (a, a.md)  "]


def test_who_is_guessed_is_told_why():
    found = digest("ana@example.org", make.review(unfinished=(make.stale(owner_source="guess"),)))
    assert found.splitlines()[6] == (
        "1. **Printer does not print** (kb-print1, kb-print1.md) – nobody owns it, you know it best  "
    )


def test_each_owner_has_a_digest_and_an_article_of_two_is_in_both():
    found = digests(make.review(stale=(make.stale("a", owners=(*ANA, *BEN)), make.stale("b", owners=BEN))))
    shown = {name: [id_ for id_ in "ab" if f"({id_}, " in text] for name, text in found.items()}
    assert shown == {"ana@example.org.md": ["a"], "ben@example.org.md": ["a", "b"]}


def test_what_nobody_owns_is_a_digest_of_its_own():
    found = digests(make.review(stale=(make.stale(owners=(), owner_source=""),)))
    assert [text.splitlines()[2] for text in found.values()] == ["# What deserves eyes: nobody, 2026-11-24"]
    assert list(found) == ["nobody.md"]


def test_unused_articles_are_in_it_when_they_were_asked_for():
    assert (
        "\n## Unused, and not reviewed for more than a year\n"
        in digests(make.review(unused=(make.stale(),)))["ana@example.org.md"]
    )


def test_titles_and_reasons_cannot_break_the_markdown():
    one = make.stale("a_b", "review_every: <soon>", title="# *Printer*\n[x](y) | `z`", path="a_b.md")
    lines = digest("ana@example.org", make.review(stale=(one,))).splitlines()
    assert lines[6:] == [
        r"1. **# \*Printer\* \[x\](y) \| \`z\`** (a\_b, a\_b.md)  ",
        r"   review\_every: \<soon\>",
    ]


def test_a_digest_is_read_as_the_text_it_was_made_of():
    one = make.stale("kb_1", "owner left (<b>)", title="*5 < 6* & [a](b)", path="x.md")
    tokens = MarkdownIt().parse(digest("ana@example.org", make.review(stale=(one,))))
    (line,) = [token for token in tokens if token.type == "inline" and "kb" in token.content]
    texts = [child.content for child in line.children if child.type in ("text", "text_special")]
    assert "".join(texts) == "*5 < 6* & [a](b) (kb_1, x.md)owner left (<b>)"


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        ("ana@example.org", "ana@example.org.md"),
        ("Ana+kb@example.org", "Ana+kb@example.org.md"),
        ("@org/team", "@org_team-f9639a88.md"),
        ("../../etc/passwd", "_.._etc_passwd-df406b03.md"),
        ("Ana Kovač", "Ana_Kova_-908c6ed4.md"),
        (".hidden", "hidden-3b71d5a1.md"),
        ("...", "-1a43b61b.md"),
        ("con", "con-fdbf975c.md"),
        ("NUL.x", "NUL.x-f16b6a23.md"),
        ("a\x00b", "a_b-15e87871.md"),
        ("\udc80", "_-6464c2b0.md"),
    ],
)
def test_a_file_has_the_owners_name_or_one_that_every_system_can_have(owner, name):
    assert file_name(owner) == name


def test_owners_whose_names_look_alike_have_two_files():
    assert len({file_name(owner) for owner in ("@org/team", "@org_team", "@org:team", "org/team")}) == 4
    assert len({file_name("x" * 200 + end) for end in "ab"}) == 2


def test_a_long_name_fits_any_file_system():
    assert len(file_name("x" * 5000)) == 100 + len("-12345678.md")


def test_digests_are_written_to_a_folder_that_is_made(tmp_path):
    report = make.review(stale=(make.stale("a"), make.stale("b", owners=BEN)))
    assert write_digests(tmp_path / "new/digests", report) == "2 digests"
    texts = {file.name: file.read_text("utf-8") for file in (tmp_path / "new/digests").iterdir()}
    assert texts == digests(report)


def test_one_digest_is_said_to_be_one_and_none_to_be_none(tmp_path):
    assert write_digests(tmp_path, make.review(stale=(make.stale(),))) == "1 digest"
    assert write_digests(tmp_path, make.review()) == "0 digests"


def test_a_digest_of_an_owner_who_has_nothing_to_do_any_more_is_taken_away(tmp_path):
    assert written(tmp_path, make.stale("a"), make.stale("b", owners=BEN)) == ["ana@example.org.md", "ben@example.org.md"]
    assert written(tmp_path, make.stale("b", owners=BEN)) == ["ben@example.org.md"]


def test_what_kcs_did_not_write_stays(tmp_path):
    make.files(tmp_path, {"notes.md": f"My notes\n{MARK}\n", "bytes.md": b"\xff\xfe", "ana.txt": MARK, "folder.md/x": "x"})
    assert written(tmp_path) == ["ana.txt", "bytes.md", "folder.md", "notes.md"]


def test_the_digest_of_the_last_time_is_replaced(tmp_path):
    written(tmp_path, make.stale("a"))
    written(tmp_path, make.stale("b"))
    assert "(a, a.md)" not in (tmp_path / "ana@example.org.md").read_text("utf-8")


@pytest.mark.parametrize(("folder", "reason"), [("file", "File exists"), ("file/in", "Not a directory")])
def test_a_folder_that_cannot_be_made_is_said(tmp_path, folder, reason):
    make.files(tmp_path, {"file": "mine"})
    with pytest.raises(KcsError) as error:
        write_digests(tmp_path / folder, make.review(stale=(make.stale(),)))
    message = f"The digests cannot be written to {tmp_path / folder} ({reason})"
    assert (error.value.message, error.value.hint) == (message, "Name another folder")
    assert (tmp_path / "file").read_text() == "mine"


def test_a_folder_in_the_place_of_a_digest_is_said_and_stays(tmp_path):
    make.files(tmp_path, {"ana@example.org.md/x": "mine"})
    with pytest.raises(KcsError, match="The digests cannot be written to"):
        write_digests(tmp_path, make.review(stale=(make.stale(),)))
    assert (names(tmp_path), os.listdir(tmp_path / "ana@example.org.md")) == (["ana@example.org.md"], ["x"])
