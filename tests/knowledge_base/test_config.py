import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.errors import ConfigError
from kcs_cli.knowledge_base.config import Config, heading_roles, reading_key
from kcs_cli.knowledge_base.config import settings as all_settings
from kcs_cli.knowledge_base.config_file import LARGEST_LIMIT, read_config
from kcs_cli.knowledge_base.vocabulary import Audience, Confidence, Kind
from tests import make


def config(root, text: str | bytes, **environ: str) -> Config:
    make.files(root, {"kcs.toml": text})
    return read_config(root, environ)


def refusal(root, text: str | bytes) -> tuple[str, str]:
    with pytest.raises(ConfigError) as caught:
        config(root, text)
    return caught.value.message.removeprefix(f"{root}/"), caught.value.hint


def told(root, text: str, **environ: str) -> list[str]:
    """Return what is said beside the settings."""
    make.files(root, {"kcs.toml": text})
    said: list[str] = []
    read_config(root, environ, said.append)
    return [words.removeprefix(f"{root}/") for words in said]


def test_without_a_file_all_is_default(tmp_path):
    assert read_config(tmp_path, {}) == Config()


@pytest.mark.parametrize("text", ["", "# nothing\n", "[search]\n", "\ufeff", "\r\n"])
def test_a_file_that_says_nothing_changes_nothing(tmp_path, text):
    assert config(tmp_path, text) == Config()


def test_the_file_says_what_differs_from_the_defaults(tmp_path):
    text = """
        [articles]
        folder = "docs"
        exclude = ["drafts/*"]
        [fields]
        title = "headline"
        [sections]
        issue = ["What you see", "Problem"]
        [defaults]
        kind = "how-to"
        confidence = "validated"
        audience = "public"
        owner = "team"
        [search]
        limit = 5
    """
    assert config(tmp_path, text) == make.config(
        articles_folder="docs",
        articles_exclude=("drafts/*",),
        fields_title=("headline",),
        sections_issue=("What you see", "Problem"),
        defaults_kind=Kind.how_to,
        defaults_confidence=Confidence.validated,
        defaults_audience=Audience.public,
        defaults_owner="team",
        search_limit=5,
    )


def test_a_file_from_windows_is_read(tmp_path):
    assert config(tmp_path, b"\xef\xbb\xbf[search]\r\nlimit = 5\r\n").search.limit == 5


def test_a_variable_wins_over_the_file_and_the_file_over_the_default(tmp_path):
    text = '[search]\nlimit = 5\n[defaults]\nowner = "file"\n'
    found = config(tmp_path, text, KCS_SEARCH_LIMIT="7")
    assert (found.search.limit, found.defaults.owner, found.defaults.language) == (7, "file", "")


def test_an_option_wins_over_the_variable(kb, monkeypatch):
    make.files(kb, {"kcs.toml": "[search]\nlimit = 3\n"})
    search = ("search", "--path", "knowledge", "--format", "ids")
    counts = [make.run(kb, *search).out.count("\n")]
    monkeypatch.setenv("KCS_SEARCH_LIMIT", "2")
    counts += [make.run(kb, *search).out.count("\n"), make.run(kb, *search, "-n", "1").out.count("\n")]
    assert counts == [3, 2, 1]


def test_an_empty_variable_says_nothing(tmp_path):
    assert config(tmp_path, "[search]\nlimit = 5\n", KCS_SEARCH_LIMIT="").search.limit == 5


@pytest.mark.parametrize(
    ("name", "text", "setting", "value"),
    [
        ("KCS_ARTICLES_FOLDER", "docs", "articles_folder", "docs"),
        ("KCS_ARTICLES_EXCLUDE", "drafts/*, old/* ,,", "articles_exclude", ("drafts/*", "old/*")),
        ("KCS_FIELDS_TITLE", "headline", "fields_title", ("headline",)),
        ("KCS_DEFAULTS_AUDIENCE", "public", "defaults_audience", Audience.public),
        ("KCS_DEFAULTS_LANGUAGE", "lt", "defaults_language", "lt"),
        ("KCS_SEARCH_LIMIT", " 25 ", "search_limit", 25),
    ],
)
def test_a_variable_is_read_as_the_type_of_its_setting(tmp_path, name, text, setting, value):
    assert read_config(tmp_path, {name: text}) == make.config(**{setting: value})


