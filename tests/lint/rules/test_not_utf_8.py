"""Tests of `not-utf-8`."""

from kcs_cli.lint.rules.not_utf_8 import RULE
from tests.lint.make import messages


def found(content: bytes, tmp_path):
    return messages(RULE, tmp_path, content.decode("utf-8", "surrogateescape"))


def test_the_first_byte_that_is_not_utf_8_is_found_in_its_line(tmp_path):
    expected = ["2:5 Byte 0xE4 is not UTF-8 (in Windows-1252 it is ä); save the file as UTF-8"]
    assert found(b"---\r\n\xc3\xa4: Ger\xe4t \xfc\r\n---\r\n".replace(b"\xc3\xa4: ", b"\xc3\xa4 "), tmp_path) == [
        expected[0].replace("2:5", "2:6")
    ]
    assert found(b"\xef\xbb\xbfa\nGer\xe4t\n", tmp_path) == [expected[0].replace("2:5", "2:4")]


def test_a_byte_that_no_windows_knows_is_named_all_the_same(tmp_path):
    assert found(b"a\x81", tmp_path) == [
        "1:2 Byte 0x81 is not UTF-8 (in Windows-1252 it is nothing); save the file as UTF-8"
    ]


def test_utf_16_is_named(tmp_path):
    assert found("Fax".encode("utf-16"), tmp_path) == ["1:1 The file is UTF-16; save it as UTF-8"]


def test_a_nul_byte_is_found(tmp_path):
    assert found(b"Fax\n\0\n", tmp_path) == ["2:1 A NUL byte is no text; remove it"]


def test_utf_8_with_and_without_a_bom_is_no_finding(tmp_path):
    assert found("\ufeffGerät 问题 👩‍💻\n".encode(), tmp_path) == []
