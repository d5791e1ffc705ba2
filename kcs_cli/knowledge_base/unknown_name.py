"""What is said about names in settings that mean nothing to kcs: which one is like them."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from kcs_cli.text.display import one_line


def on_key(place: str, key: str, known: Iterable[str], table: str = "") -> str:
    """Return words on a key, or a table, of a kcs.toml."""
    names = list(known)
    near = get_close_matches(key, names, 1, 0.5)
    hint = f"did you mean `{near[0]}`?" if near else "it knows " + ", ".join(names)
    return f"{place}: kcs knows no `{one_line(f'{table}.{key}' if table else key)}`, and passes it over: {hint}"


def on_other_file(place: str, name: str, *, personal: bool) -> str:
    """Return words on a setting of a base in a `personal` file, or the other way round."""
    if personal:
        return f"{place}: {name} is a setting of a knowledge base, and passed over: write it into the kcs.toml of the base"
    return (
        f"{place}: {name} is a setting of a person, and passed over: write it into the kcs.toml in your configuration "
        "folder (kcs help settings)"
    )


def on_variables(unknown: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    """Yield words on each variable that is nearly one of kcs: other programs may have names that begin so, too."""
    names = list(known)
    for name in unknown:
        if near := get_close_matches(name, names, 1, 0.8):
            yield f"The variable {one_line(name)} means nothing: did you mean {near[0]}?"
