"""`synonyms.toml` of a knowledge base: read, and written to one pair after the other."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from kcs_cli.errors import ConfigError, KcsError
from kcs_cli.files.atomic import write_atomic
from kcs_cli.files.temporary import remove_stale
from kcs_cli.knowledge_base.place import SYNONYMS
from kcs_cli.knowledge_base.toml_table import (
    SwitchField,
    TextField,
    WordField,
    WordsField,
    convert_table,
    parse_toml,
    read_toml,
)
from kcs_cli.search.engine.synonym import Synonym
from kcs_cli.text.display import fold, on_one_line

HEAD = """# What customers call a thing that articles call otherwise; `kcs vocabulary --mine` proposes pairs.
# said: the customers' word, or a list of them; means: the articles'; both = true: the other way, too; language: "" is all
"""
LONGEST = 100  # characters of a word


class PairFields(Struct, forbid_unknown_fields=True):
    """What may be said of a pair."""

    said: WordsField
    means: WordField
    both: SwitchField = False
    language: TextField = ""


def read_synonyms(root: Path) -> tuple[Synonym, ...]:
    """Return the synonyms of a knowledge base, those that go both ways twice. Raise ConfigError."""
    found = read_toml(root / SYNONYMS)
    return _synonyms(found[1], str(root / SYNONYMS)) if found else ()


def parse_synonyms(text: str, file: str) -> tuple[Synonym, ...]:
    """Return the synonyms of the text of such a file, which is called so. Raise ConfigError."""
    return _synonyms(parse_toml(text, file), file)


def _synonyms(content: dict[str, Any], file: str) -> tuple[Synonym, ...]:
    """Return the synonyms of the content of such a file. Raise ConfigError."""
    rows = content.pop("synonym", [])
    if content or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ConfigError(f"{file} has something else than [[synonym]]", "Write each pair below a line [[synonym]]")
    pairs = (convert_table(row, PairFields, f"{file}, pair {number}") for number, row in enumerate(rows, 1))
    return tuple(dict.fromkeys(one for pair in pairs for one in _ways(pair)))


def _ways(pair: PairFields) -> Iterator[Synonym]:
    """Yield a pair, once for each word that customers say, and for the other way."""
    means, language = pair.means.strip(), pair.language.strip().lower()
    said = [word.strip() for word in ([pair.said] if isinstance(pair.said, str) else pair.said)]
    yield from (Synonym(word, means, language) for word in said)
    yield from (Synonym(means, word, language) for word in said if pair.both)


def add_synonym(root: Path, said: str, means: str, *, both: bool, language: str) -> Synonym:
    """Write one more pair into the file. Raise KcsError for one that is there, or is none."""
    said, means = on_one_line(said), on_one_line(means)
    if not said or not means or fold(said) == fold(means) or max(len(said), len(means)) > LONGEST:
        raise KcsError(f"“{said}={means}” is no pair of two words", 'Write it as "clicker=remote control"')
    new = Synonym(said, means, language.lower())
    known = {(fold(one.said), fold(one.means), one.language) for one in read_synonyms(root)}
    if (fold(said), fold(means), new.language) in known:
        raise KcsError(f"{new.shown} is in {SYNONYMS} already", f"Look at {root / SYNONYMS}")
    file = root / SYNONYMS
    before = file.read_text(encoding="utf-8-sig") if file.is_file() else HEAD
    lines = [f"said = {_quoted(said)}", f"means = {_quoted(means)}", *(["both = true"] if both else [])]
    lines += [f"language = {_quoted(new.language)}"] if language else []
    try:
        remove_stale(file.parent)
        write_atomic(file, before.rstrip("\n") + "\n\n[[synonym]]\n" + "\n".join(lines) + "\n")
    except OSError as error:
        raise KcsError(f"{file} cannot be written ({error.strerror})", "Look at its rights") from error
    return new


def _quoted(text: str) -> str:
    """Write a text as TOML."""
    import json

    return json.dumps(text, ensure_ascii=False)
