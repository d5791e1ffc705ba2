from tests import make


def test_a_search_in_the_customers_words_finds_the_article(kb):
    assert make.run(kb, "search", "cannot get in", "--format", "ids").out == "kb-vpn001\n"
