import pytest

from kcs_cli.article.language import detect
from kcs_cli.article.reader import BrokenArticle, parse
from kcs_cli.knowledge_base.config import Config
from kcs_cli.search.engine.base_language import with_languages
from tests import make

ENGLISH = "The printer does not print any more since the last update was installed on this computer."
GERMAN = "Der Drucker druckt nicht mehr, seit das letzte Update auf diesem Rechner installiert wurde."
LITHUANIAN = "Jei negalite prisijungti, pirmiausia patikrinkite, ar teisingai įvedėte savo slaptažodį."
CHINESE = "自从这台电脑安装了最新更新以后，打印机就不再打印了。"
DOUBTFUL = "0x80070005 42"


def read(path, body, **fields):
    return parse(path, make.article(body, body, **fields).encode(), Config())


def short(title, body=""):
    return read("a.md", ENGLISH)._replace(title=title, body=body)


def languages(*articles, known=None):
    return {article.path: language for article, language in with_languages(articles, known or {})}


def test_languages_are_detected():
    found = [detect(read("a.md", body)) for body in (ENGLISH, GERMAN, LITHUANIAN, CHINESE)]
    assert found == ["en", "de", "lt", "zh"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The printer prints blank pages since the last update"),
        ("fr", "L'imprimante n'imprime plus depuis la dernière mise à jour"),
        ("pt", "A impressora não imprime mais desde a última atualização"),
        ("pl", "Drukarka nie drukuje od czasu ostatniej aktualizacji systemu"),
        ("ru", "Принтер больше не печатает после последнего обновления"),
        ("he", "המדפסת אינה מדפיסה מאז העדכון האחרון של המחשב"),
        ("ja", "プリンターで印刷できない"),
        ("ko", "프린터가 인쇄되지 않습니다"),
        ("zh", "打印机无法连接到网络"),
    ],
)
def test_a_sentence_is_enough(language, text):
    assert detect(short(text)) == language


@pytest.mark.parametrize("text", ["Outlook", "kubectl rollout restart", "0x80070005 42", "---", "\0", "📎📎📎"])
def test_few_words_that_are_in_no_language_are_in_doubt(text):
    assert detect(short(text)) == ""


def test_characters_that_chinese_and_japanese_share_are_in_doubt_until_there_are_many():
    assert [detect(short("東京大学")), detect(short("東京大学", "東京大学" * 10))] == ["", "zh"]


def test_an_article_with_commands_is_in_the_language_around_them():
    commands = "\n\n```sh\nsystemctl restart cups.service && lpstat\n```\n"
    assert [detect(short("CUPS", text + commands)) for text in (GERMAN, CHINESE)] == ["de", "zh"]


@pytest.mark.parametrize(
    ("language", "text"),
    [("ja", "ISO/TS16949は技術仕様で、2013年の版です。"), ("zh", "ISO/TS16949是技术规范，2013年的版本。")],
)
def test_a_sentence_without_spaces_keeps_its_numbers(language, text):
    assert detect(short("Google_検索" if language == "ja" else "Google", text)) == language


def test_words_without_end_are_in_doubt():
    assert detect(short("kubectl rollout restart", "kubectl rollout restart\n" * 20)) == ""


def test_half_a_character_stops_no_detection():
    assert detect(short("\ud800 The printer", ENGLISH)) == "en"


def test_an_article_says_its_own_language():
    assert languages(read("a.md", ENGLISH, language="de")) == {"a.md": "de"}


def test_an_article_in_doubt_is_in_the_language_of_a_base_that_has_but_one():
    articles = [read("a.md", DOUBTFUL), read("b.md", GERMAN), read("c.md", GERMAN)]
    assert languages(*articles) == {"a.md": "de", "b.md": "de", "c.md": "de"}


def test_an_article_in_doubt_is_in_the_language_nearly_all_of_the_index_is_in():
    assert languages(read("a.md", DOUBTFUL), read("b.md", ENGLISH), known={"lt": 70}) == {"a.md": "lt", "b.md": "en"}


