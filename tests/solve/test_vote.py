import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.errors import KcsError
from kcs_cli.journal.vocabulary import Vote
from kcs_cli.solve.vote import BadLine, Base, VoteReport, read_time, read_votes
from kcs_cli.text.identifier import time_of
from tests import make

ARTICLES = {"kb-1": "kb-1", "printer.md": "kb-1", "kb-2": "kb-2"}


@pytest.fixture
def read(tmp_path):
    """Read a CSV text: articles with votes, and bad lines with reasons."""

    def read(text: str | bytes):
        votes, bad = read_votes(make.files(tmp_path, {"votes.csv": text}) / "votes.csv", Base("", ARTICLES))
        return [(vote.article, vote.vote.value, vote.text) for vote in votes], bad

    return read


@pytest.fixture
def ids(tmp_path):
    """Read a CSV text: the ids of its votes."""

    def ids(text: str) -> list[str]:
        votes, _ = read_votes(make.files(tmp_path, {"votes.csv": text}) / "votes.csv", Base("", ARTICLES))
        return [vote.id for vote in votes]

    return ids


def refused(read, text: str | bytes) -> tuple[str, str]:
    with pytest.raises(KcsError) as caught:
        read(text)
    return caught.value.message.partition("votes.csv")[2], caught.value.hint


ONE = ([("kb-1", "helpful", "good")], [])


@pytest.mark.parametrize(
    "text",
    [
        "article,vote,comment\nkb-1,yes,good\n",
        "article,vote,comment\nkb-1,yes,good",
        "vote,comment,extra,article\nyes,good,x,kb-1\n",
        "ARTICLE, Vote ,Comment\n KB-1 , YES , good \n",
        "article;vote;comment\nkb-1;yes;good\n",
        "article\tvote\tcomment\nkb-1\tyes\tgood\n",
        '"article","vote","comment"\n"kb-1","yes","good"\n',
        "\ufeffarticle,vote,comment\nkb-1,yes,good\n",
        '\ufeff"article";"vote";"comment"\r\n"kb-1";"yes";"good"\r\n',
        "article,vote,comment\r\rkb-1,yes,good\r",
        "article,vote,comment\n\n , ,\nkb-1,yes,good\n\n",
        "page,helpful,feedback\nprinter.md,1,good\n",
        "article_id,rating,message,date\nkb-1,+1,good,2026-11-22\n",
        "Article ID|vote|comment\nkb-1|yes|good\n",
        "article\tvote\tcomment\r\nkb-1\tyes\tgood\r\n".encode("utf-16"),
        '{"article": "kb-1", "vote": true, "comment": "good"}\n',
    ],
)
def test_columns_are_found_by_name_whatever_separates_them(read, text):
    assert read(text) == ONE


@pytest.mark.parametrize(
    ("word", "vote"),
    [("yes", "helpful"), ("Helpful", "helpful"), ("1", "helpful"), ("👍", "helpful"), ("true", "helpful"), ("ja", "helpful"),
     ("no", "unhelpful"), ("not helpful", "unhelpful"), ("0", "unhelpful"), ("-1", "unhelpful"), ("👎", "unhelpful")],
)  # fmt: skip
def test_a_vote_may_be_said_in_several_words(read, word, vote):
    assert read(f"article,vote\nkb-1,{word}\n") == ([("kb-1", vote, "")], [])


def test_each_bad_line_is_told_with_its_number_and_the_others_are_taken(read):
    text = "article,vote,date\nkb-1,yes,\nkb-9,yes,\n\nkb-1,maybe,\nkb-2\nkb-1,yes,22.11.2026\n,no,\nkb-2,no,2026-11-22,,,\n"
    assert read(text) == (
        [("kb-1", "helpful", ""), ("kb-2", "unhelpful", "")],
        [
            BadLine(3, "no article goes by kb-9"),
            BadLine(5, "maybe is no vote"),
            BadLine(6, "nothing is no vote"),
            BadLine(7, "22.11.2026 is no date: write it as 2026-11-22"),
            BadLine(8, "no article goes by nothing"),
        ],
    )


