import json
import os
import re
import shutil
import subprocess
import sys

import pytest

from tests import make

OUT = re.compile(r"kb-[0-9a-hjkmnp-tv-z]{6}  (\S+)\n")
TICKET = {"ticket": {"id": 7, "subject": "Toner smells", "description": "It smells of fish.\n# Always", "tags": ["toner"]}}


def new(kb, *arguments: str, stdin: str | bytes | None = None) -> make.Run:
    return make.run(kb, "new", *arguments, stdin=stdin)


def articles(kb) -> list[str]:
    return sorted(path.name for path in (kb / "knowledge").iterdir())


def captured(kb, *arguments: str, stdin: str | None = None) -> dict[str, object]:
    """Capture an article and return what `kcs show` knows of it."""
    run = new(kb, "--format", "json", *arguments, stdin=stdin)
    assert run.status == 0, run.err
    return json.loads(make.run(kb, "show", json.loads(run.out)["id"], "--format", "json").out)


def section(article: dict, role: str) -> str:
    return "\n".join(section["text"] for section in article["sections"] if section["role"] == role)


def test_a_new_article_prints_id_and_path_and_is_found(kb):
    run = new(kb, "Scanner is jammed")
    assert (run.status, OUT.fullmatch(run.out)[1], run.err) == (0, "knowledge/scanner-is-jammed.md", "")
    assert make.run(kb, "search", "scanner", "--format", "ids").out.splitlines()[0] == run.out.split()[0]


def test_a_new_article_is_internal_work_in_progress_of_whoever_writes_it(kb):
    article = captured(kb, "Scanner is jammed")
    known = {name: article[name] for name in ("title", "kind", "confidence", "audience", "owner", "language", "said")}
    assert known == {
        "title": "Scanner is jammed", "kind": "problem", "confidence": "wip", "audience": "internal",
        "owner": "ana@example.org", "language": "en", "said": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("Der Drucker bleibt nach dem Umzug stumm", None),  # 0.97 sure that it is German
        ("打印机无法打印", None),  # Japanese has all of these characters
        ("Le fax reste muet quand il pleut", "fr"),
        ("Fax jams", "en"),
        ("Nepavyksta prisijungti prie el. pašto dėžutės", "lt"),
    ],
)
def test_a_new_article_is_in_the_language_of_its_template_unless_its_words_speak_against_it(kb, title, language):
    answer = make.answer(kb, "new", title, "--no-edit")
    text = (kb / answer["path"]).read_text()
    assert (answer["language"], f"language: {language}\n" in text, "language:" in text) == (
        language, language is not None, language is not None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("Outlook startet nicht mehr", "de"),
        ("Kein Ton", "de"),
        ("The fax is mute", "en"),
        ("Fax jams", None),  # it may be both: what is written later tells
    ],
)
def test_a_short_title_in_a_german_base_is_german_where_its_small_words_are(kb, title, language):
    texts = ("Der Drucker druckt nicht", "Das Kennwort ist abgelaufen", "Die Anmeldung schlägt mit einem Fehler fehl")
    files = {
        f"knowledge/d{n}.md": make.article(text, f"{text}, sagt der Kunde.\n", language="de") for n, text in enumerate(texts)
    }
    make.files(kb, files)
    path = make.answer(kb, "new", title, "--no-edit")["path"]
    line = next((line for line in (kb / path).read_text().splitlines() if line.startswith("language:")), None)
    assert line == (language and f"language: {language}")


def test_the_search_before_it_that_found_nothing_gives_title_phrase_and_issue(kb):
    make.run(kb, "search", "toner smells of fish")
    run = new(kb)
    assert run.err == ("kcs: With the words of the last search: toner smells of fish\n")
    text = (kb / OUT.fullmatch(run.out)[1]).read_text()
    assert ("said:\n  - toner smells of fish\n" in text, "## Issue\n\ntoner smells of fish\n" in text) == (True, True)
    assert "title: toner smells of fish\n" in text


def test_a_search_of_which_nothing_was_looked_at_found_nothing_useful(kb):
    make.run(kb, "search", "printer leaks")
    assert captured(kb, "Ink below the printer")["said"] == ["printer leaks"]


