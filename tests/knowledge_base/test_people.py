from datetime import date
from pathlib import Path

import pytest

from kcs_cli.errors import ConfigError, KcsError
from kcs_cli.knowledge_base.people import Licence, People, Person, bare, read_people
from tests import make

ANA = '[people."Ana@example.org"]\nname = "Ana Kovač"\nalso = ["@AnaK", "ana.old@example.org"]\n'
TEAM = '[teams]\nPrinting = ["ana.old@example.org", "Ben <BEN@example.org>", "@example/Printing"]\n'
LATER, TODAY, BEFORE = date(2026, 12, 1), date(2026, 11, 30), date(2026, 11, 29)


def people(root: Path, text: str, name: str = "people.toml") -> People:
    return read_people(make.files(root, {name: text}))


def error(root: Path, text: str, name: str = "people.toml") -> tuple[str, str]:
    """Return the message, from the file's name on, and the hint."""
    with pytest.raises(ConfigError) as caught:
        people(root, text, name)
    return str(caught.value).removeprefix(f"{root}/"), caught.value.hint


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Ana@Example.org", "ana@example.org"),
        ("Ana Kovač <ANA@example.org>", "ana@example.org"),
        ("  Ana\t Kovač ", "ana kovač"),
        ("@AnaK", "@anak"),
        ("a > b", "a > b"),
        ("> a <", "> a <"),
        ("<>", ""),
        ("", ""),
    ],
)
def test_names_are_compared_by_their_address_whatever_the_capitals(name, folded):
    assert bare(name) == folded


# Who is who


def test_without_a_file_everybody_is_who_they_say(tmp_path):
    known = read_people(tmp_path)
    assert known == People()
    assert (known.one("Cy <CY@example.org>"), known.called("cy@example.org")) == ("cy@example.org", "cy@example.org")


@pytest.mark.parametrize("name", ["ana@example.org", "ANA@example.org", "@anak", "Ana <ana.old@example.org>"])
def test_a_person_goes_by_one_address(tmp_path, name):
    assert people(tmp_path, ANA).one(name) == "ana@example.org"


def test_a_person_is_read_whole(tmp_path):
    known = people(tmp_path, ANA + 'left = 2026-11-30\nlicence = "publisher"\n')
    also = ("@anak", "ana.old@example.org")
    assert known.persons == {"ana@example.org": Person("ana@example.org", "Ana Kovač", also, TODAY, Licence.publisher)}


def test_one_other_address_needs_no_list(tmp_path):
    assert people(tmp_path, '[people."a@b"]\nalso = "@a"\n').one("@A") == "a@b"


@pytest.mark.parametrize(("name", "called"), [("@anak", "Ana Kovač"), ("ben@example.org", "ben@example.org")])
def test_people_are_called_as_is_written(tmp_path, name, called):
    assert people(tmp_path, ANA + '[people."ben@example.org"]\nalso = "@ben"\n').called(name) == called


def test_kcs_toml_and_people_toml_add_up(tmp_path):
    make.files(tmp_path, {"kcs.toml": ANA + "[search]\nlimit = 3\n", "people.toml": TEAM})
    known = read_people(tmp_path)
    assert (known.one("@anak"), known.members("printing")) == ("ana@example.org", {"ana@example.org", "ben@example.org"})


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path):
    assert people(tmp_path, "\ufeff" + ANA.replace("\n", "\r\n")).one("@anak") == "ana@example.org"


def test_an_address_that_is_among_its_own_others_does_no_harm(tmp_path):
    assert people(tmp_path, '[people."a@b"]\nalso = ["A@b", "@a", "@A"]\n').one("@a") == "a@b"


# Who has left


