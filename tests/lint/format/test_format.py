"""Tests of the formats that only findings have."""

import json
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from kcs_cli.lint.engine.finding import Finding, LintReport
from kcs_cli.lint.engine.rule import Severity
from kcs_cli.lint.format.formats import FindingFormat, render_findings
from kcs_cli.lint.format.github import step_summary
from kcs_cli.lint.format.text import write

SARIF = Draft4Validator(json.loads((Path(__file__).parent / "sarif-2.1.0.json").read_text("utf-8")))


def finding(**fields) -> Finding:
    known = {
        "path": "vpn.md", "line": 5, "column": 13, "length": 9, "rule": "field-value", "severity": Severity.error,
        "message": "confidence cannot be validatet", "text": "confidence: validatet", "id": "kb-vpn001",
        "fingerprint": "0123456789abcdef", "is_fixable": False,
    }  # fmt: skip
    return Finding(**known | fields)


def report(*findings: Finding) -> LintReport:
    return LintReport(findings or (finding(),), 3)


def render(format: str, *findings: Finding) -> str:
    return render_findings(report(*findings), FindingFormat(format))


def test_text_gives_place_severity_rule_and_message_and_marks_the_line():
    assert render("text").split("\n") == [
        "vpn.md:5:13: error field-value: confidence cannot be validatet",
        "  | confidence: validatet",
        "  |             ^^^^^^^^^",
        "",
        "1 error, 0 warnings in 3 files.",
    ]


def test_text_says_how_many_can_be_repaired():
    assert render("text", finding(is_fixable=True)).endswith("3 files.\n1 of them: kcs lint --fix")


def test_a_wide_character_moves_the_mark_by_two_columns():
    lines = render("text", finding(text="标题: validatet", column=5)).split("\n")
    assert lines[1:3] == ["  | 标题: validatet", "  |       ^^^^^^^^^"]


def test_a_long_line_is_cut_around_the_place():
    text = "x" * 100 + "HERE" + "y" * 100
    lines = write(report(finding(text=text, column=101, length=4)), 50).split("\n")
    assert lines[1:3] == [f"  | …{'x' * 20}HERE{'y' * 20}…", f"  | {' ' * 21}^^^^"]


def test_a_line_of_an_article_never_begins_a_command_of_the_ci():
    text = "::set-output name=x::y"
    assert all(not line.strip().startswith("::") for line in render("text", finding(text=text)).split("\n"))


def test_github_gets_a_command_for_each_finding_with_its_parts_escaped():
    one = finding(path="a,b:c.md", message="100 %\n::error::no", is_fixable=True)
    assert render("github", one).split("\n") == [
        "::error file=a%2Cb%3Ac.md,line=5,col=13,endColumn=22,title=field-value::100 %25%0A::error::no (kcs lint --fix)",
        "1 error, 0 warnings in 3 files.",
    ]


def test_github_shows_ten_of_each_kind_errors_first_and_folds_the_rest():
    warnings = [finding(severity=Severity.warning, line=n) for n in range(1, 13)]
    lines = render("github", *warnings, *(finding(line=n) for n in range(1, 12))).split("\n")
    assert [line.split(" ")[0] for line in lines[:21]] == ["::error"] * 10 + ["::warning"] * 10 + ["::group::3"]
    assert lines[21:] == [
        "- vpn.md:11:13: error field-value: confidence cannot be validatet",
        "- vpn.md:11:13: warning field-value: confidence cannot be validatet",
        "- vpn.md:12:13: warning field-value: confidence cannot be validatet",
        "::endgroup::",
        "11 errors, 12 warnings in 3 files.",
    ]


def test_what_is_folded_begins_no_command():
    more = [finding()] * 10 + [finding(path="##[error]x.md", message="\n::error::x")]
    assert render("github", *more).split("\n")[-3] == "- # #[error]x.md:5:13: error field-value: ::error::x"