@pytest.mark.parametrize("command", ["show", "open"])
def test_a_search_of_which_an_article_was_looked_at_was_useful(kb, monkeypatch, command):
    monkeypatch.setenv("EDITOR", "true")
    make.run(kb, "search", "printer leaks")
    make.run(kb, command, "1")
    assert captured(kb, "Ink below the printer")["said"] == []


def test_a_search_is_taken_once(kb):
    make.run(kb, "search", "toner smells of fish")
    new(kb)
    assert captured(kb, "Scanner is jammed")["said"] == []


def test_a_clean_sheet_takes_nothing_from_the_search(kb):
    make.run(kb, "search", "toner smells of fish")
    assert captured(kb, "Scanner is jammed", "--no-search")["said"] == []
    assert captured(kb, "Fax is jammed")["said"] == ["toner smells of fish"]


def test_personal_data_of_a_search_is_not_in_its_article(kb):
    make.run(kb, "search", "ana@example.org cannot fax")
    assert captured(kb, "Fax is jammed")["said"] == ["<e-mail> cannot fax"]


def test_without_title_and_search_there_is_no_article(kb):
    assert new(kb) == (2, "", 'Error: The article has no title\nHint: kcs new "TITLE"\n')


def test_all_that_is_given_is_in_the_article(kb):
    article = captured(
        kb, "Scanner is jammed", "--kind", "question", "--said", "it eats paper", "--said", "stuck", "--tag", "scan,paper",
        "--tag", "jam", "--env", "S1", "--env", "Linux", "--owner", "ben@example.org", "--lang", "en-GB",
        "--set", "audience=customer", "--set", "product=S1", "--origin", "forum", "--url", "https://example.org/t/1",
    )  # fmt: skip
    names = ("kind", "said", "tags", "owner", "language", "audience")
    assert [article[name] for name in names] == [
        "question", ["it eats paper", "stuck"], ["scan", "paper", "jam"], "ben@example.org", "en", "customer",
    ]  # fmt: skip
    assert "origin: forum\nurl: https://example.org/t/1\nproduct: S1\n" in article["markdown"]
    assert section(article, "environment") == "S1\nLinux"


def test_a_text_without_headings_is_the_issue(kb):
    article = captured(kb, "Scanner is jammed", "--body", "-", stdin="It eats\npaper.\n")
    assert (section(article, "issue"), article["confidence"]) == ("It eats\npaper.", "wip")


def test_a_text_may_be_given_as_it_is(kb):
    assert section(captured(kb, "Scanner is jammed", "--body", "It eats."), "issue") == "It eats."


def test_a_text_with_headings_takes_the_place_of_the_templates(kb):
    body = "## Issue\n\nIt eats.\n\n## Fix\n\nOpen it.\n"
    article = captured(kb, "Scanner is jammed", "--body", "-", stdin=body)
    assert (article["markdown"].partition("\n---\n")[2], article["confidence"]) == (f"\n{body}", "not-validated")


def test_a_ticket_as_json_gives_title_issue_tags_and_case(kb):
    make.files(kb, {"t.json": json.dumps(TICKET)})
    article = captured(kb, "--from", str(kb / "t.json"))
    assert (article["title"], article["tags"], section(article, "issue")) == (
        "Toner smells", ["toner"], "It smells of fish.\n\\# Always",
    )  # fmt: skip
    assert f'"id": "{article["id"]}"' in make.run(kb, "show", "--case", "7", "--format", "json").out


def test_a_ticket_as_text_comes_from_stdin(kb):
    article = captured(kb, "--from", "-", stdin="Subject: Toner smells\nVersion: 3\n\nOf fish.\n")
    assert (article["title"], section(article, "issue"), section(article, "environment")) == (
        "Toner smells",
        "Of fish.",
        "3",
    )


def test_an_address_of_a_ticket_that_is_none_of_the_web_is_left_out(kb):
    make.files(kb, {"t.json": json.dumps({"subject": "Toner smells", "url": "javascript:alert(1)"})})
    assert "url:" not in captured(kb, "--from", str(kb / "t.json"))["markdown"]


