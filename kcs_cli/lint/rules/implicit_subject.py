"""`implicit-subject`: a title or an issue that does not name what it is about."""

import re
from collections.abc import Iterator

from kcs_cli.lint.engine.issue import bare, first_sentence, title_line, title_of
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.world import World

ENGLISH_NOT = (
    r"(?:(?:do|does|did|will|can|could) ?not|(?:do|does|did|wo|ca|could)n't"
    r"|(?:(?:is|are|was) not|(?:is|are|was)n't) \w+ing)"
)
ENGLISH = (
    rf"(?i)(?:it|this|that|they) (?:just |still |suddenly |always |simply )?(?:{ENGLISH_NOT}|is broken|has stopped|stopped"
    r"|crashes|freezes|hangs|fails|keeps?|no longer \w+)\b|it's (?:not \w+ing|broken)\b"
    r"|(?:does not|doesn't|is not|isn't|will not|won't|was not|wasn't|has not|hasn't|no longer) \w+"
    r"|not (?:\w+ing|able to)\b|(?:keeps|stops|stopped|has stopped) \w+ing\b"
    r"|(?:hangs|freezes)(?: (?:at|when|on|after|during)\b|$)"
    r"|(?:cannot|can not|can't|could not|couldn't|unable to) \w+(?: (?:in|on|up|off|out))?$"
)
GERMAN_VERB = r"(?:funktioniert|geht|läuft|startet|lädt|druckt|klappt|öffnet|reagiert|verbindet|speichert|lässt)"
GERMAN = (
    rf"(?i)(?:es|das|dies|er|sie) {GERMAN_VERB}(?: sich)?(?: einfach| leider| immer noch| auch| gar)? (?:nichts?|kaum)\b"
    rf"|(?:{GERMAN_VERB}|kommt|wird|ist|hat)(?: sich)? (?:nichts?|kein\w{{0,2}})\b"
    r"|nicht (?:möglich|erreichbar|verfügbar|sichtbar|auffindbar)\b|(?:kann|lässt)(?: sich| mich)? nicht \w+$"
)
SUBJECTLESS = {"en": ENGLISH, "de": GERMAN}
QUOTES = "\"'“”„‚‘«»"
LONGEST = 300  # characters of a sentence that are looked at


def check(page: Page, _: World, __: Options) -> Iterator[Spot]:
    """Find a title and an issue that begin without their subject, or with a bare pronoun; a question is none."""
    article = page.article
    if article is None or article.language not in SUBJECTLESS:
        return
    title = title_of(page)
    if title and (words := _subjectless(bare(title), article.language)):
        yield Spot(title_line(page), f"“{words}” does not say what; begin the title with the thing")
    sentence = first_sentence(page)
    if sentence and (words := _subjectless(sentence.text, article.language)):
        yield Spot(
            sentence.line, f"“{words}” does not say what; begin the issue with the thing", sentence.column, len(words)
        )


def _subjectless(sentence: str, language: str) -> str:
    """Return the words at the beginning of a sentence that have no subject; nothing where it has one."""
    sentence = sentence[:LONGEST].replace("’", "'").strip()
    is_other = sentence.endswith("?") or sentence[:1] in QUOTES or re.search(r"(?i)error\b|fehler", sentence)
    found = None if is_other else re.match(SUBJECTLESS[language], sentence.rstrip(" .!…"))
    return found[0] if found else ""


RULE = Rule(
    name="implicit-subject",
    group="customers' words",
    severity=Severity.warning,
    reason="“Won't print” may be a printer, a program or a driver: without the thing nobody can tell from a list.",
    good=Example("---\ntitle: Documents do not print\nlanguage: en\n---\n\n## Issue\n\nThe printer stays silent.\n"),
    bad=Example("---\ntitle: Won't print\nlanguage: en\n---\n\n## Issue\n\nIt does not print.\n"),
    check=check,
)