def test_quotes_may_hold_separators_quotes_and_line_feeds(read):
    text = 'article,vote,comment\nkb-1,yes,"a, ""b""\nc"\nkb-9,no,\n'
    assert read(text) == ([("kb-1", "helpful", 'a, "b"\nc')], [BadLine(4, "no article goes by kb-9")])


@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\x0b", "\x0c", "\x85", "\x1c", "\x1e"])
def test_what_only_looks_like_a_line_end_ends_no_line(read, character):
    text = f"article,vote,comment\nkb-1,yes,a{character}b\nkb-9,yes,\n"
    found = read(text)
    assert ([(article, vote) for article, vote, _ in found[0]], found[1]) == (
        [("kb-1", "helpful")],
        [BadLine(3, "no article goes by kb-9")],
    )


def test_a_quote_that_is_never_closed_is_told(read):
    _, bad = read('article,vote,comment\nkb-1,yes,"never closed\nkb-2,no,\n')
    assert bad != []


def test_a_huge_cell_does_not_keep_the_others_out(read):
    votes, _ = read(f"article,vote,comment\nkb-1,yes,{'x' * 200_000}\nkb-2,no,\n")
    assert ("kb-2", "unhelpful", "") in votes


def test_a_long_comment_is_cut(read):
    votes, bad = read(f"article,vote,comment\nkb-1,yes,{'ä' * 5000}\n")
    assert (len(votes[0][2]), bad) == (2000, [])


def test_personal_data_in_a_comment_is_replaced(read):
    assert read("article,vote,comment\nkb-1,yes,I am ana@example.org\n")[0][0][2] == "I am <e-mail>"


def test_bytes_that_are_no_utf_8_are_replaced(read):
    assert read(b"article,vote,comment\nkb-1,yes,gr\xfc\xdf \0\n") == ([("kb-1", "helpful", "gr�� �")], [])


def test_who_voted_is_not_kept(read):
    votes, _ = read("article,vote,email\nkb-1,yes,ana@example.org\n")
    assert "ana" not in repr(votes)


@pytest.mark.parametrize(
    "text", ["", "\n", "a,b\nkb-1,yes\n", "vote\nyes\n", "article\nkb-1\n", b"\0\0\0", b"\xff\xfea\0r\0"]
)
def test_a_file_without_the_columns_is_a_clear_error(read, text):
    message, hint = refused(read, text)
    assert (message.startswith((" has no column article or article_id", " has no column vote or helpful")), hint[:7]) == (
        True,
        "Call it",
    )


def test_the_error_says_which_columns_there_are(read):
    assert refused(read, "Article,Comment\n") == (
        " has no column vote or helpful or rating; it has Article, Comment",
        "Call it so in the first line",
    )


def test_a_file_with_a_header_only_has_no_votes(read):
    assert read("article,vote\n") == ([], [])


@pytest.mark.parametrize("name", ["missing.csv", "folder"])
def test_a_file_that_cannot_be_read_is_a_clear_error(tmp_path, name):
    (tmp_path / "folder").mkdir()
    with pytest.raises(KcsError, match=f"{name} cannot be read") as caught:
        read_votes(tmp_path / name, Base("", ARTICLES))
    assert caught.value.hint == "Name a file"


def test_a_file_that_is_too_large_is_refused(tmp_path):
    with (tmp_path / "votes.csv").open("wb") as stream:
        stream.truncate(1_000_000_000)
    with pytest.raises(KcsError, match="has more than 100,000,000 bytes"):
        read_votes(tmp_path / "votes.csv", Base("", ARTICLES))


def test_a_vote_always_gets_the_same_id(ids):
    text = "article,vote,date,comment\nkb-1,yes,2026-11-22,good\nkb-2,no,2026-11-22T10:00:00+02:00,\nkb-2,no,,\n"
    assert (ids(text), len(set(ids(text)))) == (ids(text), 3)


def test_the_order_of_columns_and_lines_does_not_matter(ids):
    one = ids("article,vote,date\nkb-1,yes,2026-11-22\nkb-2,no,2026-11-23\n")
    other = ids("date;extra;vote;article\n2026-11-23;x;no;kb-2\n2026-11-22;y;yes;kb-1\n")
    assert sorted(one) == sorted(other)


