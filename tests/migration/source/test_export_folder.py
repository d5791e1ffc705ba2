import re
from pathlib import Path

import pytest

from kcs_cli.errors import KcsError
from kcs_cli.migration.source.export_folder import AttachmentFiles, address_forms, files_of, has_head


def put(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)


def found(folder: Path, html: str, *marks: str, attached: tuple[tuple[str, str], ...] = ()) -> list[tuple[str, str]]:
    files = AttachmentFiles(folder, ".json").of_article(html, attached, *marks)
    return [(one.address, one.read().decode()) for one in files]


def test_pictures_and_files_are_found_by_the_end_of_their_address(tmp_path):
    put(tmp_path, "files/Screen shot.png", "files/a.pdf", "articles.json")
    html = (
        "<img src=\"https://cdn.example.org/7/screen%20shot.png?x=1&amp;y=2\"><a href='/files/a.pdf'>a</a>"
        '<a href="https://example.org/articles.json">b</a><img src="https://cdn.example.org/none.png"><a href="#a">c</a>'
    )
    assert found(tmp_path, html) == [
        ("https://cdn.example.org/7/screen%20shot.png?x=1&y=2", "files/Screen shot.png"),
        ("/files/a.pdf", "files/a.pdf"),
    ]


def test_of_several_files_of_a_name_the_one_in_the_folder_of_the_number_is_taken(tmp_path):
    put(tmp_path, "a/1/image.png", "a/2/image.png", "a/3/only.png")
    assert found(tmp_path, '<img src="/hc/article_attachments/2/image.png">') == [
        ("/hc/article_attachments/2/image.png", "a/2/image.png")
    ]
    assert found(tmp_path, '<img src="/x/image.png">', "1") == [("/x/image.png", "a/1/image.png")]
    assert found(tmp_path, '<img src="/x/image.png"><img src="/x/only.png">') == []


def test_a_file_that_is_called_by_its_number_alone_is_found(tmp_path):
    put(tmp_path, "attachments/360017.png")
    assert found(tmp_path, '<img src="https://acme.example/hc/article_attachments/360017">') == [
        ("https://acme.example/hc/article_attachments/360017", "attachments/360017.png")
    ]


def test_an_attached_file_has_another_name_than_its_address(tmp_path):
    put(tmp_path, "manual.pdf")
    assert found(tmp_path, "", attached=(("https://cdn.example.org/123", "manual.pdf"),)) == [
        ("https://cdn.example.org/123", "manual.pdf")
    ]


def test_pages_as_wget_calls_them_are_files_of_their_kind(tmp_path):
    put(tmp_path, "articles.json?page=10", "articles.json?page=2", "articles.json", "notes.txt")
    assert [file.name for file in files_of(tmp_path, ".json")] == [
        "articles.json", "articles.json?page=2", "articles.json?page=10",
    ]  # fmt: skip


def test_links_lead_to_no_file_outside_of_an_export(tmp_path):
    put(tmp_path, "secret/key.png", "secret/articles.json", "export/articles.json")
    (tmp_path / "export" / "key.png").symlink_to(tmp_path / "secret" / "key.png")
    (tmp_path / "export" / "more").symlink_to(tmp_path / "secret")
    assert found(tmp_path / "export", '<img src="key.png"><img src="../secret/key.png">') == []
    assert list(files_of(tmp_path / "export", ".json")) == [tmp_path / "export" / "articles.json"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://a.example/hc/en/articles/17-How-to", (
            "https://a.example/hc/en/articles/17-How-to", "https://a.example/hc/en/articles/17",
            "/hc/en/articles/17-How-to", "/hc/en/articles/17",
        )),
        ("/article/17", ("/article/17",)),
        ("https://a.example", ()),
        ("https://[a", ()),
        ("", ()),
    ],
)  # fmt: skip
def test_an_article_is_linked_with_and_without_its_words_and_its_host(address, expected):
    assert address_forms(address, "17") == expected


def test_a_format_is_told_by_the_beginning_of_its_files(tmp_path):
    put(tmp_path, "b.json")
    (tmp_path / "c.json").write_bytes('{"mark": 1}'.encode("utf-16"))
    mark = re.compile(rb'"mark"')
    assert has_head(tmp_path, mark, endings=(".json",))
    assert not has_head(tmp_path, mark, endings=(".xml",))
    assert not has_head(tmp_path / "b.json", mark, endings=(".json",))
    with pytest.raises(KcsError, match="cannot be read"):
        has_head(tmp_path / "none.json", mark, endings=(".json",))
