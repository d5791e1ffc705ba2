import pytest

from kcs_cli.cli.command import COMMANDS
from tests import make

TOPICS = ["article", "journal", "privacy", "publishing", "ranking", "reliability", "scale", "settings", "staleness"]


def test_kcs_help_is_the_help():
    assert make.kcs("help") == make.kcs("--help")


@pytest.mark.parametrize("name", ["search", "review-stale", "quiz", "help"])
def test_kcs_help_of_a_command_is_its_help(name):
    assert make.kcs("help", name) == make.kcs(name, "--help")


@pytest.mark.parametrize("topic", TOPICS)
def test_kcs_help_of_a_topic_is_its_page_without_addresses(topic):
    run = make.kcs("help", topic)
    assert (run.status, run.out.startswith("# "), "](" in run.out, run.err) == (0, True, False, "")


def test_every_topic_is_named_in_the_help():
    named = make.kcs("--help").out.rpartition("explains:")[2].strip(" .\n").replace(",", " ").split()
    assert sorted(named) == TOPICS


def test_no_topic_has_the_name_of_a_command():
    assert set(TOPICS) & set(COMMANDS) == set()


@pytest.mark.parametrize(("name", "meant"), [("serch", "search"), ("rankin", "ranking")])
def test_help_of_what_is_not_there_names_the_nearest(name, meant):
    expected = f"Error: kcs has no command and no topic {name}\nHint: Did you mean `{meant}`?\n"
    assert make.kcs("help", name) == (2, "", expected)


def test_help_of_what_is_not_there_lists_the_topics():
    assert make.kcs("help", "zzz").err.splitlines()[1] == f"Hint: kcs help, or a topic: {', '.join(TOPICS)}"
