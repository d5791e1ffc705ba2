import json
import stat

import pytest

from kcs_cli.errors import KcsError
from kcs_cli.journal.case_number import LONGEST_CASE, case_names, key_file, make_key, stored_case
from kcs_cli.knowledge_base.config import Cases, Config
from tests import make

HASHED = make.config(privacy_cases=Cases.hash)
KEY = {"KCS_CASE_KEY": "secret"}
STORED = "h-f53b722881c7e54fd11ca148"  # 4711 under that key


@pytest.fixture(autouse=True)
def own_configuration(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def hashed(kb, monkeypatch):
    """A knowledge base that hashes case numbers."""
    monkeypatch.setenv("KCS_CASE_KEY", "secret")
    make.files(kb, {"kcs.toml": '[privacy]\ncases = "hash"\n'})
    return kb


def events(kb, *arguments: str) -> list[dict[str, object]]:
    return json.loads(make.run(kb, "events", "--format", "json", *arguments).out)["events"]


def test_a_case_number_is_stored_as_it_is_said():
    assert [stored_case(case, Config(), {}) for case in ("4711", " 4711\t", "ÄB 12/3 \n x", "..", "../../etc")] == [
        "4711",
        "4711",
        "ÄB 12/3 x",
        "..",
        "../../etc",
    ]


@pytest.mark.parametrize("case", ["", "  ", "x" * (LONGEST_CASE + 1), "a\0b", "\x1b[31m", "\u202e4711", "a\ud800", "a\x9bb"])
@pytest.mark.parametrize("config", [Config(), HASHED])
def test_what_is_no_case_number_is_refused(case, config):
    with pytest.raises(KcsError, match="That is no case number"):
        stored_case(case, config, KEY)


def test_a_case_number_is_hashed_with_the_key():
    assert stored_case("4711", HASHED, KEY) == stored_case(" 4711 ", HASHED, KEY) == STORED


def test_another_case_or_another_key_has_another_hash():
    other = {"KCS_CASE_KEY": "other"}
    found = {stored_case(case, HASHED, key) for case in ("4711", "4712") for key in (KEY, other)}
    assert len(found) == 4


def test_a_hash_that_events_show_is_taken_as_it_is():
    assert stored_case(STORED, HASHED, {}) == STORED


@pytest.mark.parametrize("case", ["h-4711", "h-", "h-Müller, Anna", STORED + "0", STORED.upper().replace("H-", "h-")])
def test_a_case_number_that_begins_like_a_hash_is_hashed_too(case):
    found = stored_case(case, HASHED, KEY)
    assert (found != case, len(found)) == (True, len(STORED))


def test_the_key_may_be_in_a_file():
    file, new = make_key()
    found = stored_case("4711", HASHED, {})
    assert (new, file, found) == (True, key_file(), stored_case("4711", HASHED, {"KCS_CASE_KEY": file.read_text()}))


def test_the_variable_goes_before_the_file():
    make_key()
    assert stored_case("4711", HASHED, KEY) == STORED


def test_spaces_around_the_key_do_not_matter():
    make.files(key_file().parent, {"case-key": " secret\r\n"})
    assert stored_case("4711", HASHED, {"KCS_CASE_KEY": "  "}) == STORED


def test_a_key_is_made_once_and_is_the_person_s_own():
    file, _ = make_key()
    before = file.read_text()
    assert (make_key(), file.read_text(), len(before)) == ((file, False), before, 65)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (file, file.parent)] == [0o600, 0o700]


def test_a_key_that_cannot_be_written_is_a_clear_error(tmp_path):
    make.files(tmp_path, {"config": "a file in the way"})
    with pytest.raises(KcsError, match="case-key cannot be written"):
        make_key()


@pytest.mark.parametrize("content", [b"", b" \n", b"\xff\xfe\x00", None])
def test_without_a_key_there_is_a_clear_error(content):
    if content is not None:
        make.files(key_file().parent, {"case-key": content})
    with pytest.raises(KcsError) as caught:
        stored_case("4711", HASHED, {"KCS_CASE_KEY": ""})
    assert str(key_file()) in caught.value.message
    assert "kcs init --case-key" in caught.value.hint or "key" in caught.value.hint


def test_a_folder_in_the_place_of_the_key_is_a_clear_error():
    key_file().mkdir(parents=True)
    with pytest.raises(KcsError, match="is a folder, not a file"):
        stored_case("4711", HASHED, {})


def test_a_key_in_a_variable_that_is_no_unicode_is_a_key_or_a_clear_error(hashed):
    done = make.process(hashed, "link", "kb-vpn001", "--case", "4711", KCS_CASE_KEY="s\udce4cret")
    assert ("Traceback" in done.err, done.status) in [(False, 0), (False, 2)]


@pytest.mark.parametrize(
    "command", [("link", "kb-vpn001"), ("unlink", "kb-vpn001"), ("show",), ("events",), ("flag", "kb-vpn001", "-m", "x")]
)
def test_without_a_key_commands_say_what_to_do(hashed, monkeypatch, command):
    monkeypatch.delenv("KCS_CASE_KEY")
    status, out, err = make.run(hashed, *command, "--case", "4711")
    assert (status, out, err.splitlines()) == (
        2,
        "",
        [
            f"Error: Case numbers are hashed here, and there is no key in {key_file()}",
            "Hint: Ask a colleague for the team's key, or make the first one: kcs init --case-key",
        ],
    )


