from pathlib import Path

from kcs_cli.search.engine import analysis

ROWS = [line.split("\t") for line in Path(__file__).with_name("paraphrases.tsv").read_text("utf-8").splitlines()]


def test_each_paraphrase_names_an_article_of_its_own():
    assert len(ROWS) >= 60
    assert {len(row) for row in ROWS} == {2}
    assert len({question for question, _ in ROWS}) == len({article for _, article in ROWS}) == len(ROWS)


def test_no_paraphrase_has_the_words_of_its_articles_file():
    little = analysis.stop_words(sorted({word for question, _ in ROWS for word in question.lower().split()}), "en")
    for question, article in ROWS:
        named = set(article.rpartition("/")[2].split("-")) - little
        assert named.isdisjoint(question.lower().split()), question
