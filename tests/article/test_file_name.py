import pytest

from kcs_cli.article.file_name import FileName, take_name_apart


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("faq/fax-is-silent.md", "fax is silent"),
        ("Fax_is_silent.md", "Fax is silent"),
        ("Set up Wi-Fi.md", "Set up Wi-Fi"),
        ("fax-is-silent.de.md", "fax is silent"),
        ("fax-is-silent.pt-BR.md", "fax is silent"),
        ("release-2.4.5.md", "release 2.4.5"),
        ("node.js.md", "node.js"),
        ("_posts/2024-05-06-fax-is-silent.md", "fax is silent"),
        ("2024-05-06.md", "2024 05 06"),
        ("vpn-client/index.md", "vpn client"),
        ("de/vpn-client/_index.de.md", "vpn client"),
        ("README.md", "README"),
        ("---.md", "---"),
        ("传真机.md", "传真机"),
    ],
)
def test_a_file_name_is_read_in_words(path, title):
    assert take_name_apart(path).title == title


@pytest.mark.parametrize(
    ("path", "language", "article"),
    [
        ("docs/install.md", "", "docs/install"),
        ("docs/install.de.md", "de", "docs/install"),
        ("docs/install.zh_Hant.md", "zh", "docs/install"),
        ("de/docs/install.md", "de", "docs/install"),
        ("docs/pt-BR/install.md", "pt", "docs/install"),
        ("docs/zh-Hans-CN/install.en.md", "en", "docs/install"),
        ("docs/install.sh.md", "", "docs/install.sh"),
        ("docs/v1.2.md", "", "docs/v1.2"),
        ("design/install.md", "", "design/install"),
        ("de.md", "", "de"),
    ],
)
def test_a_path_tells_its_language_and_of_which_article_it_is_a_version(path, language, article):
    assert (take_name_apart(path).language, take_name_apart(path).article) == (language, article)


def test_a_suffix_says_it_more_surely_than_a_folder():
    assert take_name_apart("en/a/fax.de.md") == FileName(folders=("a",), name="fax", suffix="de", folder="en")