@pytest.mark.parametrize("text", ["ten", "0", "-1", "1.5", "1001", "9" * 5000, "²"])
def test_a_variable_that_is_no_number_is_an_error_that_names_it(tmp_path, text):
    with pytest.raises(ConfigError, match=r"^KCS_SEARCH_LIMIT must be a whole number from 1 to 1000"):
        read_config(tmp_path, {"KCS_SEARCH_LIMIT": text})


def test_a_variable_outside_a_vocabulary_is_an_error_with_the_nearest_word(tmp_path):
    with pytest.raises(ConfigError) as caught:
        read_config(tmp_path, {"KCS_DEFAULTS_KIND": "problm"})
    assert (caught.value.message, caught.value.hint) == (
        "KCS_DEFAULTS_KIND cannot be 'problm'",
        "Did you mean `problem`?",
    )


def test_an_unknown_key_is_told_with_file_line_and_nearest_key_and_all_else_holds(tmp_path):
    text = "# mine\n\n[search]\nlimt = 5\nmeaning = 0\n"
    said = "kcs.toml, line 4: kcs knows no `search.limt`, and passes it over: did you mean `limit`?"
    assert (told(tmp_path, text), config(tmp_path, text).search[:2]) == ([said], (10, 0.0))


def test_an_unknown_key_like_no_other_is_answered_with_those_there_are(tmp_path):
    said = "kcs.toml, line 2: kcs knows no `search.zzzz`, and passes it over: it knows limit, meaning, engine, "
    said += "urls, index_name, seconds, fallback"
    assert told(tmp_path, "[search]\nzzzz = 5\n") == [said]


def test_an_unknown_table_is_told_with_file_line_and_nearest_table(tmp_path):
    said = "kcs.toml, line 2: kcs knows no `serch`, and passes it over: did you mean `search`?"
    assert told(tmp_path, "\n[serch]\nlimit = 5\n") == [said]


def test_an_unknown_table_like_no_other_is_answered_with_those_there_are(tmp_path):
    assert told(tmp_path, "zzzzzz = 5\n") == [
        "kcs.toml, line 1: kcs knows no `zzzzzz`, and passes it over: it knows articles, case_url, cases, channel, "
        "defaults, fields, history, import, journal, notify, owners, privacy, publish, review, search, searches, sections, "
        "semantic, site"
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("#\n#\nfoo.bar = 1\n", 3),
        ("#\n[foo.bar]\n", 2),
        ("#\n[search]\n[search.deep]\nx = 1\n", 3),
        ("#\n[[serch]]\nlimit = 1\n", 2),
        ("#\nsearch = { limt = 1 }\n", 2),
        ("#\nsearch.limt = 1\n", 2),
        ('[search]\n"limt" = 1\n', 2),
        ("[search] # the search\nlimt = 1\n", 2),
        ("[search]\r\nlimt = 1\r\n", 2),
    ],
)
def test_the_line_of_an_unknown_key_is_named_however_it_is_written(tmp_path, text, line):
    (said,) = told(tmp_path, text)
    assert said.startswith(f"kcs.toml, line {line}: kcs knows no `")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("KCS_SERCH_LIMIT", ["The variable KCS_SERCH_LIMIT means nothing: did you mean KCS_SEARCH_LIMIT?"]),
        ("KCS_ROOTS", ["The variable KCS_ROOTS means nothing: did you mean KCS_ROOT?"]),
        ("KCS_SESION", ["The variable KCS_SESION means nothing: did you mean KCS_SESSION?"]),
        ("KCS_SESSION", []), ("KCS_CASE", []), ("KCS_OF_ANOTHER_PROGRAM", []), ("XKCS_ROOTS", []),
    ],
)  # fmt: skip
def test_a_misspelt_variable_is_told_with_the_nearest_one(tmp_path, name, said):
    assert told(tmp_path, "", **{name: "2"}) == said