def test_an_article_is_linked_to_the_case_it_was_written_for(kb):
    article = captured(kb, "Scanner is jammed", "--case", "4711", "--body", "## Issue\n\na\n\n## Resolution\n\nb")
    (linked,) = json.loads(make.run(kb, "show", "--case", "4711", "--format", "json").out)["linked"]
    assert (linked["id"], linked["use"]) == (article["id"], "resolution")


def test_an_article_without_a_resolution_is_a_reference_of_its_case(kb):
    captured(kb, "Scanner is jammed", "--case", "4711")
    (linked,) = json.loads(make.run(kb, "show", "--case", "4711", "--format", "json").out)["linked"]
    assert linked["use"] == "reference"


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["--set", "audience=custommer"], "Did you mean customer?"),
        (["--set", "audiense=public"], "Did you mean audience?"),
        (["--set", "id=kb-1"], "aliases+=NAME gives it another name"),
        (["--set", "x"], "Write field=value, as confidence=validated, or tags+=vpn"),
        (["--url", "file:///etc/passwd"], "Write it as https://host/path"),
        (["--url", "javascript:alert(1)"], "Write it as https://host/path"),
        (["--lang", "german please"], "Write its code: en, de, lt, …"),
        (["--folder", "../x"], "Name a folder below knowledge"),
        (["--folder", ".git"], "Name a folder below knowledge"),
        (["--folder", "/etc"], "Name a folder below knowledge"),
        (["--from", "/no/such/file"], "Name a file, or - for stdin"),
        (["--from", "/"], "Name a file, or - for stdin"),
        (["--from", "a\0b"], "Name a file, or - for stdin"),
        (["--from", "/dev/zero"], "Name a file, or - for stdin"),
        (["--from", "-", "--body", "-"], "Name the ticket's file, or give the body as text"),
        (["--allow", "email"], "Did you mean e-mail?"),
        (["--allow", "x"], "One of secret, e-mail, iban, card, phone, national-id"),
    ],
)
def test_what_cannot_be_is_two_lines_and_no_article(kb, arguments, hint):
    run = new(kb, "Scanner is jammed", *arguments)
    assert (run.status, run.out, run.err.splitlines()[1:]) == (2, "", [f"Hint: {hint}"])
    assert articles(kb) == ["mail.md", "printer.md", "vpn.md"]


@pytest.mark.parametrize("option", ["--body", "--from"])
def test_more_than_a_megabyte_is_refused(kb, option):
    run = new(kb, "Scanner is jammed", option, "-", stdin=b"x" * 1_000_001)
    assert (run.status, run.err.splitlines()[0]) == (2, "Error: stdin is larger than 1,000,000 bytes")


def test_a_text_that_is_not_utf_8_is_refused(kb):
    run = new(kb, "Scanner is jammed", "--body", "-", stdin=b"gr\xfcn")
    assert run.err == "Error: stdin is not UTF-8: byte 0xfc\nHint: Save it as UTF-8\n"


def test_nearly_the_same_article_stops_it(kb):
    run = new(kb, "VPN does not connect!")
    assert run == (
        2, "", "Error: There is nearly the same already: kb-vpn001 (VPN does not connect)\n"
        "Hint: kcs show kb-vpn001, or write it all the same: --yes\n",
    )  # fmt: skip
    assert len(articles(kb)) == 3


def test_a_near_duplicate_is_written_all_the_same_and_named(kb):
    report = json.loads(new(kb, "VPN does not connect!", "--yes", "--format", "json").out)
    assert (report["near_duplicates"], report["similar"][0]) == (
        ["kb-vpn001"],
        {"rank": 1, "id": "kb-vpn001", "title": "VPN does not connect", "confidence": "not-validated",
         "path": "knowledge/vpn.md", "likeness": 1.0},
    )  # fmt: skip


def test_similar_articles_alone_stop_nothing_and_are_named(kb):
    report = json.loads(new(kb, "The printer leaks ink", "--format", "json").out)
    assert (report["near_duplicates"], [one["id"] for one in report["similar"]]) == ([], ["kb-print1"])


