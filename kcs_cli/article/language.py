"""Which language an article is in, when nobody says it."""

import re
from functools import cache
from typing import Any

from kcs_cli.article.model import Article
from kcs_cli.text.display import on_one_line

LONGEST = 1500  # characters looked at
LONG = 200  # characters from which a text is more than a few words, and …
SURE, SURE_OF_FEW_WORDS = 0.7, 0.98  # … probability from which a guess is taken: a title of product names looks like Hausa
HELD_BACK = 5000  # articles in doubt that wait for the others' language

KANA = "[\u3041-\u3096\u30a1-\u30fa]"
HAN = "[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]"
HANGUL = "[\u1100-\u11ff\uac00-\ud7a3]"
CJK_SHARE = 4  # one letter in four: the words between are commands and product names
KANA_SHARE = 20  # one character in twenty: Chinese quotes less, Japanese has ten times as much
HAN_ENOUGH = 30  # characters without any kana that no Japanese text has
# The model's codes as ours. It answers `ja` to no words at all, and the three are told by their script.
MODEL_CODES = {"iw": "he", "und": "", "ja": "", "ko": "", "zh": ""}


def detect(article: Article) -> str:
    """Return the code of the language an article seems to be written in, or nothing when in doubt."""
    return detect_text(f"{article.title}. {article.body[:LONGEST]}")


def detect_text(words: str) -> str:
    """Return the code of the language of a text, or nothing when in doubt."""
    text = on_one_line(words[: 2 * LONGEST])
    by_script = _told_by_script(text)
    return _told_by_model(text) if by_script is None else by_script


def _told_by_script(text: str) -> str | None:
    """Return Chinese, Japanese, Korean, or nothing when it may be two of them; None for all other scripts."""
    if text.isascii():
        return None
    kana, han, hangul = (re.findall(script, text) for script in (KANA, HAN, HANGUL))
    characters = len(kana) + len(han) + len(hangul)
    if characters * CJK_SHARE < max(1, sum(map(str.isalpha, text))):
        return None
    if len(hangul) * 2 > characters:
        return "ko"
    if len(kana) * KANA_SHARE > characters:
        return "ja"
    return "zh" if len(han) >= HAN_ENOUGH or not _is_japanese("".join(han)) else ""


def _is_japanese(characters: str) -> bool:
    """Tell whether Japanese has all of some Chinese characters: 国 and 際, not 际. Its own encoding knows."""
    try:
        characters.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True


def _told_by_model(text: str) -> str:
    guess = _model().FindLanguage(text.encode("utf-8", "replace").decode())  # lone surrogates would raise
    if guess.probability < (SURE if len(text) >= LONG else SURE_OF_FEW_WORDS) or guess.language.endswith("-Latn"):
        return ""  # Russian or Chinese in Latin letters is what commands and codes look like
    return MODEL_CODES.get(guess.language, str(guess.language))


@cache
def _model() -> Any:
    import gcld3

    return gcld3.NNetLanguageIdentifier(min_num_bytes=0, max_num_bytes=4 * LONGEST)
