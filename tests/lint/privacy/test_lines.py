"""Of the lines of articles at least 95 of 100 personal things are found, and 95 of 100 things found are personal."""

from collections import Counter

from tests.benchmarks.personal_lines import figures, judged_lines

ENOUGH = 0.95


def test_what_is_personal_in_articles_is_found_and_what_is_found_is_personal(tmp_path):
    lines = list(judged_lines(tmp_path))
    parts = (figures("all", lines), figures("kept aside", [line for line in lines if line.is_aside]))
    assert [one for one in parts if min(one.recall, one.precision) < ENOUGH] == []


def test_the_list_has_hundreds_of_lines_in_eight_languages_with_some_of_both_in_each(tmp_path):
    lines = list(judged_lines(tmp_path))
    both = Counter((line.language, bool(line.personal)) for line in lines)
    often = [language for language in dict(both) if min(both[language[0], True], both[language[0], False]) >= 5]
    assert (len(lines) >= 300, len({language for language, _ in often}) >= 8) == (True, True)
