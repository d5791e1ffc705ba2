import pytest

from kcs_cli.article.adoption.heading import role_of, without_steps
from kcs_cli.article.adoption.proposal import propose
from kcs_cli.article.adoption.sighting import Sighting
from kcs_cli.text.display import fold

HEADINGS = {
    "issue": "Meaning Impact Bedeutung Auswirkungen Significado Symptômes Betekenis Objawy Симптомы 故障现象 事象",
    "environment": "Umgebung Entorno Ambiente Omgeving Окружение 环境 適用 환경",
    "resolution": "Mitigation Behebung Maßnahmen Atténuation Solução Oplossing Rozwiązanie Решение 解决方案 対処方法",
    "cause": "Diagnosis Diagnose Diagnostic Diagnóstico Oorzaak Przyczyna Диагностика 故障原因 診断 원인",
}


@pytest.mark.parametrize(("role", "heading"), [(role, one) for role, words in HEADINGS.items() for one in words.split()])
def test_headings_of_many_languages_play_their_roles(role, heading):
    assert role_of(fold(heading)) == role


@pytest.mark.parametrize("heading", ["Environment variables", "Impactful changes", "Causeway", "环境变量", "🙂"])
def test_a_heading_that_only_begins_alike_has_no_role(heading):
    assert role_of(fold(heading)) == ""


def test_a_heading_of_less_than_two_in_a_hundred_articles_is_not_proposed():
    plain, other = Sighting({}, ("Notes",), "en", ""), Sighting({}, ("Impact",), "en", "")
    assert [len(propose([plain] * 200 + [other] * n).sections) for n in (2, 3, 4, 5)] == [0, 0, 0, 1]


@pytest.mark.parametrize("heading", ["🔍 Diagnosis", "2. Root cause", "Possible causes", "⚠️ Cause of it"])
def test_signs_and_numbers_before_a_heading_do_not_matter(heading):
    assert role_of(fold(heading)) == "cause"


@pytest.mark.parametrize("heading", ["Diagnosis & Resolution", "Ursache und Lösung", "Cause and solution", "原因・対処方法"])
def test_a_heading_of_cause_and_resolution_is_where_one_looks_for_what_to_do(heading):
    assert role_of(fold(heading)) == "resolution"


def test_of_other_headings_for_two_the_first_counts():
    assert [role_of(fold(one)) for one in ("Symptoms and causes", "Fonts and fixes")] == ["issue", ""]


STEPS = {
    "a step of a diagnosis": ([(2, "Diagnosis"), (3, "Fix alerts before continuing"), (2, "Mitigation")], [0, 2]),
    "a step below a step": ([(2, "Diagnosis"), (3, "Pods"), (4, "Why it fails"), (2, "Fix")], [0, 3]),
    "a heading that is nothing but a role": ([(2, "Issues"), (3, "Solution"), (3, "Solution of old ones")], [0, 1]),
    "no role above": ([(1, "NoOvnMaster"), (2, "Fix alerts first"), (2, "Impact on users")], [0, 1, 2]),
}


@pytest.mark.parametrize("what", STEPS)
def test_a_step_of_a_section_plays_no_role_of_its_own(what):
    headings, expected = STEPS[what]
    assert list(without_steps(headings)) == [headings[n][1] for n in expected]
