from typing import NamedTuple

from kcs_cli.render.report import Table
from kcs_cli.search.evaluation.link import Loss
from kcs_cli.search.evaluation.view import render_losses


class Some(NamedTuple):
    """A report with a customer's words in it."""

    words: str

    def tables(self) -> tuple[Table, ...]:
        return (Table("1 query"), Table("", ("query",), ((self.words,),)))


def test_what_is_lost_is_an_annotation_of_the_article_and_the_report_stands_below():
    lost = [Loss("a,b.md", "kb-1", "“50 %”: lost\nnow")]
    assert render_losses(Some("fax"), lost, "help").split("\n") == [
        "::error file=help/a%2Cb.md,line=1,col=1,title=kcs test::“50 %25”: lost%0Anow", "| 1 query", "|", "| query", "| fax",
    ]  # fmt: skip


def test_customers_words_are_no_commands():
    lines = render_losses(Some("::error::x ##[error]y"), (), "").split("\n")
    assert lines[-1] == "| ::error::x # #[error]y"


def test_ten_annotations_are_as_many_as_github_shows():
    lost = [Loss(f"{n}.md", f"kb-{n}", "lost") for n in range(12)]
    assert sum(line.startswith("::") for line in render_losses(Some("fax"), lost, "").split("\n")) == 10
