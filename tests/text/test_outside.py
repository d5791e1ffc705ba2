import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kcs_cli
from kcs_cli.text.outside import exact, kept, kept_bytes, portable, readable, writable_as_utf8

NO_BYTES = ("json.decode", "DECODER.decode", "BeautifulSoup(plain, 'html.parser').decode")
PACKAGE = Path(kcs_cli.__file__).parent
HERE = "text/outside.py"
OTHERS = {
    "mcp/budget.py": "cuts a text of our own between two characters",
    "migration/handout/page_names.py": "cuts a name of our own between two characters",
    "text/identifier.py": "cuts a name of our own between two characters",
    "lint/rules/not_utf_8.py": "says which letter a byte was in another encoding",
}


@cache
def nodes() -> list[tuple[str, ast.Call | ast.List]]:
    """Return every call and every list in the package, with the module it is in."""
    return [
        (file.relative_to(PACKAGE).as_posix(), node)
        for file in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call | ast.List)
    ]


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Yield every call in the package, with the module it is in."""
    return ((module, node) for module, node in nodes() if isinstance(node, ast.Call))


def words(call: ast.Call) -> list[object]:
    """Return the constants a call is given."""
    return [one.value for one in (*call.args, *(key.value for key in call.keywords)) if isinstance(one, ast.Constant)]


def is_decoding(call: ast.Call) -> bool:
    """Tell whether a call makes text of bytes, or bytes of what they were made of."""
    if not isinstance(call.func, ast.Attribute):
        return isinstance(call.func, ast.Name) and call.func.id == "str" and len(call.args) + len(call.keywords) > 1
    if call.func.attr == "encode":
        return "surrogateescape" in words(call)
    return call.func.attr in ("fsdecode", "decode") and not ast.unparse(call.func).endswith(NO_BYTES)


def test_one_module_makes_text_of_bytes_from_outside():
    found = {module for module, call in calls() if is_decoding(call)}
    assert found == {HERE, *OTHERS}


def test_a_file_that_is_read_as_text_says_in_which_encoding():
    reading = [(module, call) for module, call in calls() if getattr(call.func, "attr", "") == "read_text"]
    assert [
        module for module, call in reading if not {"utf-8", "utf-8-sig", "ascii", "direct_url.json"} & set(words(call))
    ] == []


def test_one_module_starts_git():
    lists = (
        (module, node)
        for module, node in nodes()
        if isinstance(node, ast.List) and node.elts and isinstance(node.elts[0], ast.Constant)
    )
    shown = "solve/merge.py"  # a command for a person to copy
    before = "git/distrust.py"  # asks what the configuration says, so that the other may leave it out
    assert {module for module, node in lists if node.elts[0].value == "git"} == {"git/process.py", before, shown}


@given(st.binary())
def test_any_bytes_are_kept_and_can_be_read(content):
    assert kept_bytes(kept(content)) == content
    assert readable(content).encode() == readable(content, bom=True).encode() or content.startswith(b"\xef\xbb\xbf")
    portable(kept(content)).encode()  # raises what cannot be stored


@given(st.text(st.characters()))
def test_any_text_can_be_written(text):
    assert exact(writable_as_utf8(text).encode()) == text.encode("utf-8", "replace").decode()


@pytest.mark.parametrize("bom", [True, False])
def test_a_byte_order_mark_is_no_part_of_a_text_where_that_is_said(bom):
    assert exact(b"\xef\xbb\xbfa", bom=bom) == readable(b"\xef\xbb\xbfa", bom=bom) == ("a" if bom else "\ufeffa")


def test_what_has_to_be_utf_8_and_is_not_is_refused():
    with pytest.raises(UnicodeDecodeError):
        exact(b"\xff")


def test_two_names_stay_two():
    assert [portable(kept(name)) for name in (b"\xff", b"\xfe", "ä".encode())] == [r"\xff", r"\xfe", "ä"]
