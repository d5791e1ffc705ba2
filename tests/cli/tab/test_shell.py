"""What a shell inserts is the text itself, whatever an article, its id or a tag is called."""

import subprocess

import pytest

from kcs_cli.cli.tab.candidate import Candidate
from kcs_cli.cli.tab.shell import for_bash, for_fish, for_zsh, plain_word, words_of

NASTY = (
    "a b", "it's", 'say "x"', "$(touch /tmp/x)", "`touch /tmp/x`", "a;b", "a&b|c", "${HOME}", "$HOME", "a\\b", "~root", "#x",
    "!x", "*", "[a]", "{a,b}", "<(x)", "-x", "a=b:c", "čąę 无法",
)  # fmt: skip


@pytest.mark.parametrize("quote", ["", '"', "'"])
def test_bash_reads_what_is_inserted_as_the_text_itself(quote):
    texts = [text for text in NASTY if quote != '"' or "!" not in text]
    inserted = [line for text in texts for line in for_bash([Candidate(text)], "", quote)]
    script = "printf '%s\\n' " + " ".join(f"{quote}{text}{quote}" for text in inserted)
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == texts


def test_history_within_double_quotes_is_not_inserted():
    assert list(for_bash([Candidate("wow!!")], "", '"wo')) == []


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        ("a\\ b", "a b"),
        ('"a b', "a b"),
        ("'it''s'", "its"),
        ('"a\\"b"', 'a"b'),
        ("a'b c'd", "ab cd"),
        ("\\$x", "$x"),
        ("", ""),
    ],
)
def test_a_word_is_read_without_what_the_shell_takes_from_it(raw, word):
    assert plain_word(raw) == word


def test_a_line_is_cut_where_a_shell_cuts_it():
    assert words_of("kcs  show 'a b' c\\ d \"e f") == ["kcs", "show", "'a b'", "c\\ d", '"e f']
    assert words_of("kcs show ") == ["kcs", "show", ""]


def test_bash_is_told_what_follows_the_last_character_at_which_it_breaks_words():
    assert list(for_bash([Candidate("tag:vpn")], "", "tag:v")) == ["vpn"]
    assert list(for_bash([Candidate("vpn")], "--tag=", "--tag=v")) == ["vpn"]


TITLED = (Candidate("kb-1", "Printer: paper jam", "Printer: paper jam"), Candidate("kb-2", "Printer off", "Printer off"))


def test_one_article_of_a_title_is_its_id_and_of_several_bash_sees_the_titles():
    assert list(for_bash(TITLED[:1], "", "pri")) == ["kb-1"]
    assert list(for_bash(TITLED, "", "pri")) == ["Printer:\\ paper\\ jam", "Printer\\ off"]
    assert list(for_bash(TITLED[:1], "", "Printer:\\ p")) == ["\\ paper\\ jam"]  # what is before the colon stays


def test_zsh_sees_ids_with_titles_and_fish_what_begins_as_the_word_does():
    assert list(for_zsh(TITLED[1:], "", "pri")) == ["kb-2\tPrinter off"]
    assert list(for_fish(TITLED[1:], "", "pri")) == ["Printer off\tkb-2"]
    assert list(for_fish(TITLED[1:], "", "kb")) == ["kb-2\tPrinter off"]


def test_bash_does_not_break_words_at_commas():
    assert list(for_bash([Candidate("id,title")], "", "id,ti")) == ["id,title"]
