"""Tests of how like two articles are."""

import pytest

from kcs_cli.article.likeness import NEAR, Matter, issue_share, likeness, matter_of
from kcs_cli.knowledge_base.config import Config
from tests import make

CONFIG = Config()


def matter(title: str, said: tuple[str, ...] = (), issue: str = "") -> Matter:
    return Matter(title, said, issue)


def card(**texts: str) -> Matter:
    (found,) = make.engine({"a.md": make.article(id="kb-000001", **texts)}).cards("path", "a.md")
    return matter_of(found, CONFIG)


@pytest.mark.parametrize("title", ["VPN does not connect", "vpn does not  connect!", "The VPN does not connect"])
def test_nearly_the_same_title_is_a_near_duplicate(title):
    assert likeness(matter(title), card(title="VPN does not connect")) >= NEAR


def test_a_phrase_that_another_article_has_is_a_near_duplicate():
    other = card(title="Certificate is out of date", said="[cannot get in from home]")
    assert likeness(matter("Home office", said=("I cannot get in from home",)), other) >= NEAR


def test_nearly_the_same_issue_is_a_near_duplicate():
    issue = "Since the update the client shows error 0x80070005 as soon as it has the password, and ends."
    other = card(title="Error 0x80070005", body=f"## Issue\n\n{issue}\n\n## Resolution\n\n{'Other words. ' * 50}\n")
    assert likeness(matter("Client ends", issue=issue), other) >= NEAR


def test_chinese_titles_are_compared_by_their_characters():
    assert likeness(matter("打印机不能打印"), card(title="打印机不能打印了")) >= NEAR
    assert likeness(matter("打印机不能打印"), card(title="邮件不能发送")) < NEAR


@pytest.mark.parametrize("title", ["VPN is slow", "Printer does not print", "4711", "!"])
def test_another_title_is_no_near_duplicate(title):
    assert likeness(matter(title), card(title="VPN does not connect")) < NEAR


def test_a_comment_in_an_issue_is_not_compared():
    issue = "The client shows an error as soon as it has the password, and ends without a word."
    commented = card(title="Client ends", body=f"## Issue\n\n<!-- What does the customer see? -->\n\n{issue}\n")
    assert commented == Matter("Client ends", (), issue)


def test_the_same_issue_with_another_error_in_the_title_is_alike_for_a_person_only():
    issue = "The client shows an error as soon as it has the password, and ends without a word."
    one, other = matter("Client ends with 4711", issue=issue), matter("Client ends with 4712", issue=issue)
    assert (likeness(one, other) >= NEAR, issue_share(one, other)) == (True, 0.0)
    assert issue_share(one, one) == 1.0