def test_the_question_for_similar_articles_is_no_search_of_the_log(kb):
    new(kb, "The printer leaks ink")
    assert not (kb / ".git/kcs/searches").exists()


def test_words_that_look_like_operators_are_words_when_similar_ones_are_looked_for(kb):
    assert new(kb, 'state:wip -printer "no such phrase" tag:x').status == 0


def test_nothing_is_overwritten(kb):
    runs = [new(kb, title, "--yes") for title in ("Printer", "printer!", "PRINTER")]
    assert [OUT.fullmatch(run.out)[1] for run in runs] == [
        "knowledge/printer-2.md", "knowledge/printer-3.md", "knowledge/printer-4.md",
    ]  # fmt: skip
    assert (kb / "knowledge/printer.md").read_text() == make.THREE["knowledge/printer.md"]


def test_a_name_that_no_article_may_have_is_passed_over(kb):
    assert OUT.fullmatch(new(kb, "Readme").out)[1] == "knowledge/readme-2.md"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("../../../etc/passwd", "etc-passwd.md"),
        ("a/b\\c", "a-b-c.md"),
        ("bell \a and \x1b[31mred", "bell-and-31mred.md"),
        ("🔥🔥", "article.md"),
        ("???", "article.md"),
        ("打印机不打印", "打印机不打印.md"),
        ("Ačiū", "ačiū.md"),
        ("x" * 5000, "x" * 80 + ".md"),
        ("- [a: b] #c 'd", "a-b-c-d.md"),
    ],
)
def test_a_title_of_any_kind_is_a_harmless_file_that_reads_back(kb, title, name):
    article = captured(kb, "--", title)
    assert article["path"] == f"knowledge/{name}"
    assert article["title"] == " ".join(re.sub(r"[\x00-\x1f]", " ", title).split())


def test_a_base_without_a_folder_for_articles_gets_them_at_its_root(tmp_path):
    kb = make.base(tmp_path / "kb", {"a.md": make.article(id="kb-aaaaaa")})
    assert OUT.fullmatch(new(kb, "Scanner is jammed").out)[1] == "scanner-is-jammed.md"


def test_the_bases_own_template_and_names_are_taken(kb):
    make.files(
        kb,
        {
            "templates/problem.md": "---\nteam: red\n---\n\n## Frage\n\n## Antwort\n",
            "kcs.toml": '[fields]\ntitle = ["headline"]\n[sections]\nissue = ["Frage"]\nresolution = ["Antwort"]\n',
        },
    )
    source = captured(kb, "Scanner is jammed", "--body", "Er frisst.")["markdown"]
    assert (source.startswith("---\nteam: red\n"), "headline: Scanner is jammed\n" in source) == (True, True)
    assert source.endswith("---\n\n## Frage\n\nEr frisst.\n\n## Antwort\n")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_two_lines(kb):
    (kb / "knowledge").chmod(0o555)
    assert "cannot be written" in new(kb, "Scanner is jammed").err


def test_a_full_disk_is_two_lines_and_leaves_nothing(kb):
    make.run(kb, "index")
    script = (
        "import resource, sys; sys.dont_write_bytecode = True; resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))\n"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from kcs_cli.__main__ import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "new", "Scanner is jammed"],
        env={**os.environ, "KCS_ROOT": str(kb)}, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert (done.returncode, done.stdout, "cannot be written" in done.stderr) == (2, "", True)
    assert [path.name for path in (kb / "knowledge").iterdir() if "scanner" in path.name] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--said", "I am ana@example.org"], "e-mail (a…@e…)"),
        (["--body", "call +370 612 34567"], "phone (…67)"),
        (["--env", "card 4111 1111 1111 1111"], "card (…11)"),
        (["--tag", "DE89370400440532013000"], "iban (…00)"),
        (["--url", "https://ana:s3cret@example.org/"], "secret (ana…)"),
        (["--set", "note=token=abc123"], "secret (tok…)"),
    ],
)
def test_personal_data_is_refused_before_anything_is_written(kb, arguments, said):
    run = new(kb, "Scanner is jammed", *arguments)
    kind = said.partition(" ")[0]
    assert (run.status, run.out, run.err) == (
        2, "", f"Error: This has personal data: {said}. Nothing was written\n"
        f"Hint: Leave it out, replace it: --redact, or let it through: --allow {kind}\n",
    )  # fmt: skip
    assert len(articles(kb)) == 3