def test_where_a_base_has_several_languages_that_of_most_tells_nothing_of_one_more():
    articles = [read("a.md", DOUBTFUL), read("b.md", GERMAN), read("c.md", GERMAN), read("d.md", ENGLISH)]
    assert languages(*articles) == {"a.md": "", "b.md": "de", "c.md": "de", "d.md": "en"}


@pytest.mark.parametrize(
    ("language", "title"), [("en", "How to reset it"), ("de", "Was ist das"), ("fr", "Que faire avec le fax")]
)
def test_small_words_tell_the_language_of_a_title(language, title):
    article = short(title, "```sh\nreset --password\n```\n")
    assert languages(article, known={"lt": 70})["a.md"] == language


@pytest.mark.parametrize("title", ["Fax", "Kopano Webmeetings", "Cloud Queues – All Articles", "math.Ceil", "HexEncode"])
def test_names_are_in_no_language(title):
    assert detect(short(title)) == ""


@pytest.mark.parametrize(
    "rest",
    [
        "```php\n$pfad = 'der Drucker druckt nicht mehr und das ist nicht gut';\n```",
        "| der Drucker | druckt nicht mehr |\n|---|---|\n| und das | ist nicht gut |",
        "https://example.org/der/Drucker/druckt-nicht-mehr/und-das-ist-nicht-gut",
        "<!-- der Drucker druckt nicht mehr und das ist nicht gut -->",
        "`der Drucker druckt nicht mehr und das ist nicht gut`",
    ],
)
def test_code_tables_and_addresses_are_in_no_language(rest):
    article = short("Dovecot", f"{ENGLISH}\n\n" + f"{rest}\n\n" * 30)
    assert (detect(article), detect(article._replace(body=f"{rest}\n\n" * 30))) == ("en", "")


@pytest.mark.parametrize("path", ["fax.de.md", "docs/fax.de-AT.md", "en/fax.de.md"])
def test_a_suffix_tells_the_language(path):
    assert languages(read(path, DOUBTFUL), read("b.md", ENGLISH))[path] == "de"


@pytest.mark.parametrize("path", ["de/fax.md", "docs/de-DE/fax.md"])
def test_a_folder_tells_the_language_of_an_article_in_doubt(path):
    articles = (read("b.md", GERMAN), read("c.md", ENGLISH), read("d.md", ENGLISH))
    assert languages(read(path, DOUBTFUL), *articles)[path] == "de"


@pytest.mark.parametrize("path", ["hr/fax.md", "it/fax.md"])
def test_a_department_is_no_language(path):
    others = [read(f"{n}.md", ENGLISH) for n in range(3)]
    assert [languages(one, *others)[path] for one in (read(path, ENGLISH), read(path, DOUBTFUL))] == ["en", "en"]


def test_a_folder_of_another_language_than_the_configured_one_is_believed_where_the_text_is_in_it():
    config = make.config(defaults_language="en")
    texts = {"de/fax.md": GERMAN, "hr/fax.md": ENGLISH, "fax.md": GERMAN, "fax.lt.md": DOUBTFUL}
    found = {path: parse(path, make.article(text, text).encode(), config).language for path, text in texts.items()}
    assert found == {"de/fax.md": "de", "hr/fax.md": "en", "fax.md": "en", "fax.lt.md": "lt"}


def test_a_base_of_nothing_but_doubt_has_no_language():
    assert languages(read("a.md", DOUBTFUL)) == {"a.md": ""}


def test_a_file_set_aside_has_no_language_and_counts_for_none():
    assert languages(BrokenArticle("a.md", 1, "bad"), read("b.md", DOUBTFUL)) == {"a.md": "", "b.md": ""}


def test_many_articles_in_doubt_do_not_wait_for_the_last(monkeypatch):
    monkeypatch.setattr("kcs_cli.search.engine.base_language.HELD_BACK", 2)
    articles = [read("a.md", DOUBTFUL), read("b.md", GERMAN), read("c.md", DOUBTFUL), read("d.md", DOUBTFUL)]
    assert languages(*articles) == {"a.md": "de", "b.md": "de", "c.md": "de", "d.md": "de"}