def test_the_summary_of_the_step_has_what_is_not_beside_the_lines():
    assert step_summary(report()) == "### kcs lint: 1 error, 0 warnings in 3 files.\n"
    rest = step_summary(report(*[finding()] * 10, finding(message="a|b <script>"))).split("\n")
    assert rest[-2] == r"| vpn.md:5:13 | error | field-value | a\|b \<script\> |"


def test_sarif_keeps_its_schema_and_names_the_rule_the_place_and_the_fingerprint():
    one = finding(path="knowledge/größe 1.md")
    document = json.loads(render("sarif", one, finding(rule="disabled-without-reason", length=0)))
    assert list(SARIF.iter_errors(document)) == []
    run = document["runs"][0]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["field-value"]
    assert run["results"][0] == {
        "ruleId": "field-value",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": "confidence cannot be validatet"},
        "locations": [{"physicalLocation": {
            "artifactLocation": {"uri": "knowledge/gr%C3%B6%C3%9Fe%201.md"},
            "region": {"startLine": 5, "startColumn": 13, "endColumn": 22},
        }}],
        "partialFingerprints": {"kcs/v1": "0123456789abcdef"},
    }  # fmt: skip


def test_sarif_without_a_finding_keeps_its_schema():
    document = json.loads(render_findings(LintReport((), 3), FindingFormat.sarif))
    assert (list(SARIF.iter_errors(document)), document["runs"][0]["results"]) == ([], [])


def test_junit_has_a_failed_test_for_each_finding_and_a_passed_one_for_none():
    suite = fromstring(render("junit").partition("\n")[2])[0]
    failure = suite[0][0]
    assert (suite.get("failures"), suite[0].get("classname"), suite[0].get("name")) == ("1", "vpn.md", "field-value, line 5")
    assert (failure.get("type"), failure.get("message")) == ("error", "confidence cannot be validatet")
    passed = fromstring(render_findings(LintReport((), 3), FindingFormat.junit).partition("\n")[2])
    assert (passed.get("tests"), passed.get("failures"), len(passed[0][0])) == ("1", "0", 0)


def test_gitlab_gets_each_fingerprint_once():
    found = json.loads(render("gitlab", finding(), finding(path="copy.md", severity=Severity.warning)))
    assert found == [
        {
            "description": "confidence cannot be validatet", "check_name": "field-value",
            "fingerprint": f"0123456789abcdef{copy}", "severity": severity,
            "location": {"path": path, "lines": {"begin": 5}},
        }
        for path, severity, copy in (("vpn.md", "major", ""), ("copy.md", "minor", "/2"))
    ]  # fmt: skip


def test_reviewdog_counts_columns_in_bytes():
    (line,) = render("rdjsonl", finding(text="Größe: validatet", column=8)).split("\n")
    assert json.loads(line) == {
        "message": "confidence cannot be validatet",
        "location": {"path": "vpn.md", "range": {"start": {"line": 5, "column": 10}, "end": {"line": 5, "column": 19}}},
        "severity": "ERROR",
        "source": {"name": "kcs"},
        "code": {"value": "field-value"},
    }


def test_checkstyle_has_the_findings_by_file():
    root = fromstring(render("checkstyle", finding(), finding(line=7), finding(path="z.md")).partition("\n")[2])
    assert [(file.get("name"), [one.get("line") for one in file]) for file in root] == [
        ("vpn.md", ["5", "7"]),
        ("z.md", ["5"]),
    ]


@pytest.mark.parametrize("format", FindingFormat)
@settings(deadline=None)
@given(text=st.text(max_size=40), column=st.integers(1, 60), length=st.integers(0, 60))
def test_no_text_breaks_a_format(format, text, column, length):
    one = finding(path=f"a/{text}.md", message=text, text=text.replace("\n", " "), column=column, length=length)
    written = render(format.value, one)
    if format in ("json", "sarif", "gitlab"):
        json.loads(written)
    if format in ("junit", "checkstyle"):
        fromstring(written.encode("utf-8", "replace"))
    if format == "sarif":
        assert SARIF.is_valid(json.loads(written))
