"""Tests of what tells an answer from an article that shares some words with a question."""

import pytest

from kcs_cli.article.reader import parse
from kcs_cli.knowledge_base.config import Config
from kcs_cli.search.engine.answer import SearchOptions, Where
from kcs_cli.search.engine.engine import TantivyEngine
from kcs_cli.search.engine.evidence import SOME, STRONG, evidence, lead_of, sureness
from kcs_cli.search.engine.query import parse as parse_query
from tests import make

CHINESE = {
    "print": ("打印机无法打印", "打印机没有反应。检查电源线并重新启动打印服务。"),
    "refund": ("如何申请退款", "订单完成后七天内可以申请退款。打开订单页面，点击申请退款按钮。"),
    "password": ("忘记登录密码", "用户无法登录账户。点击忘记密码，输入邮箱，重置密码。"),
    "crash": ("应用程序启动时闪退", "手机打开应用后立即退出。清除缓存，升级到最新版本。"),
    "vpn": ("VPN 连接失败", "客户端显示证书已过期。更新证书后重新连接。"),
}
JAPANESE = {
    "print": ("プリンターが印刷できない", "プリンターの電源を入れ直し、印刷キューを削除します。"),
    "refund": ("返金を申請する方法", "注文履歴から返金を申請できます。返金には七日かかります。"),
    "password": ("パスワードを忘れた場合", "ログイン画面で再設定のリンクを押し、メールを確認します。"),
    "crash": ("アプリが起動直後に終了する", "キャッシュを削除し、最新版に更新します。"),
}
KOREAN = {
    "print": ("프린터가 인쇄되지 않음", "프린터 전원을 다시 켜고 인쇄 대기열을 비웁니다."),
    "refund": ("환불을 신청하는 방법", "주문 내역에서 환불을 신청할 수 있습니다."),
}


def first(articles: dict[str, tuple[str, str]], question: str) -> tuple[str, float]:
    """Return the first article for a question, and the evidence that it answers."""
    index = TantivyEngine.create(None)
    index.apply((parse(f"{name}.md", make.article(title, f"{body}\n", id=name).encode(), Config())
                 for name, (title, body) in articles.items()), ())  # fmt: skip
    query = parse_query(question)
    answer = index.search(query, Where(), 3, SearchOptions(explain=True))
    if not answer.matches:
        return "", 0.0
    match = answer.matches[0]
    return match.card.id, evidence(match, answer, query.text, index.languages())


@pytest.mark.parametrize(
    ("articles", "question", "article"),
    [
        (CHINESE, "打印机不能打印怎么办", "print"),
        (CHINESE, "怎么退款", "refund"),
        (CHINESE, "密码忘了怎么登录", "password"),
        (CHINESE, "打开应用就闪退怎么解决", "crash"),
        (CHINESE, "vpn连不上 证书过期", "vpn"),
        (JAPANESE, "プリンターで印刷できません", "print"),
        (JAPANESE, "返金はどこで申請できますか", "refund"),
        (JAPANESE, "パスワードを忘れました", "password"),
        (JAPANESE, "アプリがすぐ終了してしまう", "crash"),
        (KOREAN, "프린터로 인쇄가 안 돼요", "print"),
        (KOREAN, "환불 신청하는 방법 알려주세요", "refund"),
    ],
)
def test_an_answer_in_a_script_without_spaces_has_evidence(articles, question, article):
    found, share = first(articles, question)
    assert (found, share >= SOME) == (article, True)


@pytest.mark.parametrize(
    ("articles", "question"),
    [
        (CHINESE, "传真机没有声音"),
        (CHINESE, "显示器黑屏"),
        (CHINESE, "年假怎么申请"),
        (CHINESE, "停车证丢了怎么办"),
        (JAPANESE, "会議室を予約する方法"),
        (JAPANESE, "有給休暇の残り日数はどこで見られますか"),
        (KOREAN, "회의실 예약은 어디서 하나요"),
    ],
)
def test_what_no_article_answers_has_little_evidence_there(articles, question):
    assert first(articles, question)[1] < SOME


def test_a_word_of_latin_letters_counts_beside_characters():
    assert first(CHINESE, "vpn连接失败")[1] >= STRONG
    assert first(CHINESE, "fax连接失败")[1] < first(CHINESE, "vpn连接失败")[1]


@pytest.mark.parametrize(
    ("share", "nearness", "lead", "value"),
    [
        (0.3, 0.0, 0.0, 0.3),  # words alone
        (0.3, 0.8, 0.0, 0.4),  # nearer in meaning than in words
        (0.4, 0.0, 0.2, 0.44),  # stands out
        (0.4, 0.0, 0.9, 0.5),  # however far: a quarter more at most
        (0.0, 0.0, 1.0, 0.0),  # the first of many that have nothing of it
        (0.4, 0.0, -1.0, 0.4),  # not the first
        (1.0, 1.0, 1.0, 1.0),
    ],
)
def test_words_meaning_and_a_lead_say_how_surely_an_article_answers(share, nearness, lead, value):
    assert round(sureness(share, nearness, lead), 3) == value


@pytest.mark.parametrize(
    ("scores", "lead"), [([10.0, 9.0, 5.0, 1.0], 0.5), ([10.0, 9.0], 0.0), ([0.0, 0.0, 0.0], 0.0), ([], 0.0)]
)
def test_the_lead_is_that_over_the_third_article(scores, lead):
    assert lead_of(scores[0] if scores else 0.0, scores) == lead
