import pytest

from kcs_cli.search.translation import locale_language
from tests import make

FIVE = {
    "en": ("Reset a password", "Open the settings of your account and choose a new password."),
    "de": ("Passwort zurücksetzen", "Öffnen Sie die Einstellungen des Kontos und wählen Sie ein neues Passwort (password)."),
    "fr": (
        "Réinitialiser un mot de passe",
        "Ouvrez les réglages du compte et choisissez un nouveau mot de passe (password).",
    ),
    "lt": ("Slaptažodžio keitimas", "Atidarykite paskyros nustatymus ir pasirinkite naują slaptažodį (password)."),
    "zh": ("重设密码", "打开账户设置，然后选择一个新的密码（password）。"),
}
OTHER = {
    "docs/printer.md": make.article("The printer does not print", "Switch the printer on and wait until it is ready.\n"),
    "docs/drucker.md": make.article("Der Drucker druckt nicht", "Schalten Sie den Drucker ein und warten Sie ein wenig.\n"),
}
PATHS = {
    "suffixes": "docs/password.{}.md",
    "folders": "{}/docs/password.md",
    "folders within": "docs/{}/password.md",
}


def base(tmp_path, files, settings=""):
    return make.files(tmp_path, {"kcs.toml": settings, **OTHER, **files})


def five(path):
    return {path.format(code): make.article(title, f"{text}\n") for code, (title, text) in FIVE.items()}


def shown(root, *arguments):
    hits = make.answer(root, "search", *arguments)["hits"]
    return [(hit["path"], " ".join(one["language"] for one in hit["translations"])) for hit in hits]


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("how do I reset my password", "en"), ("wie kann ich das Passwort zurücksetzen (password)", "de"),
        ("comment réinitialiser le mot de passe (password)", "fr"), ("重设密码 password", "zh"),
        ("kaip pasirinkti naują slaptažodį (password)", "lt"),
    ],
)  # fmt: skip
def test_the_same_article_in_five_languages_is_one_hit_in_that_of_the_question(tmp_path, path, words, language):
    others = " ".join(code for code in FIVE if code != language)
    first, *more = shown(base(tmp_path, five(path)), words)
    assert first == (path.format(language), " ".join(sorted(others.split())))
    assert not [one for one in more if "password" in one[0]]


@pytest.mark.parametrize(
    ("settings", "locale", "language"),
    [("", "de_DE.UTF-8", "de"), ("", "lt_LT", "lt"), ('[defaults]\nlanguage = "fr"\n', "de_DE.UTF-8", "fr")],
)
def test_a_word_of_all_languages_is_answered_in_the_configured_one_else_in_the_locales(
    tmp_path, monkeypatch, settings, locale, language
):
    monkeypatch.setenv("LC_ALL", locale)
    assert shown(base(tmp_path, five("docs/password.{}.md"), settings), "password")[0][0] == f"docs/password.{language}.md"


def test_an_article_in_five_languages_is_counted_once_as_it_is_shown_once(tmp_path):
    root = base(tmp_path, five("docs/password.{}.md"))
    answers = [make.answer(root, "search", "password", *more) for more in ((), ("-n", "1"), ("--facets",))]
    assert [(one["found"], len(one["hits"])) for one in answers] == [(1, 1)] * 3
    assert make.answer(root, "search", "password", "--lang", "de", "--lang", "fr")["found"] == 2
    assert make.answer(root, "search", "password", "printer")["found"] == 2


def test_the_head_of_the_facets_says_how_many_articles_there_are_and_that_each_translation_counts_below(tmp_path):
    out = make.run(base(tmp_path, five("docs/password.{}.md")), "search", "password", "--facets").out
    assert "\n1 article with at least one of the words; here each translation counts:\n" in out
    assert "(5)" in out
    alone = make.run(base(tmp_path, {}), "search", "printer", "--facets").out
    assert "\n1 article with at least one of the words:\n" in alone


