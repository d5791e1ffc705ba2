import json
import re
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.article.adoption.adoption_report import AdoptionReport
from kcs_cli.article.adoption.field_choice import SettingChoice
from kcs_cli.article.adoption.text import adopted_text
from kcs_cli.knowledge_base.config import Config
from kcs_cli.knowledge_base.config import settings as all_settings
from kcs_cli.knowledge_base.config_file import read_config
from kcs_cli.knowledge_base.config_text import default_text, toml_value
from kcs_cli.text.dates import DateOrder
from tests import make

NOTHING = AdoptionReport(0, "", 0, (), (), "", {}, ())
NAMES = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=20)


def config_of(root, text: str) -> Config:
    make.files(root, {"kcs.toml": text})
    return read_config(root, {})


def test_the_default_file_changes_nothing(tmp_path):
    assert config_of(tmp_path, default_text()) == Config()


def test_the_default_file_names_every_setting_with_its_default(tmp_path):
    text = re.sub(r"(?m)^# (\w+ = )", r"\1", default_text())
    assert (config_of(tmp_path, text), len(re.findall(r"(?m)^\w+ = ", text))) == (Config(), len(list(all_settings())))


def test_the_default_file_describes_every_setting():
    text = default_text()
    assert [one.key for one in all_settings() if f"# {one.about}\n" not in text] == []


def test_an_adoption_of_nothing_changes_nothing(tmp_path):
    assert config_of(tmp_path, adopted_text(NOTHING)) == Config()


def test_an_adoption_is_in_force_with_its_counts(tmp_path):
    report = AdoptionReport(
        articles=10,
        folder="docs",
        in_folder=9,
        fields=(SettingChoice("title", (("headline", 10), ("title", 2))),),
        sections=(SettingChoice("issue", (("Symptoms", 7),)),),
        language="de",
        languages={"de": 10},
        without_role=(),
        dates={"day-first": 4},
    )
    text = adopted_text(report)
    config = config_of(tmp_path, text)
    assert (config.articles.folder, config.fields.title, config.defaults.language) == ("docs", ("headline", "title"), "de")
    assert config.fields.dates is DateOrder.day_first
    assert config.sections.issue == ("Symptoms", *(h for h in Config().sections.issue if h != "Symptoms"))
    assert re.findall(r"(?m)^# .*: (.*\d.*)\n\w+ =", text) == [
        "9 of 10 articles",
        "headline 10, title 2",
        "of 4 dates with a day after the 12th",
        "Symptoms 7",
        "detected in 10 of 10 articles",
    ]


def test_an_adoption_does_not_guess_between_two_orders_of_dates(tmp_path):
    report = NOTHING._replace(dates={"day-first": 4, "month-first": 1})
    assert config_of(tmp_path, adopted_text(report)) == Config()


@pytest.mark.parametrize(
    "name", ['a"b', "a\\b", "a\nb", "a\x7fb", "\x00", "é问", "#", "]", "\u2028", "\x85", "'''", "\r", "\t", "🙂"]
)
def test_a_hostile_name_is_written_so_that_it_is_read_back(tmp_path, name):
    report = NOTHING._replace(
        articles=1,
        folder=name,
        fields=(SettingChoice("tags", ((name, 1),)),),
        sections=(SettingChoice("cause", ((name, 1),)),),
    )
    default = Config()
    expected = make.config(
        articles_folder=name, fields_tags=(name, *default.fields.tags), sections_cause=(name, *default.sections.cause)
    )
    assert config_of(tmp_path, adopted_text(report)) == expected


@settings(max_examples=200, deadline=None)
@given(st.lists(NAMES, max_size=4))
def test_any_names_are_read_back_as_they_are(names):
    report = NOTHING._replace(articles=1, fields=(SettingChoice("tags", tuple((name, 1) for name in names)),))
    assert tomllib.loads(adopted_text(report))["fields"]["tags"][: len(names)] == names


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.integers(-(2**60), 2**60), NAMES, st.lists(NAMES).map(tuple)))
def test_a_value_is_toml(value):
    assert tomllib.loads(f"x = {toml_value(value)}")["x"] == json.loads(json.dumps(value))