def test_personal_data_in_the_title_is_refused(kb):
    assert "e-mail (a…@e…)" in new(kb, "ana@example.org cannot print").err


def test_personal_data_of_a_kind_that_is_allowed_passes(kb):
    article = captured(
        kb, "Scanner", "--said", "ana@example.org", "--said", "+370 612 34567", "--allow", "e-mail", "--allow", "phone"
    )
    assert article["said"] == ["ana@example.org", "+370 612 34567"]


def test_national_ids_are_those_of_the_configured_patterns(kb):
    make.files(kb, {"kcs.toml": "[privacy]\npatterns = ['\\b[3-6]\\d{10}\\b']\n"})
    assert "national-id (…34)" in new(kb, "Scanner", "--said", "I am 38501011234").err


def test_a_configured_pattern_that_is_none_names_the_setting(kb):
    make.files(kb, {"kcs.toml": "[privacy]\npatterns = ['[']\n"})
    run = new(kb, "Scanner is jammed")
    assert (run.status, "privacy.patterns" in run.err) == (2, True)


def test_much_personal_data_is_not_all_listed(kb):
    said = " ".join(f"{letter}@example.org" for letter in "abcdefgh")
    assert ", 3 more. Nothing was written" in new(kb, "Scanner", "--said", said).err


def test_the_other_formats_have_the_article_too(kb):
    lines = new(kb, "Scanner is jammed", "--format", "csv").out.splitlines()
    assert (lines[0], lines[1].split(",")[1:3]) == (
        "id,path,title,kind,confidence,language,owner", ["knowledge/scanner-is-jammed.md", "Scanner is jammed"],
    )  # fmt: skip


def test_a_terminal_asks_for_the_title_and_opens_the_editor_where_writing_goes_on(kb):
    shown = make.terminal(
        kb, "kcs search toner fish >/dev/null", "kcs new", typed="Toner smells\n", VISUAL="/bin/echo", NO_COLOR="1"
    )
    assert "Title [toner fish]: " in shown
    assert f"{kb}/knowledge/toner-smells.md" in shown
    assert "title: Toner smells\n" in (kb / "knowledge/toner-smells.md").read_text()


def test_the_editor_is_told_the_first_empty_section_and_shows_what_the_template_asks(kb):
    make.files(kb, {"bin/nano": '#!/bin/sh\necho "line $1"\ncp "$2" "$(dirname "$0")/../seen"\n'})
    (kb / "bin/nano").chmod(0o755)
    shown = make.terminal(kb, "kcs new 'Scanner is jammed' --body 'It eats.'", EDITOR=str(kb / "bin/nano"))
    line = int(re.search(r"line \+(\d+)", shown)[1])
    lines = (kb / "seen").read_text().split("\n")
    assert lines[line - 3 : line] == ["## Environment", "", "<!-- Product, version, platform, what changed. -->"]


def test_what_the_template_asks_and_nobody_answered_is_gone_after_the_editor(kb):
    make.files(kb, {"bin/ed": '#!/bin/sh\nsed -i "s/<!-- Steps.*/&\\n1. Open it./" "$2"\n'})
    (kb / "bin/ed").chmod(0o755)
    make.terminal(kb, "kcs new 'Scanner is jammed' --body 'It eats.'", EDITOR=str(kb / "bin/ed"))
    text = (kb / "knowledge/scanner-is-jammed.md").read_text()
    assert text.partition("\n---\n")[2] == "\n## Issue\n\nIt eats.\n\n## Resolution\n\n1. Open it.\n"
    assert "said:" not in text


def test_a_resolution_written_in_the_editor_ends_the_work_in_progress(kb):
    make.files(kb, {"bin/ed": '#!/bin/sh\nsed -i "s/<!-- Steps.*/1. Open it./" "$2"\n'})
    (kb / "bin/ed").chmod(0o755)
    make.terminal(kb, "kcs new 'Scanner is jammed'", EDITOR=str(kb / "bin/ed"))
    text = (kb / "knowledge/scanner-is-jammed.md").read_text()
    assert ("confidence: not-validated\n" in text, "1. Open it." in text) == (True, True)