@pytest.mark.parametrize("needed", [">=0.1", ">= 0.0.9, <99", "!=7", "==0.1.0", "<=0.1.0.0", " >0 "])
def test_a_base_says_which_kcs_it_needs(tmp_path, needed):
    assert told(tmp_path, f'requires = "{needed}"\n') == []


@pytest.mark.parametrize("needed", [">=99", ">=0.0.9, <0.1", "!=0.1", "==0.1.1", ">0.1"])
def test_another_kcs_than_a_base_needs_stops_before_it_answers_wrongly(tmp_path, needed):
    assert refusal(tmp_path, f'serch = 1\nrequires = "{needed}"\n[search]\nlimit = "x"\n') == (
        f"This base needs kcs {needed}, and this is 0.1.0 ({tmp_path}/kcs.toml, line 2)",
        "Install another one, as by `pipx install --force kcs-cli`, or correct `requires` there",
    )


@pytest.mark.parametrize("needed", ["0.3", ">=", ">=0.3 <2", 0.3, ["x"], "", "~=0.3", ">=1." + "9" * 5000])
def test_a_need_that_cannot_be_read_is_an_error_with_its_line(tmp_path, needed):
    message, hint = refusal(tmp_path, f"\nrequires = {needed!r}\n")
    assert (message[:43], hint) == (
        "kcs.toml, line 2: requires cannot be " + repr(needed)[:6],
        'Write it as ">=0.3" or ">=0.3, <2"',
    )


@pytest.mark.parametrize("text", ["search = 5\n", "[[search]]\nlimit = 5\n"])
def test_a_table_of_a_wrong_type_is_not_answered_with_its_own_name(tmp_path, text):
    message, hint = refusal(tmp_path, text)
    assert (message.startswith("kcs.toml, line 1: "), "search" in message, "`search`?" in hint) == (True, True, False)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("[search]\nlimit = 'x'", "line 2: search.limit must be a whole number from 1 to 1000, not 'x'", "Write it as 10"),
        ("[search]\nlimit = true", "line 2: search.limit must be a whole number from 1 to 1000, not True", "Write it as 10"),
        ("[search]\nlimit = 0", "line 2: search.limit must be a whole number from 1 to 1000, not 0", "Write it as 10"),
        ("[search]\nlimit = 5.0", "line 2: search.limit must be a whole number from 1 to 1000, not 5.0", "Write it as 10"),
        ("[fields]\n\nid = 5", "line 3: fields.id must be a list of texts, not 5", 'Write it as ["one", "two"]'),
        ("[fields]\nid = ['a', 5]", "line 2: fields.id must be a list of texts, not ['a', 5]", 'Write it as ["one", "two"]'),
        ("[articles]\nfolder = 5", "line 2: articles.folder must be a text, not 5", "Write it in quotes"),
        ("[defaults]\nkind = 'problm'", "line 2: defaults.kind cannot be 'problm'", "Did you mean `problem`?"),
        ("[defaults]\naudience = 3", "line 2: defaults.audience cannot be 3", "One of internal, partner, customer, public"),
        ("search.limit = 'x'", "line 1: search.limit must be a whole number from 1 to 1000, not 'x'", "Write it as 10"),
    ],
)
def test_a_value_of_a_wrong_type_is_an_error_with_file_line_and_key(tmp_path, text, message, hint):
    assert refusal(tmp_path, text) == (f"kcs.toml, {message}", hint)


@pytest.mark.parametrize("limit", [1, LARGEST_LIMIT])
def test_the_smallest_and_the_largest_limit_are_taken(tmp_path, limit):
    assert config(tmp_path, f"[search]\nlimit = {limit}").search.limit == limit


