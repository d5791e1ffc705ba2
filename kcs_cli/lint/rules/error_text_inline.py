"""`error-text-inline`: an exact error message within a sentence of the issue."""

import re
from collections.abc import Iterator

from kcs_cli.lint.engine.issue import Statement, paragraphs
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.value_place import value_text
from kcs_cli.lint.engine.world import World

SIGNS = (  # without one of them there is no message
    "rror", "RROR", "xception", "ehler", "laid", "erreur", "błąd", "fout", "ошибк", "错误", "报错", "エラー", "오류",
    "SQLSTATE[", "HTTP/", "ORA-", "0x8",
)  # fmt: skip
ERROR = (
    r"(?:(?<!\w)(?:error|exception|erreur|errore|fehler(?:meldung)?|klaid[aąoąuų]\w{0,4}|błąd|fout|ошибк\w{1,2})"
    r"(?:[ \n](?:message|text|code|pranešim\w{1,3}))?|(?:错误|报错)(?:消息|信息|提示)?|エラー|오류)"
)
SAYING = r"(?:[ \n](?:is|saying|(?:that )?says|reads|reading|stating|states|like|such as|with the text|lautet|wie))?"
QUOTED = (  # in quotes, or in italics
    r"(?:[\"“„«»「『] ?\*{0,2}(?P<quote>[^\"“”„«»「」『』]{4,300})[\"“”«»」』]"
    r"|(?<!\*)\*{1,2}(?P<italic>[^*\s][^*]{6,300})\*)"
)
AFTER = rf"(?i){ERROR}(?:{SAYING},?[ \n]|[^.:：!?\"“„«*]{{0,60}}[:：])[ \n]*{QUOTED}"
BEFORE = rf"(?i){QUOTED}\*?[ \n]?{ERROR}(?![^\W_])"
CODED = (  # after words of one's own: a class of exceptions, a code with its text, a status line
    r"(?<=[a-zäöüßąčęėįšųūž][a-zäöüßąčęėįšųūž,:] )(?P<coded>"
    r"(?:PHP )?(?:Fatal |Uncaught |Parse )?(?:Error|ERROR): ?[\w'\"]{1,80}(?: [^\s]{1,80}){2,12}"
    r"|(?:[A-Za-z_]{1,40}[.\\]){0,9}[A-Z][A-Za-z]{0,60}(?:Exception|Error): [^\s]{1,80} [^\s]{1,80}"
    r"|SQLSTATE\[[^\n]{6,200}|HTTP/\d(?:\.\d)? \d{3} [A-Z]\w{1,40}|(?:ORA-\d{5}|0x8[0-9A-Fa-f]{7}): ?\w{1,40} \w{1,40})"
)
BEGUN = r"(?i)(?:error|exception|warning|fatal|\d\d:\d\d[\d:.,]*\]?):?[^\n.]{0,80}$"  # earlier on the line of a code
AROUND = " \n\"'*_“”„"
LONGEST = 5_000  # characters of a paragraph: a longer one is a log
FEWEST_WORDS = 3  # a shorter quotation is a name
CJK = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{4}"


def check(page: Page, _: World, __: Options) -> Iterator[Spot]:
    """Find exact messages with words of a sentence beside them; one that is marked as code is copied easily, and none."""
    issue = page.article.section("issue") if page.article else ""
    if not issue or not any(sign in issue for sign in SIGNS):
        return
    for paragraph in paragraphs(page):
        if any(sign in paragraph.text for sign in SIGNS) and not paragraph.text.startswith(("    ", "\t", "|", ">")):
            yield from (_found_in(paragraph, start, end) for start, end in _spans(paragraph.text[:LONGEST]))


def _spans(text: str) -> list[tuple[int, int]]:
    """Return where the messages of a paragraph stand, those on lines of their own left out."""
    found = sorted({*_quoted(text), *_coded(text)})
    apart = (span for number, span in enumerate(found) if not number or span[0] >= found[number - 1][1])
    return [span for span in apart if not _has_own_lines(text, *span)]


def _quoted(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the quotations stand that are said to be errors, without the marks around them."""
    for match in (*re.finditer(AFTER, text), *re.finditer(BEFORE, text)):
        start, end = match.span("quote" if match["quote"] else "italic")
        piece = text[start:end]
        if _is_message(piece):
            yield start + len(piece) - len(piece.lstrip(AROUND)), end - len(piece) + len(piece.rstrip(AROUND))


def _is_message(text: str) -> bool:
    """Tell whether a quotation is long enough for a message."""
    return sum(any(map(str.isalpha, word)) for word in text.split()) >= FEWEST_WORDS or bool(re.search(CJK, text))


def _coded(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the messages stand that are known by their form."""
    for match in re.finditer(CODED, text):
        if not re.search(BEGUN, text[max(0, match.start() - 100) : match.start()]):
            yield match.span()


def _has_own_lines(text: str, start: int, end: int) -> bool:
    """Tell whether nothing but mark-up and punctuation stands beside a piece of a text on its lines."""
    before, after = text[:start].rpartition("\n")[2], text[end:].partition("\n")[0]
    beside = re.sub(r"^\s*(?:\d+[.)])?|<[^<>]*>", "", before) + re.sub(r"<[^<>]*>", "", after)
    return not any(map(str.isalnum, beside))


def _found_in(paragraph: Statement, start: int, end: int) -> Spot:
    """Point at a piece of a paragraph."""
    lines = paragraph.text[:start].split("\n")
    piece = paragraph.text[start:end]
    message = f"The error “{value_text(piece)}” stands within a sentence; give it a line or a code block of its own"
    return Spot(paragraph.line + len(lines) - 1, message, len(lines[-1]) + 1, len(piece.split("\n")[0]))


RULE = Rule(
    name="error-text-inline",
    group="customers' words",
    severity=Severity.warning,
    reason="An error message on a line of its own is seen, copied and compared at a glance.",
    good=Example("---\ntitle: Fax is silent\n---\n\n## Issue\n\nThe fax shows an error:\n\n    E17: Line is busy\n"),
    bad=Example('---\ntitle: Fax is silent\n---\n\n## Issue\n\nThe fax shows the error "E17: Line is busy" since Monday.\n'),
    check=check,
)