def test_an_editor_that_fails_loses_nothing(kb):
    shown = make.terminal(kb, "kcs new 'Scanner is jammed'", EDITOR="false", NO_COLOR="1")
    assert "kcs: The editor false ended with 1." in shown
    assert OUT.search(shown)[1] == "knowledge/scanner-is-jammed.md"


def test_what_the_editor_made_unreadable_is_said(kb):
    make.files(kb, {"bin/ed": '#!/bin/sh\necho "---\ntitle: [" > "$2"\n'})
    (kb / "bin/ed").chmod(0o755)
    shown = make.terminal(kb, "kcs new 'Scanner is jammed'", EDITOR=str(kb / "bin/ed"), NO_COLOR="1")
    assert "kcs: knowledge/scanner-is-jammed.md, line 1: " in shown


def test_no_editor_where_none_is_wanted_and_none_in_a_pipe(kb):
    shown = make.terminal(kb, "kcs new 'Scanner is jammed' --no-edit", "kcs new 'Fax is gone' | cat", EDITOR="false")
    assert ("editor" in shown, len(OUT.findall(shown))) == (False, 2)


def test_a_terminal_shows_the_similar_articles_and_asks(kb):
    shown = make.terminal(kb, "kcs new 'VPN does not connect'", typed="\n", EDITOR="true", NO_COLOR="1")
    assert "Similar articles:\n  1  kb-vpn001  not-validated  nearly the same: VPN does not connect\n" in shown
    told = "kcs: Nothing was written; if kb-vpn001 is the answer: kcs link"
    assert ("[y/N]" in shown, told in shown, len(articles(kb))) == (True, True, 3)


def test_a_yes_writes_it_all_the_same(kb):
    make.terminal(kb, "kcs new 'VPN does not connect'", typed="y\n", EDITOR="true")
    assert "vpn-does-not-connect.md" in articles(kb)


def test_with_yes_nothing_is_asked(kb):
    shown = make.terminal(kb, "kcs new 'VPN does not connect' --yes", EDITOR="true")
    assert ("Similar" in shown, "vpn-does-not-connect.md" in articles(kb)) == (False, True)


def test_a_terminal_asks_whether_personal_data_is_kept(kb):
    command = "kcs new 'Scanner is jammed' --said ana@example.org"
    shown = make.terminal(kb, command, typed="n\n", EDITOR="true", NO_COLOR="1")
    assert "This has personal data: e-mail (a…@e…). Keep it? [y/N]" in shown
    assert ("Hint: Leave it out" in shown, len(articles(kb))) == (True, 3)
    make.terminal(kb, command, typed="y\n", EDITOR="true")
    assert "  - ana@example.org\n" in (kb / "knowledge/scanner-is-jammed.md").read_text()


def test_the_end_of_the_input_is_a_no(kb):
    shown = make.terminal(kb, "kcs new 'VPN does not connect'", typed="\x04", EDITOR="true", NO_COLOR="1")
    assert ("Nothing was written" in shown, len(articles(kb))) == (True, 3)


def test_all_that_a_terminal_shows_fits_it(kb):
    make.files(kb, {"knowledge/long.md": make.article("Scanner " + "jam " * 60, id="kb-long01")})
    shown = make.terminal(kb, "kcs new 'Scanner jam'", typed="y\n", EDITOR="true", NO_COLOR="1")
    assert [line for line in shown.splitlines() if len(line) > 80] == []


def test_a_search_that_finds_nothing_names_the_command(kb):
    assert "kcs new" in make.run(kb, "search", "toner smells of fish").out


def test_two_that_capture_the_same_at_once_both_write(kb):
    make.run(kb, "index")
    command = [sys.executable, "-m", "kcs_cli", "new", "Scanner is jammed", "--yes"]
    known = {**os.environ, "KCS_ROOT": str(kb)}
    runs = [
        subprocess.Popen(command, env=known, stdout=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL) for _ in range(4)
    ]
    outs = [run.communicate()[0] for run in runs]
    assert len({OUT.fullmatch(out)[1] for out in outs}) == 4


