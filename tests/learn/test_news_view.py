from datetime import date

from kcs_cli.learn.news_report import NewsOfArticle, NewsReport
from kcs_cli.learn.news_view import news_listing
from kcs_cli.render.terminal import set_listing
from kcs_cli.text.difference import DifferenceLine, Transition


def test_a_terminal_gets_each_article_with_its_difference_below_the_signs():
    vpn = NewsOfArticle(
        id="kb-vpn001", title="VPN drops", path="vpn.md", used_id="kb-vpn001", used_on=date(2024, 1, 2), used_how="linked",
        state="changed", changed_on=date(2024, 4, 1), authors=("Ben",), changes=1,
        transitions=(Transition("confidence", "", "validated"),),
        line_changes=(DifferenceLine("-", "Enter the key that you got by mail."),
                      DifferenceLine("~", "Open [-it-] {+the file+}.")),
    )  # fmt: skip
    gone = NewsOfArticle("kb-fax001", "", "fax.md", "kb-fax001", date(2024, 1, 3), "opened", "gone")
    report = NewsReport("ana@example.org", 3, 2, (vpn, gone))
    assert set_listing(news_listing(report), 40, coloured=False).split("\n") == [
        "2 of 3 articles you used changed since",
        "",
        "  1. VPN drops",
        "     kb-vpn001",
        "     Changed on 2024-04-01 by Ben; you",
        "     linked it on 2024-01-02",
        "     confidence: – → validated",
        "     - Enter the key that you got by",
        "       mail.",
        "     ~ Open [-it-] {+the file+}.",
        "",
        "  2. kb-fax001",
        "     kb-fax001",
        "     No longer there; you opened it on",
        "     2024-01-03",
    ]
