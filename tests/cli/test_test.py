import json

import pytest

from tests import make

QUERIES = "q1\tvpn client\nq2\toutbox message\nq3\tprinter\nq4\tqqqq\n"
QRELS = "q1\tkb-vpn001\t2\nq2\tkb-print1\t1\nq3\tprinter.md\t1\nq4\tkb-mail01\t1\n"


def report(kb, *files: str) -> dict:
    return json.loads(make.run(kb, "test", *files, "--format", "json").out)


@pytest.fixture
def pair(tmp_path):
    """Queries and judgements; the second query finds a wrong article, the fourth nothing."""
    make.files(tmp_path, {"queries.tsv": QUERIES, "qrels.tsv": QRELS})
    return str(tmp_path / "queries.tsv"), str(tmp_path / "qrels.tsv")


@pytest.fixture
def lines(tmp_path):
    """One file; all queries find their article first."""
    make.files(tmp_path, {"cases.tsv": "vpn client\tkb-vpn001\nprinter\tprinter\tkb-mail01\n"})
    return str(tmp_path / "cases.tsv")


def test_the_measures_and_the_queries_that_fail_are_shown(kb, pair):
    assert make.run(kb, "test", *pair).out == (
        "measure             value\n"
        "queries                 4\n"
        "nDCG@10             0.500\n"
        "MRR@10              0.500\n"
        "hit@1               0.500\n"
        "hit@5               0.500\n"
        "share without hits  0.250\n"
        "\n"
        "Queries whose expected article is not among the first 10\n"
        "query           expected   first found\n"
        "outbox message  kb-print1  kb-mail01\n"
        "qqqq            kb-mail01\n"
    )


def test_the_order_of_the_two_files_does_not_matter(kb, pair):
    assert make.run(kb, "test", *reversed(pair)) == make.run(kb, "test", *pair)


def test_one_file_has_a_query_and_its_articles_on_each_line(kb, lines):
    measures = report(kb, lines)
    assert (measures["asked"], measures["hit_1"], measures["hit_5"]) == (2, 1.0, 1.0)


def test_the_gain_of_a_missed_second_article_is_missing(kb, lines):
    assert report(kb, lines)["ndcg_10"] == pytest.approx((1 + 1 / (1 + 0.6309297535714575)) / 2)


def test_json_has_every_outcome(kb, pair):
    outcome = report(kb, *pair)["outcomes"][1]
    assert [hit["id"] for hit in outcome.pop("hits")] == ["kb-mail01"]
    case = {"query_id": "q2", "query": "outbox message", "expected": {"kb-print1": 1.0}}
    assert outcome == {"judged": case, "rank": None, "ndcg": 0.0}


def test_csv_is_the_measures(kb, lines):
    assert make.run(kb, "test", lines, "--format", "csv").out.splitlines() == [
        "asked,ndcg_10,mrr_10,hit_1,hit_5,without_hits", "2,0.8065735963827292,1.0,1.0,1.0,0",
    ]  # fmt: skip


def test_the_hits_can_be_written(kb, pair, tmp_path):
    make.run(kb, "test", *pair, "--run", str(tmp_path / "run.tsv"))
    rows = [line.split("\t") for line in (tmp_path / "run.tsv").read_text().splitlines()]
    expected = [["q1", "kb-vpn001", "1"], ["q2", "kb-mail01", "1"], ["q3", "printer.md", "1"]]
    assert [row[:3] for row in rows if row[2] == "1"] == expected
    assert all(float(row[3]) > 0 for row in rows)


def test_a_run_that_cannot_be_written_is_two_lines(kb, lines):
    file = kb / "knowledge/vpn.md/run.tsv"
    run = make.run(kb, "test", lines, "--run", str(file))
    expected = f"Error: {file} cannot be written (File exists)\n"
    assert (run.status, run.err) == (2, f"{expected}Hint: Name a file in a folder you may write to\n")


@pytest.mark.parametrize(("least", "status"), [("0.5", 0), ("0.51", 1), ("0", 0), ("1", 1)])
def test_a_gate_on_ndcg(kb, pair, least, status):
    assert make.run(kb, "test", *pair, "--min-ndcg", least).status == status


def test_an_expected_article_that_is_not_there_is_told(kb, tmp_path):
    make.files(tmp_path, {"c.tsv": "vpn\tkb-nosuch\n"})
    run = make.run(kb, "test", str(tmp_path / "c.tsv"))
    assert run.err == "kcs: 1 expected article that no article goes by, as: kb-nosuch\n"


def test_a_name_of_several_articles_is_told(kb, tmp_path):
    make.files(tmp_path, {"c.tsv": "vpn\tkb-\n"})
    assert report(kb, str(tmp_path / "c.tsv"))["unknown"] == ["kb-"]


@pytest.mark.parametrize(
    ("content", "first_line"),
    [
        (b"no tab here\n", "{0}, line 1 has no tab"),
        (b"a\tb\n\nno tab\n", "{0}, line 3 has no tab"),
        (b"\xff\tb\n", "{0} cannot be read: it is not UTF-8"),
    ],
)
def test_a_file_that_is_no_list_of_queries_is_two_lines(kb, tmp_path, content, first_line):
    file = tmp_path / "c.tsv"
    file.write_bytes(content)
    run = make.run(kb, "test", str(file))
    assert (run.status, run.out, run.err.splitlines()[0]) == (2, "", "Error: " + first_line.format(file))


def test_a_file_without_queries_passes_no_gate(kb, tmp_path):
    make.files(tmp_path, {"c.tsv": "\n"})
    run = make.run(kb, "test", str(tmp_path / "c.tsv"), "--format", "json", "--min-ndcg", "0.1")
    assert (run.status, json.loads(run.out)["asked"]) == (1, 0)


def test_a_file_that_is_not_there_is_two_lines(kb):
    run = make.run(kb, "test", "/no/such/file")
    expected = "Error: /no/such/file cannot be read: No such file or directory\n"
    assert run == (2, "", f"{expected}Hint: Give queries.tsv and qrels.tsv, or lines query<TAB>article\n")


def test_judgements_of_other_queries_are_told(kb, tmp_path):
    make.files(tmp_path, {"queries.tsv": "a\tvpn\n", "qrels.tsv": "b\tkb-vpn001\t1\n"})
    run = make.run(kb, "test", str(tmp_path / "queries.tsv"), str(tmp_path / "qrels.tsv"))
    assert (run.status, run.err.splitlines()[0]) == (2, f"Error: {tmp_path}/qrels.tsv judges none of the queries")


def test_a_bom_windows_lines_and_empty_lines_are_no_part_of_a_query(kb, tmp_path):
    (tmp_path / "c.tsv").write_bytes(b"\xef\xbb\xbfvpn\tkb-vpn001\r\n\r\nprinter\tkb-print1\r\n")
    measures = report(kb, str(tmp_path / "c.tsv"))
    assert ([o["judged"]["query"] for o in measures["outcomes"]], measures["hit_1"]) == (["vpn", "printer"], 1.0)


def test_queries_of_a_test_are_not_in_the_log(kb, lines):
    make.run(kb, "test", lines)
    assert not (kb / ".git/kcs/searches").exists()