def test_personal_data_typed_in_the_editor_is_told(kb, tmp_path):
    script = tmp_path / "typing"
    script.write_text('#!/bin/sh\nfor file; do :; done\necho "Ask joe@corp.com" >> "$file"\n')
    script.chmod(0o755)
    shown = make.terminal(kb, "kcs new 'The fax stays silent' --yes", EDITOR=str(script))
    assert "kcs: It has personal data: e-mail (j…@c…). Take it out before it is committed" in shown


# Captured, filled, linted


@pytest.mark.parametrize("has_own", [False, True])
@pytest.mark.parametrize("kind", ["problem", "how-to", "question", "known-error", "path", "procedure"])
def test_a_new_article_of_any_kind_that_is_filled_keeps_the_content_standard(tmp_path, kind, has_own):
    kb = make.base(tmp_path / "kb", {})
    make.kcs("init", str(kb))
    if not has_own:
        shutil.rmtree(kb / "templates")
    path = json.loads(
        new(kb, "Scanner eats paper", "--kind", kind, "--body", "My scanner eats paper.", "--format", "json").out
    )["path"]
    draft = (kb / path).read_text()
    assert ("<!--" in draft, "said:" in draft, "tags:" in draft) == (False, False, False)
    assert make.run(kb, "lint", path).out == "Nothing found in 1 file.\n"
    (kb / path).write_text(draft.rstrip("\n") + "\n\n1. Open the lid.\n")
    make.run(kb, "state", path, "validated")
    assert make.run(kb, "lint", path).out == "Nothing found in 1 file.\n"


def test_what_the_bases_own_template_says_stays_and_what_it_asks_goes(kb):
    own = (
        "---\nteam: red\nproduct:\naliases:\n  - \n---\n\n## Issue\n\n[What happens]\n\n## Checks\n\n- Is it on?\n\n"
        "## Details\n\n### Log\n\n<!-- Lines of it. -->\n\n## Resolution\n\n1. <!-- First step. -->\n\n<!-- toc -->\n"
    )
    make.files(kb, {"templates/problem.md": own})
    source = captured(kb, "Scanner is jammed")["markdown"]
    assert source.partition("\n---\n")[2] == ("\n## Issue\n\n## Checks\n\n- Is it on?\n\n## Resolution\n\n<!-- toc -->\n")
    assert ("team: red\n" in source, "product" in source, "aliases" in source) == (True, False, False)


# The names and folders of an adopted base


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ('tags = ["labels"]', "labels: [jam]\n"),
        ('tags = ["feature", "tags", "keywords"]', "feature: [jam]\n"),
        ('owner = ["maintainer", "owner"]', "maintainer: ana@example.org\n"),
        ('said = ["phrases", "said"]', "phrases:\n  - it eats paper\n"),
    ],
)
@pytest.mark.parametrize("has_own", [False, True])
def test_a_new_article_has_the_names_that_the_base_has_adopted(tmp_path, fields, line, has_own):
    kb = make.base(tmp_path / "kb", {"a.md": make.article(id="kb-aaaaaa")})
    if has_own:
        make.kcs("init", str(kb))  # its templates are kcs's own, as they were before the names were set
    make.files(kb, {"kcs.toml": f"[fields]\n{fields}\n"})
    source = captured(kb, "Scanner is jammed", "--tag", "jam", "--said", "it eats paper", "--yes")["markdown"]
    usual = fields.partition(" ")[0]
    assert (line in source, f"\n{usual}:" in source) == (True, False)


