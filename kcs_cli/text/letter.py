"""What people write in letters besides the matter: how they begin, how they end, who they are."""

import re

GREETING = (
    r"(?i)(?:hi|hello|hey|dear|good (?:day|morning|afternoon|evening)|hallo|guten (?:tag|morgen|abend)|liebe[rs]?|moin"
    r"|sehr geehrte[rs]?|bonjour|hola|ciao|buongiorno|labas|laba diena|sveiki|dzień dobry|witam|добрый день|здравствуйте"
    r"|您好|你好|尊敬的)(?:[\s,!.:，！]+[^\s,!.:，！]+){0,4}[\s,!.:，！]*$"
)
CLOSING = (  # a line of its own; no thanks, with which an answer begins as well
    r"(?i)(?:(?:with )?(?:(?:kind|kindest|best|warm|warmest) )?regards|best wishes|sincerely|yours (?:sincerely|faithfully)"
    r"|mit freundlichen gr(?:ü|ue)(?:ß|ss)en|(?:viele|beste|liebe|freundliche|schöne) gr(?:ü|ue)(?:ß|ss)e|mfg"
    r"|pagarbiai|cordialement|saludos(?: cordiales)?|cordiali saluti|met vriendelijke groet|pozdrawiam|с уважением|此致)"
    r"[\s,!.，]*$"
)
OTHER = (  # no signature any more: another letter (`From: ana@example.org`, `On Monday Ana wrote:`), a log that was added
    r"(?i)(?:from|sent|to|subject|von|gesendet|an|betreff|de|objet):\s|-{3,}|.*[:：]$"
    r"|[\[{`#]|<(?!mailto|http)|\d{4}-\d\d-\d\d"
)
LONGEST = 200  # characters of a line that closes or begins a letter
FEWEST = 3  # words that are left of a letter; of another one all is kept


def without_signatures(text: str) -> str:
    """Return a pasted letter, or several, without who signed it: from the closing line to where something else begins."""
    kept: list[str] = []
    depth = None  # of the quotation that a signature stands in; None outside of one
    for line in text.split("\n"):
        marks, words = _unquoted(line)
        if depth is not None and ((words and marks != depth) or _is_one(OTHER, words) or _is_one(GREETING, words)):
            depth = None
        if depth is None and (_is_one(CLOSING, words) or (line.endswith("-- ") and words == "--")):
            depth = marks  # a dump of a database has `--`, without a space
        if depth is None:
            kept.append(line)
    left = "\n".join(kept)
    return left if len(re.findall(r"\w+", left)) >= FEWEST else text


def _is_one(what: str, words: str) -> bool:
    """Tell whether a line is of a kind."""
    return len(words) <= LONGEST and re.match(what, words) is not None


def _unquoted(line: str) -> tuple[int, str]:
    """Return how often a line is quoted, and the line without the signs of that."""
    words = line.lstrip("> \t")
    return line[: len(line) - len(words)].count(">"), words.strip()