def test_equal_votes_are_several_votes(ids):
    two, three = ids("article,vote\n" + "kb-1,yes\n" * 2), ids("article,vote\n" + "kb-1,yes\n" * 3)
    assert (len(set(two)), len(set(three)), set(two) < set(three)) == (2, 3, True)


@pytest.mark.parametrize(
    "other", ["kb-1,no,a,x", "kb-1,yes,b,x", "kb-1,yes,a,y", "kb-2,yes,a,x", "kb-1,yes,,ax", "kb-1,yes,ax,"]
)
def test_votes_that_differ_anywhere_have_different_ids(ids, other):
    assert len(set(ids(f"article,vote,comment,person\nkb-1,yes,a,x\n{other}\n"))) == 2


def test_the_id_of_a_vote_has_its_time(ids):
    dated, undated = ids("article,vote,date\nkb-1,yes,2026-11-22\nkb-1,yes,\n")
    assert [time_of(id_) for id_ in (dated, undated)] == [
        datetime(2026, 11, 22, tzinfo=UTC),
        datetime(1970, 1, 1, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-11-22", datetime(2026, 11, 22, tzinfo=UTC)),
        ("2026-11-22 10:30", datetime(2026, 11, 22, 10, 30, tzinfo=UTC)),
        ("2026-11-22 10:30:00 UTC", datetime(2026, 11, 22, 10, 30, tzinfo=UTC)),
        ("2026-11-22T10:30:00Z", datetime(2026, 11, 22, 10, 30, tzinfo=UTC)),
        ("2026-11-22T10:30:00+02:00", datetime(2026, 11, 22, 10, 30, tzinfo=timezone(timedelta(hours=2)))),
        ("", None),
    ],
)
def test_a_time_is_read_and_without_zone_it_is_utc(text, at):
    assert read_time(text) == at


@pytest.mark.parametrize(
    "text", ["yesterday", "11/22/2026", "2026-02-30", "1969-12-31", "0001-01-01", "\0", "2026-11-22T25:00", "9" * 5000]
)
def test_what_is_no_time_is_refused(text):
    with pytest.raises(ValueError, match=r"is no date|is too long ago"):
        read_time(text)


@settings(deadline=None, max_examples=150)
@given(
    st.binary(max_size=200)
    | st.text(st.sampled_from('article,vote\n\r";kb-1 yes\0\ufeff\u2028'), max_size=200).map(str.encode)
    | st.lists(st.sampled_from(["kb-1,yes,\n", "kb-1", ",", "yes", "\n", '"', "\r", ";", "\0"]), max_size=20)
    .map("".join)
    .map(str.encode)
)
def test_any_bytes_are_votes_bad_lines_or_a_clear_error(content):
    with tempfile.NamedTemporaryFile() as file:
        file.write(b"article,vote,comment\n" + content)
        file.flush()
        votes, bad = read_votes(Path(file.name), Base("", ARTICLES))
    assert all(vote.vote in Vote for vote in votes)
    assert all(line.line >= 2 and line.reason for line in bad)


MEMORY = """
import resource, sys
from pathlib import Path
from kcs_cli.solve.vote import Base, read_votes
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
votes, bad = read_votes(Path(sys.argv[1]), Base("", {"kb-1": "kb-1"}))
print(len(votes), len(bad), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000)
"""


def test_a_hundred_thousand_lines_take_little_memory(tmp_path):
    with (tmp_path / "votes.csv").open("w") as stream:
        stream.write("article,vote,comment,date\n")
        stream.writelines(f"kb-1,yes,it helped number {number},2026-11-22\n" for number in range(99_999))
        stream.write("kb-2,yes,,\n")
    done = subprocess.run([sys.executable, "-c", MEMORY, tmp_path / "votes.csv"], capture_output=True, text=True, check=True)
    assert done.stdout == "99999 1 True\n"


def test_the_report_has_counts_and_the_first_bad_lines():
    report = VoteReport("votes.csv", 3, 1, tuple(BadLine(number, "x") for number in range(2, 1002)))
    counts, bad = make.tables(report)
    assert counts.rows == (("votes taken", 3), ("known before", 1), ("bad lines", 1000))
    assert (bad.title, len(bad.rows), bad.rows[0]) == ("Not taken (the first 20 of 1,000):", 20, (2, "x"))