@pytest.mark.parametrize(
    ("left", "on", "has_left"),
    [
        ("2026-11-30", BEFORE, False),
        ("2026-11-30", TODAY, True),
        ("2026-11-30", LATER, True),
        ("2026-11-30T10:00:00Z", BEFORE, False),
        ("2026-11-30T10:00:00Z", TODAY, True),
        ('"30.11.2026"', BEFORE, False),
        ('"30.11.2026"', TODAY, True),
        ("true", date.min, True),
        ("false", LATER, False),
    ],
)
def test_somebody_has_left_from_that_day_on(tmp_path, left, on, has_left):
    assert people(tmp_path, f"{ANA}left = {left}\n").has_left("@anak", on) is has_left


def test_nobody_has_left_unless_it_is_written(tmp_path):
    assert [people(tmp_path, ANA).has_left(name, LATER) for name in ("@anak", "ben@example.org")] == [False, False]


# Licences


@pytest.mark.parametrize(
    ("written", "licence"), [("publisher", Licence.publisher), ("Domain Expert", Licence.domain_expert)]
)
def test_a_licence_holds_under_every_name_of_a_person(tmp_path, written, licence):
    assert people(tmp_path, f'{ANA}licence = "{written}"\n').licence("@ANAK") is licence


def test_a_licence_may_be_stated_for_a_knowledge_domain(tmp_path):
    known = people(tmp_path, ANA + 'licence = { Printing = "coach", mail = "candidate", "*" = "contributor" }\n')
    asked = [(), ("printing",), ("mail",), ("vpn", "printing")]
    assert [known.licence("@anak", domains) for domains in asked] == ["contributor", "coach", "contributor", "coach"]


def test_who_is_licensed_in_one_domain_only_has_no_licence_elsewhere(tmp_path):
    known = people(tmp_path, ANA + 'licence = { printing = "coach" }\n')
    assert (known.has_licences, known.licence("@anak", ("mail",))) == (True, None)


def test_who_has_no_licence_stated_has_none(tmp_path):
    known = people(tmp_path, ANA + '[people."ben@example.org"]\nlicence = "coach"\n')
    assert [known.licence(name) for name in ("@anak", "cy@example.org")] == [None, None]


@pytest.mark.parametrize(("text", "has_licences"), [(ANA, False), (ANA + 'licence = "candidate"\n', True), ("", False)])
def test_it_is_known_whether_licences_are_in_use(tmp_path, text, has_licences):
    assert people(tmp_path, text).has_licences is has_licences


@pytest.mark.parametrize(
    ("licence", "covered"),
    [("candidate", 1), ("contributor", 2), ("publisher", 5), ("coach", 5), ("domain-expert", 5)],
)
def test_a_licence_covers_those_before_it_and_a_publishers_all(licence, covered):
    assert [needed for needed in Licence if Licence(licence).covers(needed)] == list(Licence)[:covered]


# Teams


def test_a_team_has_a_name_and_a_handle_and_its_members_go_by_their_addresses(tmp_path):
    known = people(tmp_path, ANA + TEAM)
    members = {"ana@example.org", "ben@example.org"}
    assert known.teams == {"printing": members, "@example/printing": members}


@pytest.mark.parametrize("name", ["printing", " PRINTING ", "@Example/printing"])
def test_a_team_is_asked_for_by_any_of_its_names(tmp_path, name):
    known = people(tmp_path, ANA + TEAM)
    assert known.members(name) == known.stands_for(name) == {"ana@example.org", "ben@example.org"}


@pytest.mark.parametrize(
    ("name", "hint"),
    [("printin", "Did you mean printing?"), ("x", "Describe it in [teams] of kcs.toml or people.toml")],
)
def test_a_team_that_nobody_described_is_an_error(tmp_path, name, hint):
    with pytest.raises(KcsError, match=f"^There is no team {name}$") as caught:
        people(tmp_path, TEAM).members(name)
    assert caught.value.hint == hint


@pytest.mark.parametrize(("owner", "persons"), [("@anak", {"ana@example.org"}), ("Legal", {"legal"})])
def test_an_owner_who_is_no_team_stands_for_one(tmp_path, owner, persons):
    assert people(tmp_path, ANA + TEAM).stands_for(owner) == persons


