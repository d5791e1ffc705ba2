"""Which articles answer a question, and which comes first."""

import unicodedata

import pytest

from kcs_cli.search.engine.answer import SearchOptions, Where
from kcs_cli.search.engine.query import parse
from tests.search.engine_contract.world import ids


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("certificate", "vpn"), ("Certificates", "vpn"), ("the CERTIFICATE is expiring", "vpn"), ("0x80070005", "vpn"),
        ("error: 0x80070005", "vpn"), ("2.3.1", "vpn"), ("letter stuck", "KB-4711"), ("kb-4711", "KB-4711"),
        ("old-mail", "KB-4711"), ("certifciate", "vpn"), ("certficate", "vpn"), ("wireles", "wifi"), ("outboxx", "KB-4711"),
        ("muenchen München", "drucker"), ("munchen", "drucker"), ("grosse prufen", "drucker"), ("Drucker", "drucker"),
        ("Warteschlange", "drucker"), ("Netzwerkdruckern", "drucker"), ("打印机", "zh"),
        ("打印机坏了", "zh"), ("电源", "zh"),
        ("パスワード", "ja"), ("パスワードをリセット", "ja"), ("비밀번호", "ko"),
        ("slaptažodžio", "lt"), ("slaptazodi", "lt"),
        ("can't renew (certificate)", "vpn"), ('quotes "that certificate', "vpn"), ("C:\\driver\\install", "wifi"),
        ("https://outbox.example:443/x", "KB-4711"), ("🖨 certificate 🤷", "vpn"), ("certificate AND OR NOT", "vpn"),
    ],
)  # fmt: skip
def test_the_article_that_answers_comes_first(desk, typed, best):
    assert ids(desk, typed)[0] == best


@pytest.mark.parametrize("typed", ["xylophone", "zzzzz", "!!!", "🦄", "鯨", '"***"', "xyl*"])
def test_what_no_article_has_finds_nothing(desk, typed):
    assert ids(desk, typed) == []


@pytest.mark.parametrize("text", ["ERROR [main] certificate 0x80070005\n" * 250, "\ud800 \udcff \x00 certificate"])
def test_pasted_and_broken_text_can_be_searched(desk, text):
    assert ids(desk, text)[0] == "vpn"


def test_a_pasted_log_finds_its_code(desk):
    noise = "\n".join(f"line{n} value{n * 7} started thread{n}" for n in range(400))
    assert ids(desk, f"{noise}\nfailed with 0x80070005\n{noise}")[:1] == ["vpn"]


def test_a_phrase_that_no_article_has_gives_its_words(desk):
    answer = desk.search(parse('"certificate renew"'), Where(), 10)
    assert ([m.card.id for m in answer.matches], answer.relaxed) == (["vpn"], True)


def test_an_article_with_the_field_is_a_hit_though_it_lacks_the_other_words(desk):
    answer = desk.search(parse("title:vpn outbox"), Where(), 10)
    assert ([m.card.id for m in answer.matches], answer.relaxed) == (["vpn"], False)


def test_an_empty_field_does_not_list_everything(desk):
    assert ids(desk, 'title:""') == []


def test_the_nearest_words_are_told_where_nothing_is_found(desk):
    answer = desk.search(parse("certificte tag:nothing"), Where(), 10)
    assert (answer.matches, answer.nearest) == ((), {"certificte": ("certificate",)})


