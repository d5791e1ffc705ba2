import pytest

from kcs_cli.migration.handout.page_names import PageNames, safe_name


@pytest.mark.parametrize(
    ("name", "expected"),
    [("fax", "fax"), ("a:b?c", "a-b-c"), ("..", "article"), (".hidden", "hidden"), ("CON", "CON_"), ("a. ", "a"),
     ("é" * 100, "é" * 60), ("a\nb", "a-b"), ("a\u202eb", "a-b"), ("\udcff", "-"), ("全部", "全部"), ("a/b\\c", "a-b-c")],
)  # fmt: skip
def test_a_name_is_one_on_every_system(name, expected):
    assert safe_name(name) == expected


def test_no_two_files_have_one_name_whatever_capitals_they_have():
    names = PageNames("index.html")
    asked = [((), "index"), (("a",), "Fax"), (("A",), "fax"), (("a",), "Fax"), (("b.html",), "x"), ((), "b")]
    assert [names.new(folders, name, ".html") for folders, name in asked] == [
        "index-2.html", "a/Fax.html", "A/fax-2.html", "a/Fax-3.html", "b-html/x.html", "b.html",
    ]  # fmt: skip