def test_a_team_without_members_stands_for_itself(tmp_path):
    assert people(tmp_path, '[teams]\nlegal = ["@example/legal"]\n').stands_for("@example/Legal") == {"@example/legal"}


# What is refused


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ('\n[persons."a@b"]\n', "line 2: kcs knows no `persons`", "It knows people, teams"),
        ("people = 1\n", "line 1: people is a table, not 1", "Write [people]"),
        ("\nteams = []\n", "line 2: teams is a table, not []", "Write [teams]"),
        ('[people]\nana = "x"\n', "line 2: ana is a table, not 'x'", 'Write [people."ana"], keys below'),
        ("\n[people.ana]\nnme = 'x'\n", "line 2: kcs knows no `nme`", "Did you mean `name`?"),
        ("[people.ana]\nzzz = 1\n", "line 1: kcs knows no `zzz`", "It knows name, also, left, licence"),
        ("[people.ana]\nname = 1\n", "line 1: name must be a text, not 1", "Write it in quotes"),
        ("[people.ana]\nlicences = ['coach']\n", "line 1: kcs knows no `licences`", "Did you mean `licence`?"),
        ("[people.ana]\nlicence = 'publishr'\n", "line 1: licence cannot be 'publishr'", "Did you mean publisher?"),
        ("[people.ana]\nlicence = ['coach']\n", "line 1: licence cannot be ['coach']",
         "One of candidate, contributor, publisher, coach, domain-expert"),
        ("[people.ana]\nlicence = ''\n", "line 1: licence cannot be ''",
         "One of candidate, contributor, publisher, coach, domain-expert"),
        ("[people.ana]\nleft = 'x'\n", "line 1: left must be a day or true, not 'x'", "Write it as 2026-11-22"),
        ("[people.ana]\nleft = 10:00:00\n", "line 1: left must be a day or true, not datetime.time(10, 0)",
         "Write it as 2026-11-22"),
        ("[people.ana]\nalso = 1\n", "line 1: also must be a list of texts, not 1", 'Write it as ["one", "two"]'),
        ("[people.ana]\nalso = [1]\n", "line 1: also must be a list of texts, not [1]", 'Write it as ["one", "two"]'),
        ("[teams]\n\na = 1\n", "line 3: teams.a must be a list of texts, not 1", 'Write it as ["one", "two"]'),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(tmp_path, text, message, hint):
    assert error(tmp_path, text) == (f"people.toml, {message}", hint)


def test_the_line_is_that_of_a_person_who_goes_by_an_address(tmp_path):
    text = '[people."ben@example.org"]\n\n[people."ana@example.org"]\nname = 1\n'
    assert error(tmp_path, text)[0] == "people.toml, line 3: name must be a text, not 1"


def test_one_name_for_two_people_is_an_error(tmp_path):
    text = ANA + '[people."ben@example.org"]\nalso = ["@anak"]\n'
    assert error(tmp_path, text) == ("people.toml: @anak is ana@example.org already", "Describe a person once")


def test_a_person_in_both_files_is_an_error(tmp_path):
    make.files(tmp_path, {"kcs.toml": ANA})
    assert error(tmp_path, ANA) == ("people.toml: ana@example.org is ana@example.org already", "Describe a person once")


@pytest.mark.parametrize("name", ["people.toml", "kcs.toml"])
def test_a_file_that_is_no_toml_is_named(tmp_path, name):
    message, hint = error(tmp_path, "[people\n", name)
    assert (message.partition(": ")[0], hint) == (f"{name} cannot be read", "Correct that line")


def test_a_file_that_is_no_text_is_named(tmp_path):
    (tmp_path / "people.toml").write_bytes(b"\xff")
    with pytest.raises(ConfigError, match=r"people\.toml cannot be read: 'utf-8'"):
        read_people(tmp_path)


def test_other_tables_of_kcs_toml_are_none_of_its_business(tmp_path):
    assert people(tmp_path, "[search]\nlimit = 3\n", "kcs.toml") == People()