def test_what_is_no_toml_is_an_error_with_file_and_line(tmp_path):
    assert refusal(tmp_path, "[search]\nlimit = \n")[0] == "kcs.toml cannot be read: Invalid value (at line 2, column 9)"


HOSTILE = {
    "not UTF-8": b"\xff\xfe[\x00",
    "nul byte": b"[search]\nlimit = \0",
    "deep lists": b"x = " + b"[" * 40_000,
    "deep tables": b"x = " + b"{a=" * 40_000,
    "huge number": b"[search]\nlimit = " + b"1" * 5000,
    "huge hexadecimal number": b"[search]\nlimit = 0x" + b"f" * 5000,
    "key twice": b"[search]\nlimit = 1\nlimit = 2\n",
    "table twice": b"[search]\n[search]\n",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_an_error_that_names_it(tmp_path, content):
    assert refusal(tmp_path, content)[0].startswith("kcs.toml")


def test_an_error_in_the_file_is_two_lines_on_stderr(kb):
    make.files(kb, {"kcs.toml": "[search]\nlimit = 0\n"})
    assert make.run(kb, "search", "vpn") == (
        2,
        "",
        f"Error: {kb}/kcs.toml, line 2: search.limit must be a whole number from 1 to 1000, not 0\nHint: Write it as 10\n",
    )


@pytest.mark.parametrize("words", ["search vpn --format ids", "show kb-vpn001 --plain", "flags", "lint", "owners"])
def test_an_unknown_name_is_told_once_a_command_which_answers_all_the_same(kb, words):
    before = make.run(kb, *words.split())
    make.files(kb, {"kcs.toml": "[search]\nlimt = 5\n"})
    said = f"kcs: {kb}/kcs.toml, line 2: kcs knows no `search.limt`, and passes it over: did you mean `limit`?\n"
    assert make.run(kb, *words.split()) == (before.status, before.out, said + before.err)


def test_every_setting_has_a_description_a_table_and_a_variable_of_its_own():
    known = list(all_settings())
    assert [one for one in known if not one.about] == []
    assert len({one.variable for one in known}) == len({(one.table, one.key) for one in known}) == len(known) > 60


def test_a_setting_is_named_by_its_table_and_key():
    first = next(all_settings())
    assert (first.table, first.key, first.variable) == ("articles", "folder", "KCS_ARTICLES_FOLDER")


def test_headings_map_to_their_roles_folded():
    found = heading_roles(
        make.config(sections_issue=("Was  IST?",), sections_environment=(), sections_resolution=(), sections_cause=())
    )
    assert found == {"was ist": "issue"}


def test_no_default_heading_plays_two_roles():
    headings = [heading for headings in Config().sections for heading in headings]
    assert len(heading_roles(Config())) == len(headings)


@pytest.mark.parametrize("name", ["fields_title", "sections_issue", "defaults_owner", "defaults_kind"])
def test_what_decides_how_a_file_is_read_is_in_the_reading_key(name):
    other = {"fields_title": ("headline",), "sections_issue": ("X",), "defaults_owner": "ana", "defaults_kind": Kind.path}
    assert reading_key(make.config(**{name: other[name]})) != reading_key(Config())


def test_how_many_hits_are_shown_does_not_decide_how_a_file_is_read():
    assert reading_key(make.config(search_limit=3)) == reading_key(Config())


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("[]{}=\"'., \nabc_search.limit5#\\\t\r"), max_size=60))
def test_any_text_is_a_config_or_a_config_error(tmp_path_factory, text):
    root = tmp_path_factory.getbasetemp() / "any-config"
    try:
        found, default = config(root, text), Config()
        said = [name for name, table in found._asdict().items() if table != getattr(default, name)]
    except ConfigError as error:
        said = [error.message.removeprefix(f"{root}/")]
    assert all(name.startswith("kcs.toml") or name == "search" for name in said)