def test_a_question_in_decomposed_letters_is_the_same_question(desk):
    composed, decomposed = (
        desk.search(parse(unicodedata.normalize(form, "für München パスワード")), Where(), 10) for form in ("NFC", "NFD")
    )
    assert decomposed == composed


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("סיסמה", "he"), ("שנשכחה", "he"), ("כלמה", None), ("كلمة المرور", "ar"), ("كلمـــة", "ar"), ("إضغط", "ar"),
        ("รหสผาน", "th"), ("फाइल", "hi"), ("पांच", "hi"), ("ぱすわーど", "ja"), ("キーボード", "ja"), ("ﾊﾟｽﾜｰﾄﾞ", "ja"),
        ("忘记密码", "zh"), ("忘記密碼", "zh"), ("请", "zh"), ("café", "fr"), ("cafe", "fr"), ("h2o", "fr"), ("H₂O", "fr"),
        ("eacute", None), ("sub", None), ("caf&eacute;", "fr"), ("замок", "ru"), ("еще", "ru"), ("ＣＡＦÉ", "fr"),
    ],
)  # fmt: skip
def test_marks_that_readers_leave_out_are_left_out(engine_of, typed, best):
    assert next(iter(ids(engine_of("marked"), typed)), None) == best


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        *((typed, {"glued", "parted"}) for typed in ("wifi", "Wi-Fi", "w2", "W-2", "e102", "E-102", "tcpip", "TCP/IP")),
        ("wi\u2011fi", {"glued", "parted"}), ("C++", {"cpp"}),
        ("cpp", {"cpp"}), ("C compiler", {"c"}), ("C#", {"csharp"}), ("F#", {"csharp"}), (".NET", {"csharp"}),
        ("Node.js", {"csharp"}), ("nodejs", {"csharp"}), ("Objective-C", {"objc"}), ("objective c", {"objc"}),
        ("KubeNodeNotReady", {"camel"}), ("kube node not ready", {"camel"}), ("NodeNotReady", {"camel"}),
        ("kube_node_not_ready", {"camel"}), ("kube pod crash looping", {"snake"}), ("KubePodCrashLooping", {"snake"}),
        ("kube_pod_crash_looping", {"snake"}),
    ],
)  # fmt: skip
def test_names_are_found_however_they_are_written(engine_of, typed, best):
    assert set(ids(engine_of("named"), typed)[: len(best)]) == best


@pytest.mark.parametrize(
    ("environment", "first"),
    [
        ("2.4.4", ["old", "other"]), ("v2.4.5", ["new", "other"]), ("Shop, version 2.4.4", ["old", "other"]),
        ("Windows 11", ["old", "other"]), ("macOS 15", ["new", "other"]), ("login", ["log in", "other"]),
        ("log in", ["log in", "other"]), ("9.9", ["other"]),
    ],
)  # fmt: skip
def test_articles_that_name_the_environment_come_first_among_those_that_answer(engine_of, environment, first):
    engine = engine_of("versions")
    matches = engine.search(parse("checkout error"), Where(environment=environment), 10, SearchOptions(explain=True)).matches
    found = [match.card.id for match in matches]
    assert found[: len(first)] == first
    assert "far" not in found[:4]
    assert [abs(sum(part.score for part in match.parts) - match.score) < 0.01 for match in matches] == [True] * len(matches)


@pytest.mark.parametrize(("typed", "best"), [("login", "log in"), ("log in", "log in"), ("logging in", "log in")])
def test_one_word_is_found_as_two(engine_of, typed, best):
    assert ids(engine_of("versions"), typed)[0] == best


@pytest.mark.parametrize(("typed", "first"), [("when office", "when"), ("where office", "where"), ("who office", "who")])
def test_question_words_tell_articles_apart_where_titles_are_questions(engine_of, typed, first):
    assert ids(engine_of("asking"), typed)[0] == first


def test_question_words_are_no_evidence(engine_of):
    assert ids(engine_of("asking"), "how why which zebra") == []


@pytest.mark.parametrize(
    ("text", "shared"),
    [
        ("Our certificate has expired, and the client of version 2.3.1 says 0x80070005.", ["vpn", "wifi", "KB-4711"]),
        ("请检查另一台打印机", ["zh"]),
        ("telegraph", []),  # archived
        ("...", []),
    ],
)
def test_a_text_shares_words_with_articles_that_have_them_as_they_are(desk, text, shared):
    assert [card.id for card in desk.sharing_words(text, 10)] == shared
