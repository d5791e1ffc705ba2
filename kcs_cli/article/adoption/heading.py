"""What headings mean, by how they begin in the languages that support is written in."""

import re
from collections.abc import Iterable, Iterator, Mapping

from kcs_cli.text.display import fold

MOST_MORE = 3  # words after those that tell the role

# What headings begin with, by role. A runbook's meaning and impact are what a person sees who has the issue.
HEADING_WORDS: Mapping[str, str] = {
    "environment": r"environments?(?! variables?)|affected (?:products?|versions?|editions?|platforms?|systems?)|applies to"
    r"|versions? affected|applicable (?:to|products?|versions?)|supported (?:products?|versions?|platforms?)"
    r"|umgebung|betroffene|gilt für|anwendbar auf|environnement|concerne|s'applique à|versions concernées"
    r"|entorno|se aplica a|productos afectados|ambiente|aplica-se a|si applica a|omgeving|van toepassing op"
    r"|miljö|miljø|prostředí|среда|окружение|применимо к|середовище|środowisko|dotyczy|aplinka|ortam|環境"
    r"|対象(?:製品|バージョン)?|适用(?:于|产品|版本|范围)?|环境|適用(?:於|產品)?|환경|대상(?: 제품)?",
    "issue": r"issues?|problems?|steps to reproduce|symptoms?|questions?|error message|meanings?|impacts?"
    r"|what (?:this|it) means|alert description|problem statement|problembeschreibung|frage|fehlerbild"
    r"|fehlermeldung|symptome?|bedeutung|auswirkung(?:en)?|problème|symptômes?|signification|problemas?"
    r"|síntomas?|significado|impacto|sintomi|significato|impatto|sintomas?|probleem|symptomen|betekenis"
    r"|symptom(?:y|er)?|betydelse|påverkan|objawy|znaczenie|wpływ|příznaky|význam|dopad|проблема"
    r"|симптом(?:ы|и)?|вопрос|значение|влияние|problema|klausimas|simptomai|reikšmė|poveikis|sorun|belirtiler"
    r"|anlamı|etki|问题(?:描述|现象)?|故障现象|现象|症状|含义|影响|問題|質問|事象|現象|意味|影響|문제|증상"
    r"|의미|영향",
    "resolution": r"(?:re)?solutions?|solving|workarounds?|fix(?:es)?|answers?|steps(?! to reproduce)|procedure|mitigations?"
    r"|remed(?:y|ies|iation)|resolution steps|how to (?:fix|resolve|mitigate)|lösung(?:en|sschritte)?|antwort"
    r"|behebung|abhilfe|massnahmen|vorgehen|réponse|résolution|atténuation|contournement|solución|respuesta"
    r"|mitigación|resolución|soluzione|risposta|mitigazione|risoluzione|solução|mitigação|resolução|oplossing"
    r"|antwoord|lösning|åtgärd|løsning|řešení|zmírnění|решение|ответ|устранение|рішення|rozwiązanie|obejście"
    r"|łagodzenie|sprendimas|atsakymas|mažinimas|çözüm|解决(?:方案|办法)?|处理(?:方法|步骤|方案)?"
    r"|缓解(?:措施)?|解決(?:方法|策)?|対処(?:方法|法)?|対応(?:方法)?|緩和策?|回答|答案|回避策"
    r"|해결(?: ?방법| ?책)?|조치|완화|대응",
    "cause": r"causes?|root cause|reasons?|why|diagnos(?:is|tics?|e)|ursachen?|grund|origine|diagnostic|causas?"
    r"|diagnóstico|diagnosi|oorzaak|orsak|årsag|årsak|příčina|diagnostika|причина|диагностика|причини"
    r"|przyczyn[ay]|diagnostyka|diagnoza|priežast(?:is|ys)|diagnozė|neden|teşhis|(?:故障)?原因(?:分析)?|诊断"
    r"|診断|원인|진단",
}  # fmt: skip


BEGIN = r"(?:[^\w\s]+ )?(?:\d+[.)] )?(?:possible |potential |proposed |the )?"  # before them; also a sign or a number
AND = r" ?[&/+、・] ?| (?:and|und|et|y|e|en|och|og|i|и|ir|ve) "


def role_of(heading: str) -> str:
    """Return the role of the word list that a heading begins with; of one for two (Cause and solution) the resolution."""
    roles = [role for part in re.split(AND, heading) if (role := _role_of_part(part))]
    begins = _role_of_part(heading)
    return "resolution" if begins and "resolution" in roles else begins


def without_steps(headings: Iterable[tuple[int, str]]) -> Iterator[str]:
    """Yield headings, given with their levels, but for the steps of a section that plays a role.

    Below Diagnosis, “Fix alerts before continuing” is a step of it, and no resolution; “Fix” alone may be one.
    """
    inside = 0
    for level, heading in headings:
        inside = inside if level > inside else 0
        folded = fold(heading)
        if not inside or _role_of_part(folded, 0):
            yield heading
        if not inside and role_of(folded):
            inside = level


def _role_of_part(heading: str, most_more: int = MOST_MORE) -> str:
    """Return the role of the first word list that a heading begins with, with at most so many words more."""
    for role, words in HEADING_WORDS.items():
        if (found := re.match(rf"{BEGIN}(?:{words})(?!\w)", heading)) and (
            len(heading[found.end() :].split()) <= most_more or role == "environment"
        ):
            return role
    return ""
