"""Which language an article is in, when nobody says it."""

import re
from functools import cache
from typing import Any

from kcs_cli.article.file_name import take_name_apart
from kcs_cli.article.model import Article
from kcs_cli.article.section import prose_lines
from kcs_cli.text.display import on_one_line
from kcs_cli.text.outside import writable_as_utf8

LONGEST = 1500  # characters looked at
LONG = 200  # characters from which a text is more than a few words, and …
SURE, SURE_OF_FEW_WORDS = 0.7, 0.98  # … probability from which a guess is taken: a title of product names looks like Hausa
FEWEST = 5  # words in which a guess is worth anything: of two or three the model is sure, and wrong
SURELY = 0.95  # … for a language that few articles of the base have: one of 2,460 taken for French ranked first everywhere
LEAST = 0.5  # … from which it supports what something else says
MOST = 20_000  # characters in which prose is looked for
HELD_BACK = 5000  # articles in doubt that wait for the others' language

NO_PROSE = (
    "|",
    "$ ",
    "> $",
    "<",
    "{%",
    "{{",
    "!!!",
    "???",
    ":::",
    "    $",
)  # rows of tables, commands, tags, site generators' signs
MARK_UP = r"`[^`]*`|\]\([^()]*\)|<[^<>]*>|\{[^{}]*\}"
# In a path, an address, the name of a file or a setting; it begins with all that may begin it, which is faster
NO_WORD = r"[/\\_=@|~$.A-Z\d](?:(?<=[/\\_=@|~$\d])|(?<=\w\.)(?=\w)|(?<=[a-z][A-Z]))"
NOT_LATIN = r"[^\x00-\u024f\u1e00-\u206f\u20a0-\u20cf]"
KANA = "[\u3041-\u3096\u30a1-\u30fa]"
HAN = "[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]"
HANGUL = "[\u1100-\u11ff\uac00-\ud7a3]"
CJK_SHARE = 4  # one letter in four: the words between are commands and product names
KANA_SHARE = 20  # one character in twenty: Chinese quotes less, Japanese has ten times as much
HAN_ENOUGH = 30  # characters without any kana that no Japanese text has
# The model's codes as ours. It answers `ja` to no words at all, and the three are told by their script.
MODEL_CODES = {"iw": "he", "und": "", "ja": "", "ko": "", "zh": ""}


def detect(article: Article) -> str:
    """Return the code of the language an article seems to be written in, or nothing when in doubt.

    A folder of a language (`de/`) is believed where the text may be in it.
    """
    words = words_of(article)
    return _by_folder(article, words) or detect_text(words)


def detect_surely(article: Article) -> str:
    """Return the same where there is hardly any doubt, as is needed for a language that few articles of a base have."""
    words = words_of(article)
    return _by_folder(article, words) or _told(words, SURELY, SURELY)


def _by_folder(article: Article, words: str) -> str:
    """Return the language of an article's folder where its text may be in it."""
    folder = take_name_apart(article.path).folder
    return folder if folder and guess(words) == folder else ""


def words_of(article: Article) -> str:
    """Return the title and how the prose begins: no code, tables, addresses, tags and names of files and settings."""
    found, length = [f"{_without_names(article.title)}."], 0
    for _, line in prose_lines(article.body[:MOST].split("\n")):
        if line.lstrip().startswith(NO_PROSE):
            continue
        found.append(_without_names(line))
        length += len(found[-1])
        if length >= LONGEST:
            break
    return " ".join(filter(None, found))[:LONGEST]


def _without_names(line: str) -> str:
    """Return a line without what is in no language; a sentence of Japanese is one word, with the numbers it has."""
    text = re.sub(MARK_UP, " ", line)
    words = text.split()
    if not re.search(NO_WORD, text):
        return " ".join(words)
    return " ".join(word for word in words if not (word.isascii() and re.search(NO_WORD, word)))


def guess(words: str) -> str:
    """Return the language that a text is most likely in, however little speaks for it; nothing where nothing does."""
    return _told(words, LEAST, LEAST)


def may_be_in(article: Article, language: str) -> bool:
    """Tell whether nothing speaks against a language: neither the script, nor what the words are most likely in."""
    words = words_of(article)
    is_chinese_or_japanese = told_by_script(words) == ""
    return language in ("ja", "zh") if is_chinese_or_japanese else guess(words) in ("", language)


def detect_text(words: str) -> str:
    """Return the code of the language of a text, or nothing when in doubt."""
    return _told(words, SURE, SURE_OF_FEW_WORDS)


def _told(words: str, sure: float, sure_of_few_words: float) -> str:
    """Return the language of a text by its script, else by the model where it is so sure."""
    text = on_one_line(words[: 2 * LONGEST])
    by_script = told_by_script(text)
    return _told_by_model(text, sure, sure_of_few_words) if by_script is None else by_script


def told_by_script(text: str) -> str | None:
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


def _told_by_model(text: str, sure: float, sure_of_few_words: float) -> str:
    if (
        len(text) < LONG
        and sum(map(str.isalpha, (word[0] for word in text.split()))) < FEWEST
        and not re.search(NOT_LATIN, text)
    ):
        return ""
    found = _model().FindLanguage(writable_as_utf8(text))  # lone surrogates would raise
    if found.probability < (sure if len(text) >= LONG else sure_of_few_words) or found.language.endswith("-Latn"):
        return ""  # Russian or Chinese in Latin letters is what commands and codes look like
    return MODEL_CODES.get(found.language, str(found.language))


@cache
def _model() -> Any:
    import gcld3

    return gcld3.NNetLanguageIdentifier(min_num_bytes=0, max_num_bytes=4 * LONGEST)
