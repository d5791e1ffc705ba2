"""How each shell tells what is typed, and how it is told what that may become: `value<TAB>what it is`, a line each.

Texts of articles are data: in bash, which inserts what it is told as it stands, they are quoted here.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from kcs_cli.cli.tab.candidate import Candidate
from kcs_cli.text.display import shorten

LONGEST = 50  # columns of what is said of a value
BREAKS = "=:@<>&;|("  # bash replaces only what follows the last of them
UNSAFE = r"[^\w@%+=:,./-]"  # gets a backslash


def words_of(line: str) -> list[str]:
    """Cut a command line at its spaces, as it stands, quotes and all; the last word is the one that is typed."""
    words, quote, escaped = [""], "", False
    for sign in line:
        if sign.isspace() and not quote and not escaped:
            words.append("")
            continue
        words[-1] += sign
        if escaped:
            escaped = False
        elif sign == "\\" and quote != "'":
            escaped = True
        elif sign in "\"'" and quote in ("", sign):
            quote = "" if quote else sign
    return [word for word in words[:-1] if word] + words[-1:]


def plain_word(word: str) -> str:
    """Return a word without what a shell takes from it: quotes, also one that is open, and backslashes."""
    parts = re.findall(r"\\(.)|'([^']*)'?|\"((?:\\.|[^\"\\])*)\"?|([^\\'\"]+)", word, re.DOTALL)
    return "".join(bare + single + re.sub(r"\\([\"\\$`])", r"\1", double) + rest for bare, single, double, rest in parts)


def open_quote(word: str) -> str:
    """Return the quotation mark that a word leaves open, and nothing where it leaves none."""
    rest = re.sub(r"\\.|'[^']*'|\"(?:\\.|[^\"\\])*\"", "", word, flags=re.DOTALL)
    return next((sign for sign in rest if sign in "\"'"), "")


def for_bash(found: Sequence[Candidate], before: str, raw: str) -> Iterator[str]:
    """Write what bash puts in the place of a word: the part of it that it replaces, quoted.

    bash shortens a word to what all have in common: where an article's title is typed, more than one stay titles.
    """
    quote = open_quote(raw)
    if quote:
        kept = plain_word(raw[: raw.rindex(quote)])
    else:
        broken = [at for at, sign in enumerate(raw) if sign in BREAKS and raw[at - 1 : at] != "\\"]
        kept = plain_word(raw[: broken[-1] + 1]) if broken else ""
    typed = plain_word(raw)
    for one in found:
        value = f"{before}{one.value}"
        if one.typed and not value.lower().startswith((typed if len(found) > 1 else kept).lower()):
            value = f"{before}{one.typed}"
        if quote != '"' or "!" not in value:  # there nothing keeps bash from taking it for one of its history
            yield _quoted(value[len(kept) :], quote)


def _quoted(text: str, quote: str) -> str:
    """Return a text that bash reads as itself, within the quotation mark that is open."""
    if quote == "'":
        return text.replace("'", "'\\''")
    return re.sub(r"([\\\"$`])" if quote else f"({UNSAFE})", r"\\\1", text)


def for_fish(found: Iterable[Candidate], before: str, raw: str) -> Iterator[str]:
    """Write what fish may put in the place of a word: it leaves out what does not begin as the word does."""
    typed = plain_word(raw).lower()
    for one in found:
        value = f"{before}{one.value}"
        is_title = bool(one.typed) and not value.lower().startswith(typed)
        yield f"{before}{one.typed}\t{one.value}" if is_title else f"{value}\t{one.about}"


def for_zsh(found: Iterable[Candidate], before: str, _: str) -> Iterator[str]:
    """Write what zsh may put in the place of a word, which it quotes itself."""
    return (f"{before}{one.value}\t{shorten(one.about, LONGEST)}" for one in found)


SHELLS = {"bash": for_bash, "zsh": for_zsh, "fish": for_fish}
