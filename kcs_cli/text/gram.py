"""A text as it is compared: its normal form, its 4-grams and its pairs of Chinese, Japanese and Korean characters."""

import re
import unicodedata
from functools import cache

from kcs_cli.text.folding import folded, may_reach
from kcs_cli.text.outside import writable_as_utf8

COMPARED = 4_000  # characters of a text that its signature is made of
KANA = "\u3041-\u3096\u30a1-\u30fa\u30fc"
CJK = KANA + "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u1100-\u11ff\uac00-\ud7a3\U00020000-\U0003134f"
CJK_RUN = f"[{CJK}]+"
FIRST_CJK = "\u1100"
ACCENTS = r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
NO_WORD = r"[\W_]+"
BLANKED = "".join(sign if sign.isalnum() else " " for sign in map(chr, range(128)))  # ASCII, what is in no word as a space


def normal(text: str) -> str:
    """Return the text in the form (NFC) that offsets, terms and stored bodies agree on; broken characters become `?`."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", writable_as_utf8(text))


def without_accents(text: str) -> str:
    """Drop what Unicode keeps apart from the letter: š becomes s; ł, which is a letter, stays."""
    return re.sub(ACCENTS, "", unicodedata.normalize("NFD", text))


def is_cjk(term: str) -> bool:
    """Tell whether a term is a Chinese, Japanese or Korean character or pair."""
    return term >= FIRST_CJK and _cjk_run().match(term) is not None


@cache
def _cjk_run() -> re.Pattern[str]:
    """Compile it when it is needed first: it takes a millisecond."""
    return re.compile(CJK_RUN)


def pairs(text: str) -> list[str]:
    """Return each two neighbouring Chinese, Japanese or Korean characters."""
    runs = _cjk_run().findall(text) if may_reach(text, FIRST_CJK) else ()
    return [run[i : i + 2] for run in runs for i in range(len(run) - 1)]


def gram_text(text: str) -> str:
    """Return what 4-grams are cut from: lower-case, without accents, punctuation as a space, no characters of CJK."""
    return gram_text_of(folded(text))


def gram_text_of(text: str) -> str:
    """Return the same of a text that is folded already."""
    lower = text.lower()
    if lower.isascii():  # four times as fast
        words = " ".join(lower.translate(BLANKED).split())
        return f" {words} " if words else ""
    if may_reach(lower, FIRST_CJK):
        lower = re.sub(CJK_RUN, " ", lower)
    words = re.sub(NO_WORD, " ", without_accents(lower)).strip()
    return f" {words} " if words else ""


def grams(text: str) -> list[str]:
    """Return the 4-grams of a text, as the index cuts them."""
    cut = gram_text(text)
    return [cut[i : i + 4] for i in range(len(cut) - 3)]


def signature(text: str) -> frozenset[str]:
    """Return the 4-grams and pairs of a text."""
    text = normal(text[:COMPARED])
    return frozenset((*grams(text), *pairs(text)))


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of what two sets have together that both have."""
    return len(one & other) / len(one | other) if one or other else 0.0