FOLDERS = {
    "docs/home.md": make.article("Welcome", id="kb-home01"),
    "docs/net/vpn.md": make.article("VPN does not connect", id="kb-vpn001"),
    "docs/net/wifi.md": make.article("Wifi does not connect to the router", id="kb-wifi01"),
    "docs/print/printer.md": make.article("Printer leaks ink", id="kb-print1"),
    "docs/print/scanner/index.md": make.article("Scanner eats paper", id="kb-scan01"),
    "kcs.toml": '[articles]\nfolder = "docs"\n',
}


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        (["Wifi router is slow to connect"], "docs/net/wifi-router-is-slow-to-connect.md"),
        (["Printer ink is dry"], "docs/print/printer-ink-is-dry.md"),
        (["Scanner paper is torn"], "docs/print/scanner-paper-is-torn.md"),
        (["Zebra"], "docs/zebra.md"),
        (["Zebra", "--folder", "docs/net"], "docs/net/zebra.md"),
        (["Zebra", "--folder", "animals/striped"], "docs/animals/striped/zebra.md"),
        (["Printer ink is dry", "--folder", "docs"], "docs/printer-ink-is-dry.md"),
    ],
)
def test_a_new_article_lies_where_those_most_like_it_lie(tmp_path, arguments, path):
    kb = make.base(tmp_path / "kb", FOLDERS)
    assert OUT.fullmatch(new(kb, *arguments).out)[1] == path


def test_a_base_whose_articles_all_lie_in_folders_gets_none_at_its_top(tmp_path):
    kb = make.base(tmp_path / "kb", {path: text for path, text in FOLDERS.items() if path != "docs/home.md"})
    assert OUT.fullmatch(new(kb, "Zebra").out)[1] == "docs/net/zebra.md"


def test_a_terminal_proposes_the_folder(tmp_path):
    kb = make.base(tmp_path / "kb", FOLDERS)
    shown = make.terminal(kb, "kcs new 'Printer ink is dry' --no-edit", typed="y\ndocs/net\n", NO_COLOR="1")
    assert ("Folder [docs/print]: " in shown, OUT.search(shown)[1]) == (True, "docs/net/printer-ink-is-dry.md")


# What a ticket and the last search give

MAIL = "Hello team,\n\nthe toner smells of fish. I am jane@acme.example and call from +370 612 34567.\n"


def test_the_subject_of_a_ticket_with_a_title_of_ones_own_is_what_the_customer_said(kb):
    make.files(kb, {"t.json": json.dumps(TICKET)})
    article = captured(kb, "Fuser is too hot", "--from", str(kb / "t.json"))
    assert (article["title"], article["said"]) == ("Fuser is too hot", ["Toner smells"])


@pytest.mark.parametrize("mail", ["The toner smells of fish.\nIt is new.", "Hi,\nThe toner smells of fish. It is new."])
def test_no_sentence_of_a_plain_ticket_is_lost_under_a_title_of_ones_own(kb, mail):
    article = captured(kb, "Fuser is too hot", "--from", "-", stdin=mail)
    assert (section(article, "issue"), article["said"]) == (mail, ["The toner smells of fish."])


def test_personal_data_of_a_ticket_is_replaced_and_named(kb):
    run = new(kb, "Toner smells", "--from", "-", "--redact", stdin=MAIL)
    assert (run.status, run.err) == (0, "kcs: Replaced by <e-mail>, <phone>: e-mail (j…@a…), phone (…67)\n")
    text = (kb / OUT.fullmatch(run.out)[1]).read_text()
    assert "the toner smells of fish. I am \\<e-mail> and call from \\<phone>." in text  # not as HTML, which is hidden


def test_what_is_allowed_is_not_replaced(kb):
    article = captured(kb, "Toner smells", "--said", "ana@example.org, +370 612 34567", "--redact", "--allow", "e-mail")
    assert article["said"] == ["ana@example.org, <phone>"]


def test_nothing_is_replaced_where_nothing_is_personal(kb):
    run = new(kb, "Toner smells", "--redact")
    assert (run.status, run.err) == (0, "")


def test_the_words_of_a_search_about_something_else_are_not_taken(kb):
    make.run(kb, "search", "vpn does not connect")
    assert captured(kb, "Scanner does not scan")["said"] == []


def test_a_terminal_asks_before_it_takes_the_words_of_the_last_search(kb):
    search = "kcs search toner fish >/dev/null"
    shown = make.terminal(kb, search, "kcs new 'Toner smells' --no-edit", typed="n\n", NO_COLOR="1")
    assert "Take the words of the last search as its first phrase: toner fish? [Y/n]" in shown
    assert "toner fish" not in (kb / "knowledge/toner-smells.md").read_text()
