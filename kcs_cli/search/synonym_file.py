"""`synonyms.toml` of a knowledge base: read, and written to one pair after the other."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from kcs_cli.errors import ConfigError, KcsError
from kcs_cli.files.atomic import write_atomic
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase, once
from kcs_cli.search.engine.synonym import Synonym
from kcs_cli.text.display import fold, on_one_line

FILE = "synonyms.toml"
KEYS = ("said", "means", "both", "language")
HEAD = """# What customers call a thing that articles call otherwise; `kcs vocabulary --mine` proposes pairs.
# said: the customers' word, or a list of them; means: the articles'; both = true: the other way, too; language: "" is all
"""
LONGEST = 100  # characters of a word


@once
def synonyms(kb: KnowledgeBase) -> tuple[Synonym, ...]:
    """Return what customers call things that articles call otherwise. Raise ConfigError."""
    return read_synonyms(kb.root)


def read_synonyms(root: Path) -> tuple[Synonym, ...]:
    """Return the synonyms of a knowledge base, those that go both ways twice. Raise ConfigError."""
    file = root / FILE
    if not file.is_file():
        return ()
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (ValueError, OSError) as error:
        raise ConfigError(f"{file} cannot be read: {error}", "Correct that line") from error
    return parse_synonyms(text, str(file))


def parse_synonyms(text: str, file: str) -> tuple[Synonym, ...]:
    """Return the synonyms of the text of such a file, which is called so. Raise ConfigError."""
    import tomllib

    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{file} cannot be read: {error}", "Correct that line") from error
    rows = content.pop("synonym", [])
    if content or not isinstance(rows, list):
        raise ConfigError(f"{file} has something else than [[synonym]]", "Write each pair below a line [[synonym]]")
    return tuple(
        dict.fromkeys(one for number, row in enumerate(rows, 1) for one in _read_row(f"{file}, pair {number}", row))
    )


def _read_row(place: str, row: object) -> list[Synonym]:
    """Read one pair. Raise ConfigError."""
    if not isinstance(row, Mapping) or (wrong := next((key for key in row if key not in KEYS), "")):
        raise ConfigError(f"{place}: kcs knows no `{wrong}`", f"It knows {', '.join(KEYS)}")
    said = row.get("said", "")
    words: Sequence[object] = said if isinstance(said, list) else [said]
    means, language, both = row.get("means", ""), row.get("language", ""), row.get("both", False)
    texts = [one.strip() for one in (*words, means, language) if isinstance(one, str)]
    if len(texts) != len(words) + 2 or not all(texts[:-1]) or not isinstance(both, bool):
        raise ConfigError(f"{place}: said and means are words, both is true or false", 'said = "clicker", means = "remote"')
    pairs = [(one, texts[-2]) for one in texts[:-2]]
    pairs += [(means, said) for said, means in pairs] if both else []
    return [Synonym(one, other, texts[-1].lower()) for one, other in pairs]


def add_synonym(root: Path, said: str, means: str, *, both: bool, language: str) -> Synonym:
    """Write one more pair into the file. Raise KcsError for one that is there, or is none."""
    said, means = on_one_line(said), on_one_line(means)
    if not said or not means or fold(said) == fold(means) or max(len(said), len(means)) > LONGEST:
        raise KcsError(f"“{said}={means}” is no pair of two words", 'Write it as "clicker=remote control"')
    new = Synonym(said, means, language.lower())
    known = {(fold(one.said), fold(one.means), one.language) for one in read_synonyms(root)}
    if (fold(said), fold(means), new.language) in known:
        raise KcsError(f"{new.shown} is in {FILE} already", f"Look at {root / FILE}")
    file = root / FILE
    before = file.read_text(encoding="utf-8-sig") if file.is_file() else HEAD
    lines = [f"said = {_quoted(said)}", f"means = {_quoted(means)}", *(["both = true"] if both else [])]
    lines += [f"language = {_quoted(new.language)}"] if language else []
    try:
        write_atomic(file, before.rstrip("\n") + "\n\n[[synonym]]\n" + "\n".join(lines) + "\n")
    except OSError as error:
        raise KcsError(f"{file} cannot be written ({error.strerror})", "Look at its rights") from error
    return new


def _quoted(text: str) -> str:
    """Write a text as TOML."""
    import json

    return json.dumps(text, ensure_ascii=False)