def test_a_translation_may_say_of_which_article_it_is_one(tmp_path):
    (en, en_text), (de, de_text), (fr, fr_text) = (FIVE[code] for code in ("en", "de", "fr"))
    files = {
        "docs/password.md": make.article(en, f"{en_text}\n", id="kb-pass01"),
        "docs/kennwort.md": make.article(de, f"{de_text}\n", id="kb-pass02", translation_of="kb-pass01"),
        "sites/passe.md": make.article(fr, f"{fr_text}\n", translation_of="../docs/password.md"),
    }
    root = base(tmp_path, files)
    assert shown(root, "how do I reset my password") == [("docs/password.md", "de fr")]
    assert shown(root, "Passwort zurücksetzen wie kann ich das")[0] == ("docs/kennwort.md", "en fr")


def test_an_original_without_a_language_in_its_path_is_one_of_the_versions(tmp_path):
    (en, en_text), (de, de_text) = FIVE["en"], FIVE["de"]
    files = {"docs/password.md": make.article(en, f"{en_text}\n"), "docs/password.de.md": make.article(de, f"{de_text}\n")}
    assert shown(base(tmp_path, files), "how do I reset my password")[0] == ("docs/password.md", "de")


def test_two_articles_in_one_language_are_two_hits(tmp_path):
    files = {
        "it/password.md": make.article("Reset a password of IT", "Open the settings and choose a new password for them.\n"),
        "hr/password.md": make.article("Reset a password of HR", "Ask the people who work there for a new password.\n"),
    }
    found = shown(base(tmp_path, files), "how do I reset a password")
    assert sorted(found) == [("hr/password.md", ""), ("it/password.md", "")]


def test_a_language_that_is_asked_for_is_the_only_one(tmp_path):
    root = base(tmp_path, five("docs/password.{}.md"))
    assert shown(root, "how do I reset my password", "--lang", "de") == [("docs/password.de.md", "en fr lt zh")]
    both = shown(root, "password", "--lang", "de", "--lang", "fr")
    assert sorted(path for path, _ in both) == ["docs/password.de.md", "docs/password.fr.md"]


def test_an_archived_translation_and_one_for_others_are_not_named(tmp_path):
    (en, en_text), (de, de_text), (fr, fr_text) = (FIVE[code] for code in ("en", "de", "fr"))
    files = {
        "docs/password.en.md": make.article(en, f"{en_text}\n"),
        "docs/password.de.md": make.article(de, f"{de_text}\n", confidence="archived"),
        "docs/password.fr.md": make.article(fr, f"{fr_text}\n", audience="internal"),
    }
    root = base(tmp_path, files)
    found = [shown(root, "reset password", *more)[0] for more in ((), ("--audience", "public"))]
    assert found == [("docs/password.en.md", "fr"), ("docs/password.en.md", "")]


def test_the_languages_stand_beside_the_hit(tmp_path):
    files = {path: text for path, text in five("docs/password.{}.md").items() if ".de." in path or ".en." in path}
    out = make.run(base(tmp_path, files), "search", "how do I reset my password", "-n", "1").out
    assert out.split("\n")[1].endswith(" · also in de")


def test_the_parts_of_a_hit_that_stands_for_others_add_up(tmp_path):
    hits = make.answer(base(tmp_path, five("docs/password.{}.md")), "search", "wie password", "--explain")["hits"]
    assert [round(sum(part["score"] for part in hit["parts"]) - hit["score"], 6) for hit in hits] == [0.0] * len(hits)


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "de_AT.UTF-8"}, "de"), ({"LANG": "sr_RS@latin"}, "sr"), ({"LANG": "C.UTF-8"}, ""), ({"LANG": "POSIX"}, ""),
        ({"LC_ALL": "", "LC_MESSAGES": "lt_LT", "LANG": "de_DE"}, "lt"), ({"LC_ALL": "C", "LANG": "de_DE"}, ""), ({}, ""),
    ],
)  # fmt: skip
def test_a_locale_tells_a_language(environment, language):
    assert locale_language(environment) == language
