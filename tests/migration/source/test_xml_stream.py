import io

import pytest

from kcs_cli.errors import KcsError
from kcs_cli.migration.source import xml_stream
from kcs_cli.migration.source.xml_stream import check_xml, read_elements


def _read(content, *names):
    return [one if isinstance(one, str) else one.get("n") for one in read_elements(io.BytesIO(content), "x.xml", names)]


def test_elements_are_read_wherever_they_stand_one_after_another():
    assert _read(b'<a><x n="1"><x n="inner"/></x><b><x n="2"/></b>text<y n="3"/></a>', "x", "y") == ["1", "2", "3"]


def test_other_encodings_are_read_as_they_say():
    content = '<?xml version="1.0" encoding="UTF-16"?><a><x n="é"/></a>'.encode("utf-16")

    assert _read(content, "x") == ["é"]


def test_what_is_sound_before_an_error_is_read_and_the_error_is_told():
    assert _read(b'<a><x n="1"/><x n="2"></a>', "x") == ["1", "mismatched tag: line 1, column 24"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no element found: line 1, column 0"),
        (b"<a><b/></a>", "it has no <x>"),
        (b'<!DOCTYPE a [<!ENTITY e "e">]><a><x n="&e;"/></a>', "it declares a document type, which kcs does not read"),
        (b'<?xml version="1.0" encoding="nonsense"?><a/>', "unknown encoding: nonsense"),
    ],
)
def test_a_file_without_such_elements_is_refused(content, reason):
    with pytest.raises(KcsError) as refused:
        _read(content, "x")
    assert refused.value.message == f"x.xml cannot be read: {reason}"


@pytest.mark.parametrize(
    ("limit", "value", "reason"),
    [
        ("DEEPEST", 3, "more than 3 elements lie in one another"),
        ("LARGEST_RECORD", 5, "a record has more than 5 characters"),
    ],
)
def test_an_element_beyond_all_measure_ends_the_reading(monkeypatch, limit, value, reason):
    monkeypatch.setattr(xml_stream, limit, value)

    assert _read(b'<a><x n="1"/><x><b><c><d>many words</d></c></b></x></a>', "x") == ["1", reason]


def test_a_document_type_is_found_before_anything_is_read():
    check_xml(b"<a>fine</a>")
    with pytest.raises(ValueError, match="it declares a document type"):
        check_xml('<?xml version="1.0"?><!DOCTYPE a><a/>'.encode("utf-16"))
