from base64 import b64encode

from kcs_cli.migration.source.embedded_picture import with_files
from kcs_cli.migration.source.record import SourceRecord, SourceRevision


def shown(content: bytes, kind: str = "png") -> str:
    return f'<img src="data:image/{kind};base64,{b64encode(content).decode()}">'


def record(*texts: str) -> SourceRecord:
    return SourceRecord(key="1", revisions=tuple(SourceRevision("T", html=text) for text in texts))


def test_pictures_in_a_text_become_files_whose_names_are_always_the_same():
    first, second = (
        with_files(record(shown(b"one"), shown(b"one") + shown(b"two", "JPEG"))),
        with_files(record(shown(b"one"))),
    )
    names = [(one.address, one.name, one.read()) for one in first.attachments]
    one, two = names[0][0], names[1][0]
    assert names == [(one, one, b"one"), (two, two, b"two")]
    assert (one[:9], one[-4:], two[-4:]) == ("embedded-", ".png", ".jpg")
    assert [revision.html for revision in first.revisions] == [f'<img src="{one}">', f'<img src="{one}"><img src="{two}">']
    assert second.attachments[0].name == one


def test_a_drawing_that_may_run_something_is_no_file_and_other_texts_stay_as_they_are():
    for text in (shown(b"<svg onload='x'/>", "svg+xml"), "<p>data:image/</p>", "<p>a</p>"):
        assert with_files(record(text)) == record(text)