def test_without_a_key_nothing_else_is_stopped(hashed, monkeypatch):
    make.run(hashed, "link", "kb-vpn001", "--case", "4711")
    monkeypatch.delenv("KCS_CASE_KEY")
    done = [
        make.run(hashed, *command).status for command in (("events",), ("flags",), ("search", "vpn"), ("show", "kb-vpn001"))
    ]
    assert done == [0, 0, 0, 0]


def test_init_makes_the_key(monkeypatch):
    made, again = make.kcs("init", "--case-key"), make.kcs("init", "--case-key")
    assert (made.status, again.status, key_file().read_text().strip() in made.out + made.err) == (0, 0, False)
    assert stored_case("4711", HASHED, {}).startswith("h-")


def test_a_linked_case_is_stored_hashed_and_said_plain(hashed):
    done = make.run(hashed, "link", "kb-vpn001", "--case", "4711", "--format", "json")
    assert (json.loads(done.out)["case"], [event["case"] for event in events(hashed)]) == ("4711", [STORED])


def test_nothing_in_the_repository_says_the_plain_case_number(hashed):
    for command in (
        ("link", "kb-vpn001"),
        ("flag", "kb-vpn001", "-m", "x"),
        ("link", "kb-mail01", "--as", "tried"),
        ("unlink", "kb-vpn001"),
    ):
        make.run(hashed, *command, "--case", "CASE-4711-PLAIN")
    content = [path.read_bytes() for path in hashed.rglob("*") if path.is_file()]
    assert (len(events(hashed)), [text for text in content if b"4711-PLAIN" in text]) == (4, [])


def test_what_a_case_received_is_shown_by_the_plain_number(hashed):
    make.run(hashed, "link", "kb-vpn001", "--case", "4711")
    report = json.loads(make.run(hashed, "show", "--case", "4711", "--format", "json").out)
    assert (report["case"], [article["id"] for article in report["linked"]]) == ("4711", ["kb-vpn001"])


def test_what_a_case_received_is_shown_by_the_hash_that_events_show(hashed, monkeypatch):
    make.run(hashed, "link", "kb-vpn001", "--case", "4711")
    monkeypatch.delenv("KCS_CASE_KEY")
    report = json.loads(make.run(hashed, "show", "--case", STORED, "--format", "json").out)
    assert [article["id"] for article in report["linked"]] == ["kb-vpn001"]


def test_a_link_by_the_plain_number_is_not_noted_again(hashed):
    for _ in range(2):
        done = make.run(hashed, "link", "kb-vpn001", "--case", "4711", "--format", "json")
    assert (json.loads(done.out)["linked"][0]["was_linked"], len(events(hashed))) == (True, 1)


def test_a_hashed_case_has_one_resolution(hashed):
    make.run(hashed, "link", "kb-vpn001", "--case", "4711")
    refused = make.run(hashed, "link", "kb-mail01", "--case", "4711")
    assert (refused.status, refused.err.splitlines()[0]) == (2, "Error: Case 4711 already has a resolution: kb-vpn001")


def test_a_link_is_taken_back_by_the_plain_number(hashed):
    make.run(hashed, "link", "kb-vpn001", "--case", "4711")
    done = make.run(hashed, "unlink", "kb-vpn001", "--case", "4711")
    assert (done.status, make.run(hashed, "show", "--case", "4711").status) == (0, 2)


def test_events_are_found_by_the_plain_number(hashed):
    make.run(hashed, "link", "kb-vpn001", "--case", "4711")
    make.run(hashed, "link", "kb-mail01", "--case", "4712")
    found = [[event["id"] for event in events(hashed, "--case", case)] for case in ("4711", STORED, "4713")]
    assert found == [["kb-vpn001"], ["kb-vpn001"], []]


def test_reuse_counts_hashed_cases(hashed):
    for case in ("1", "2", "2"):
        make.run(hashed, "link", "kb-vpn001", "--case", case)
    assert json.loads(make.run(hashed, "show", "kb-vpn001", "--format", "json").out)["cases"] == 2


def test_the_hash_may_be_asked_for_in_a_variable(kb, monkeypatch):
    monkeypatch.setenv("KCS_CASE_KEY", "secret")
    monkeypatch.setenv("KCS_PRIVACY_CASES", "hash")
    make.run(kb, "link", "kb-vpn001", "--case", "4711")
    assert [event["case"] for event in events(kb)] == [STORED]


@pytest.mark.parametrize("case", ["john@shoplet.net", "+49 30 23125884", "4111 1111 1111 1111", "password: hunter2"])
def test_what_is_somebodys_is_no_case_number_but_where_numbers_are_hashed(case):
    with pytest.raises(KcsError, match="That is no case number but personal data"):
        stored_case(case, Config(), {})
    assert stored_case(case, HASHED, KEY).startswith("h-")


@pytest.mark.parametrize("case", ["00123456", "4111111111111111", "CS-0012345", "4711-2024-000123", "2401150040001234"])
def test_numbers_as_help_desks_give_them_are_case_numbers(case):
    assert stored_case(case, Config(), {}) == case


def test_links_of_a_case_that_was_an_address_are_still_found():
    assert case_names("john@shoplet.net", Config(), {}) == ("john@shoplet.net",)
