import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.search.engine.answer import Where
from kcs_cli.search.engine.engine import TantivyEngine
from kcs_cli.search.engine.query import parse
from kcs_cli.search.engine.questioner import Questioner
from kcs_cli.text.gram import grams
from tests import make

VOCABULARY = ("kiwi", "plum", "fern", "dusk", "onyx", "zebra")
WORDS = st.sampled_from(VOCABULARY)


def article(title, body, **fields):
    return make.article(title, body, **{"language": "en", **fields})


BASE = {
    "net/vpn.md": article(
        "VPN does not connect",
        "## Issue\n\nThe client shows error 0x80070005 in version 2.3.1.\n\n## Cause\n\nThe certificate has expired.\n\n"
        "## Resolution\n\nRenew the certificate.\n",
        id="vpn", tags="[Network, remote]", owner="Ana@example.org", confidence="validated",
    ),
    "net/wifi.md": article(
        "Wireless drops", "## Environment\n\nWindows 11\n\n## Resolution\n\nInstall version 2.4 of the driver.\n",
        id="wifi", tags="[network]", owner="ben@example.org", confidence="wip", audience="internal", kind="how-to",
    ),
    "mail.md": article(
        "Mail waits in the outbox", "A message with a large attachment stays. The client shows no error.\n",
        id="KB-4711", aliases="[old-mail]", said="[my letter is stuck]", audience="customer", kind="question",
    ),
    "fax.md": article("Fax machine", "The fax telegraph does not connect.\n", id="fax", confidence="archived"),
    "de/drucker.md": article(
        "Netzwerkdrucker druckt nicht", "Die Druckerwarteschlange für München ist voll. Größe prüfen.\n",
        id="drucker", language="de",
    ),
    "zh/printer.md": article("打印机不工作", "请检查打印机的电源。\n", id="zh", language="zh"),
    "ja/password.md": article("パスワードを忘れた", "設定画面からリセットします。\n", id="ja", language="ja"),
    "ko/login.md": article("로그인이 안 됩니다", "비밀번호를 다시 설정하세요.\n", id="ko", language="ko"),
    "lt/slaptazodis.md": article(
        "Kaip pakeisti slaptažodį", "Atidarykite nustatymus ir pasirinkite slaptažodžiai.\n", id="lt", language="lt"
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def base():
    return make.engine(BASE)


def ids(engine, typed, archived=False, limit=10, **filters):
    given = {name: (value,) if isinstance(value, str) else value for name, value in filters.items()}
    return [match.card.id for match in engine.search(parse(typed), Where(given, archived), limit).matches]


def test_the_index_says_what_it_holds(base):
    assert sorted(base.state()) == sorted(BASE)
    assert base.count() == len(BASE)
    assert base.languages() == {"en": 4, "de": 1, "ja": 1, "ko": 1, "lt": 1, "zh": 1}


def test_the_state_of_some_paths_is_told(base):
    assert base.state(["fax.md", "gone.md"]) == {"fax.md": base.state()["fax.md"]}


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
def test_the_article_that_answers_comes_first(base, typed, best):
    assert ids(base, typed)[0] == best


@pytest.mark.parametrize("typed", ["xylophone", "zzzzz", "!!!", "🦄", "鯨", '"***"', "xyl*"])
def test_what_no_article_has_finds_nothing(base, typed):
    assert ids(base, typed) == []


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_can_be_searched(base, typed):
    answer = base.search(parse(typed), Where(), 5, explain=True, facets=True)
    assert len(answer.matches) <= 5


@pytest.mark.parametrize("text", ["ERROR [main] certificate 0x80070005\n" * 250, "\ud800 \udcff \x00 certificate"])
def test_pasted_and_broken_text_can_be_searched(base, text):
    assert ids(base, text)[0] == "vpn"


def test_a_pasted_log_finds_its_code(base):
    noise = "\n".join(f"line{n} value{n * 7} started thread{n}" for n in range(400))
    assert ids(base, f"{noise}\nfailed with 0x80070005\n{noise}")[:1] == ["vpn"]


def test_a_code_matches_whole_before_its_parts():
    engine = make.engine({
        "whole.md": article("Update", "Since version 2.3.1 it fails.", id="whole"),
        "parts.md": article("Update", "Since version 1.3.2 and 3 of 2 it fails. 1 2 3 1 3 2", id="parts"),
    })  # fmt: skip
    assert ids(engine, "2.3.1")[0] == "whole"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ('"renew the certificate"', ["vpn"]), ('"version 2.3.1"', ["vpn"]), ('"my letter"', ["KB-4711"]),
        ('"client shows" error', ["KB-4711", "vpn"]), ('"client shows" -0x80070005', ["KB-4711"]),
        ("version", ["vpn", "wifi"]), ("version -driver", ["vpn"]), ('version -"has expired"', ["wifi"]),
        ("version -VERSIONS", []),
        ("certif*", ["vpn"]),
        ("wire* outb*", ["KB-4711", "wifi"]), ("打印*", ["zh"]), ("title:vpn", ["vpn"]), ("cause:certificate", ["vpn"]),
        ("environment:windows", ["wifi"]), ('cause:"certificate has expired"', ["vpn"]), ("issue:error", ["vpn"]),
    ],
)  # fmt: skip
def test_the_grammar_is_obeyed(base, typed, found):
    assert sorted(ids(base, typed)) == found


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"tag": "network"}, ["vpn", "wifi"]), ({"tag": "NETWORK"}, ["vpn", "wifi"]), ({"tag": "net"}, []),
        ({"tag": "network", "owner": "ben@example.org"}, ["wifi"]), ({"tag": ("remote", "nothing")}, ["vpn"]),
        ({"owner": "ana@example.org"}, ["vpn"]), ({"state": ("wip", "archived")}, ["fax", "wifi"]),
        ({"audience": "internal"}, ["wifi"]),
        ({"kind": "question"}, ["KB-4711"]), ({"lang": "lt"}, ["lt"]), ({"path": "net"}, ["vpn", "wifi"]),
        ({"path": "./net/"}, ["vpn", "wifi"]),
        ({"path": "net/vpn.md"}, ["vpn"]), ({"path": "ne"}, []), ({"id": "kb-4711"}, ["KB-4711"]),
        ({"id": "old-mail"}, ["KB-4711"]),
        ({"tag": '"] OR *'}, []),
    ],
)  # fmt: skip
def test_filters_without_words_list(base, filters, found):
    assert sorted(ids(base, "", **filters)) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("version tag:remote", ["vpn"]), ("version state:wip", ["wifi"]), ("id:kb-4711", ["KB-4711"]),
        ("path:net -driver", ["vpn"]),
        ("tag:remote tag:network version", ["vpn", "wifi"]), ("lang:zh", ["zh"]), ("kind:how-to", ["wifi"]),
        ("audience:customer", ["KB-4711"]), ("owner:ana@example.org", ["vpn"]),
    ],
)  # fmt: skip
def test_filters_can_be_typed(base, typed, found):
    assert sorted(ids(base, typed)) == found


def test_filters_of_options_and_of_the_words_are_joined(base):
    assert sorted(ids(base, "tag:remote version", tag="nothing", owner="ana@example.org")) == ["vpn"]


def test_a_filter_never_lets_another_article_in(base):
    assert ids(base, "certificate", tag="nothing") == []


@pytest.mark.parametrize("value", ["archived", "Archived"])
def test_archived_articles_can_be_asked_for(base, value):
    assert ids(base, "fax", state=value) == ["fax"]


def test_archived_articles_come_only_when_nothing_else_matches(base):
    assert (ids(base, "connect"), ids(base, "telegraph"), ids(base, "telegraph connect")) == (["vpn"], ["fax"], ["vpn"])


def test_archived_articles_are_let_in_when_asked(base):
    assert sorted(ids(base, "connect", archived=True)) == ["fax", "vpn"]


def test_an_excluded_archived_article_stays_out(base):
    assert ids(base, "telegraph -machine") == []


def test_a_phrase_that_no_article_has_gives_its_words(base):
    answer = base.search(parse('"certificate renew"'), Where(), 10)
    assert ([m.card.id for m in answer.matches], answer.relaxed) == (["vpn"], True)


def test_an_article_with_the_field_is_a_hit_though_it_lacks_the_other_words(base):
    answer = base.search(parse("title:vpn outbox"), Where(), 10)
    assert ([m.card.id for m in answer.matches], answer.relaxed) == (["vpn"], False)


def test_an_empty_field_does_not_list_everything(base):
    assert ids(base, 'title:""') == []


def test_a_phrase_for_a_field_has_its_words_there_and_stands_together_in_the_text():
    engine = make.engine({
        "a.md": article("Kiwi plum", "plum kiwi", id="a"),
        "b.md": article("Plum kiwi", "nothing", id="b"),
        "c.md": article("Nothing", "plum kiwi", id="c"),
        "d.md": article("Kiwi plum", "nothing", id="d"),
    })  # fmt: skip
    assert sorted(ids(engine, 'title:"plum kiwi"')) == ["a", "b"]


def test_newest_articles_are_listed_first():
    days = {"old": "2020-01-01", "none": None, "new": "2026-01-01"}
    engine = make.engine({f"{n}.md": article("Kiwi", "plum", id=n, updated=day) for n, day in days.items()})
    assert ids(engine, "tag:x") == []
    assert ids(engine, "", state="validated") == ["new", "old", "none"]


@pytest.mark.parametrize(
    "typed",
    ["certificate error", '"client shows" error', "version 2.3.1 drivr", "wire* outbox", "title:vpn", "打印机的电源",
     "title:vpn certificate", "パスワード", "the is not", "Netzwerkdruckern"],
)  # fmt: skip
def test_the_parts_of_a_score_add_up(base, typed):
    matches = base.search(parse(typed), Where(), 10, explain=True).matches
    assert [sum(p.score for p in m.parts) for m in matches] == pytest.approx([m.score for m in matches], rel=1e-4)


def test_a_part_says_which_clause_and_field_gave_it(base):
    (match,) = base.search(parse("certificate"), Where(), 10, explain=True).matches
    assert {(p.kind, p.words, p.field) for p in match.parts if p.kind != "letters"} == {("word", "certificate", "text")}


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("certifciate", "typo"), ("2.3.1", "code"), ("打印机", "pair"), ("the certificate", "stop word"), ("certif*", "prefix"),
     ("renew certificate", "near"), ("打印", "character"), ("title:vpn", "field"), ("certificates", "letters")],
)  # fmt: skip
def test_each_kind_of_clause_gives_something(base, typed, kind):
    match = base.search(parse(typed), Where(), 1, explain=True).matches[0]
    assert kind in {part.kind for part in match.parts}


def test_nothing_is_explained_unasked(base):
    assert base.search(parse("certificate"), Where(), 1).matches[0].parts == ()


def test_facets_count_the_articles_that_have_a_word(base):
    answer = base.search(parse("version"), Where(), 1, facets=True)
    assert answer.found == 2
    assert {name: dict(values) for name, values in answer.facets.items()} == {
        "tag": {"network": 2, "remote": 1}, "owner": {"ana@example.org": 1, "ben@example.org": 1},
        "state": {"validated": 1, "wip": 1}, "audience": {"public": 1, "internal": 1},
        "kind": {"problem": 1, "how-to": 1}, "lang": {"en": 2}, "path": {"net": 2},
    }  # fmt: skip


def test_facets_of_everything_leave_the_archive_out(base):
    assert dict(base.search(parse(""), Where(), 1, facets=True).facets["state"]) == {"validated": 7, "wip": 1}


def test_facets_begin_with_the_commonest(base):
    assert base.search(parse("version"), Where(), 1, facets=True).facets["tag"][0] == ("network", 2)


def test_an_article_found_by_parts_of_its_words_is_counted(base):
    answer = base.search(parse("Netzwerkdruckerei"), Where(), 10, facets=True)
    assert ([m.card.id for m in answer.matches], answer.found, dict(answer.facets["lang"])) == (["drucker"], 1, {"de": 1})


def test_the_nearest_words_are_told_where_nothing_is_found(base):
    answer = base.search(parse("certificte tag:nothing"), Where(), 10)
    assert (answer.matches, answer.nearest) == ((), {"certificte": ("certificate",)})


def test_a_question_in_decomposed_letters_is_the_same_question(base):
    composed, decomposed = (
        base.search(parse(unicodedata.normalize(form, "für München パスワード")), Where(), 10) for form in ("NFC", "NFD")
    )
    assert decomposed == composed


@pytest.mark.parametrize("typed", ["kiwi of the plum", "the is not of a in to", "fern kiwi", "plumm onix"])
def test_fewer_hits_are_the_first_of_more(typed):
    stops = "the is not of a in to " * 3
    engine = make.engine({
        **{f"a{n}.md": article(f"What {stops}?", stops, id=f"a{n}") for n in range(15)},
        "b.md": article("Long", "kiwi " + "filler words around and about here " * 60, id="b"),
        "c.md": article("Fern", "plum onyx", id="c"),
    })  # fmt: skip
    most = ids(engine, typed, limit=100)
    assert [ids(engine, typed, limit=n) for n in (1, 2)] == [most[:1], most[:2]]


def test_all_or_nothing_is_taken_in(base):
    engine = make.engine({"a.md": article("Kiwi", "plum", id="a")})

    def breaks():
        raise RuntimeError
        yield

    with pytest.raises(RuntimeError):
        engine.apply(breaks(), ["a.md"])
    assert ids(engine, "kiwi") == ["a"]


def test_an_edited_article_replaces_itself_and_a_removed_one_is_gone():
    engine = make.engine({"a.md": article("Kiwi", "x", id="a"), "b.md": article("Kiwi", "x", id="b")})
    edited = make.engine({"a.md": article("Plum", "x", id="a")})
    engine.apply([make.parse("a.md", article("Plum", "x", id="a").encode(), make.Config())], ["b.md"])
    assert (engine.state(), ids(engine, "kiwi"), ids(engine, "plum")) == (edited.state(), [], ["a"])


def test_what_is_gone_is_no_word_language_or_name_of_the_base():
    engine = make.engine({
        "a.md": article("Kiwi", "x", id="a"),
        "gone.md": article("Certificate", "der die das", id="gone", language="de"),
    })  # fmt: skip
    engine.apply((), ["gone.md"])
    fresh = make.engine({"a.md": article("Kiwi", "x", id="a")})
    assert (engine.languages(), engine.names()) == (fresh.languages(), fresh.names())


def test_a_corrected_typo_is_found_by_the_typo():
    engine = make.engine({"a.md": article("Certifcate", "x", id="a"), "b.md": article("Kiwi", "x", id="b")})
    engine.apply([make.parse("a.md", article("Certificate", "x", id="a").encode(), make.Config())], ())
    kinds = {p.kind for p in engine.search(parse("certifcate"), Where(), 1, explain=True).matches[0].parts}
    assert "typo" in kinds


def test_the_index_cuts_grams_as_the_analysis_does():
    engine = make.engine({"a.md": article("Größe, 2.3.1", "can't 打印机 ok", id="a")})
    found = dict(engine.searcher.terms_with_prefix("title_grams", ""))
    assert found == dict.fromkeys(grams("Größe, 2.3.1"), 1)


def test_an_empty_index_answers_nothing():
    answer = TantivyEngine.create(None).search(parse('kiwi "a b" -c tag:d e*'), Where(), 10, explain=True, facets=True)
    assert (answer.matches, answer.found) == ((), 0)


ARTICLES = st.lists(
    st.fixed_dictionaries({
        "title": st.lists(WORDS, min_size=1, max_size=2),
        "body": st.lists(WORDS, max_size=4),
        "tags": st.sets(st.sampled_from(["red", "blue"])),
        "confidence": st.sampled_from(["wip", "validated", "archived"]),
    }),
    min_size=1,
    max_size=5,
)  # fmt: skip
QUESTIONS = st.fixed_dictionaries({
    "words": st.lists(WORDS, max_size=2),
    "phrase": st.one_of(st.just([]), st.lists(WORDS, min_size=2, max_size=2)),
    "without": st.lists(WORDS, max_size=1),
    "tags": st.sets(st.sampled_from(["red", "blue"]), max_size=1),
    "archived": st.booleans(),
})  # fmt: skip


def naive(articles, question):
    """Return the numbers of the matching articles as the issue describes them, the slow way."""

    def matches(one, state, phrase):
        text = [*one["title"], *one["body"]]
        asked = {*question["words"], *question["phrase"]}
        followed = [[a, b] for a, b in pairwise(text)]
        return (
            (question["archived"] or (one["confidence"] == "archived") == (state == "archived"))
            and (not question["tags"] or bool(question["tags"] & one["tags"]))
            and not set(question["without"]) & set(text)
            and (not asked or bool(asked & set(text)))
            and (not phrase or phrase in followed)
        )

    tries = [(state, phrase) for state in ("", "archived") for phrase in (question["phrase"], [])]
    found = ([n for n, one in enumerate(articles) if matches(one, *one_try)] for one_try in tries)
    return next((numbers for numbers in found if numbers), [])


@settings(max_examples=80, deadline=None)
@given(ARTICLES, QUESTIONS)
def test_what_matches_is_what_a_slow_reading_says(articles, question):
    engine = make.engine({
        f"{n}.md": article(" ".join(a["title"]), " ".join(a["body"]), id=f"n{n}", tags=f"[{', '.join(a['tags'])}]",
                           confidence=a["confidence"])
        for n, a in enumerate(articles)
    })  # fmt: skip
    phrase = f'"{" ".join(question["phrase"])}"' if question["phrase"] else ""
    operators = [*(f"-{word}" for word in question["without"]), *(f"tag:{tag}" for tag in question["tags"])]
    query = parse(" ".join([*question["words"], phrase, *operators]), filtered=True)
    found = engine.search(query, Where(archived=question["archived"]), 10).matches
    assert sorted(match.card.id for match in found) == [f"n{n}" for n in naive(articles, question)]


@settings(max_examples=40, deadline=None)
@given(ARTICLES, st.lists(WORDS, min_size=1, max_size=3))
def test_hits_come_best_first_and_once(articles, words):
    engine = make.engine({f"{n}.md": article(" ".join(a["title"]), " ".join(a["body"])) for n, a in enumerate(articles)})
    matches = engine.search(parse(" ".join(words)), Where(), 10).matches
    scores = [m.score for m in matches]
    assert scores == sorted(scores, reverse=True)
    assert len({m.card.path for m in matches}) == len(matches)


MARKED = {
    "he.md": article("סִיסְמָה שֶׁנִּשְׁכְּחָה", "לחץ על הקישור.", id="he", language="he"),
    "ar.md": article("كَلِمَةُ المُرُور", "اضغط على الرابط.", id="ar", language="ar"),
    "th.md": article("รหัสผ่าน", "กดปุ่ม", id="th", language="th"),
    "hi.md": article("फ़ाइल नहीं खुलती", "पाँच बार", id="hi", language="hi"),
    "ja.md": article("パスワードの設定", "ｷｰﾎﾞｰﾄﾞ", id="ja", language="ja"),
    "zh.md": article("忘記密碼", "請重設。", id="zh", language="zh"),
    "fr.md": article("Menu du caf&eacute;", "L'eau: H<sub>2</sub>O.", id="fr", language="fr"),
    "ru.md": article("За́мок заперт", "Ещё раз.", id="ru", language="ru"),
}


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("סיסמה", "he"), ("שנשכחה", "he"), ("כלמה", None), ("كلمة المرور", "ar"), ("كلمـــة", "ar"), ("إضغط", "ar"),
        ("รหสผาน", "th"), ("फाइल", "hi"), ("पांच", "hi"), ("ぱすわーど", "ja"), ("キーボード", "ja"), ("ﾊﾟｽﾜｰﾄﾞ", "ja"),
        ("忘记密码", "zh"), ("忘記密碼", "zh"), ("请", "zh"), ("café", "fr"), ("cafe", "fr"), ("h2o", "fr"), ("H₂O", "fr"),
        ("eacute", None), ("sub", None), ("caf&eacute;", "fr"), ("замок", "ru"), ("еще", "ru"), ("ＣＡＦÉ", "fr"),
    ],
)  # fmt: skip
def test_marks_that_readers_leave_out_are_left_out(typed, best):
    assert next(iter(ids(make.engine(MARKED), typed)), None) == best


def test_an_article_is_not_ranked_lower_for_its_marks():
    engine = make.engine({
        "a.md": article("סיסמה", "", id="plain", language="he"), "b.md": article("סִיסְמָה", "", id="marked", language="he"),
    })  # fmt: skip
    assert len({match.score for match in engine.search(parse("סיסמה"), Where(), 10).matches}) == 1


NAMED = {
    "1.md": article("Wi-Fi drops", "The W-2 form and TCP/IP. Error E-102.", id="parted"),
    "2.md": article("Slow wifi", "Form w2, tcpip, e102.", id="glued"),
    "3.md": article("C++ compiler", "It is new.", id="cpp"),
    "4.md": article("C compiler", "It is old.", id="c"),
    "5.md": article("C# and F# compiler", "On .NET, not Node.js.", id="csharp"),
    "6.md": article("Objective-C compiler", "On a phone.", id="objc"),
    "7.md": article("Alert KubeNodeNotReady", "Drain it.", id="camel"),
    "8.md": article("The node is not yours", "Are you ready for the cluster node?", id="words"),
    "9.md": article("Alert kube_pod_crash_looping", "Look at the log.", id="snake"),
}


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
def test_names_are_found_however_they_are_written(typed, best):
    assert set(ids(make.engine(NAMED), typed)[: len(best)]) == best


@pytest.mark.parametrize(
    ("typed", "title", "other"),
    [
        ("tax", "Taxfile does not open", "Syntax of a filter, and a syntax for the Syntax"),
        ("port", "Portal: portals and portfolios", "Support and report: transport"),
        ("print", "Printserver", "Fingerprint, blueprint"), ("drucker", "Druckertreiber", "Netzwerkdrucker Laserdrucker"),
    ],
)  # fmt: skip
def test_a_word_that_begins_so_comes_before_one_that_contains_it(typed, title, other):
    engine = make.engine(
        {"a.md": article(f"'{other}'", "", id="contains"), "b.md": article(f"'{title}'", "Much. " * 30, id="begins")}
    )
    assert ids(engine, typed)[0] == "begins"


@pytest.mark.parametrize("word", ["x" * 9000, "ab" * 4500, "Ab" * 4500, "ж" * 9000, "ab-" * 3000, "é" * 300 + "*"])
def test_a_word_of_thousands_of_letters_asks_little(base, word):
    questioner = Questioner(base.reader)
    query = parse(word)
    clauses = list(questioner.clauses(query, questioner.words(query.text)[:5]))
    assert len(clauses) < 500
    assert [clause for clause in clauses if clause.kind == "typo"] == []
    assert base.search(query, Where(), 10).nearest.get(word, ()) == ()


VERSIONS = {
    "a.md": article("Checkout error", "Checkout error at the checkout: error.", id="other"),
    "b.md": article(
        "Payment", "## Environment\n\nShop 2.4.4-p1, Windows 11\n\n## Issue\n\nAn error at the checkout.", id="old"
    ),
    "c.md": article("Payment by card", "An error at the checkout of v2.4.5, macOS 15, 11 times.", id="new"),
    "d.md": article("Shop 2.4.4", "Nothing of that.", id="far"),
    "e.md": article("Sign in", "An error at the checkout until you log in.", id="log in"),
}


@pytest.mark.parametrize(
    ("environment", "first"),
    [
        ("2.4.4", ["old", "other"]), ("v2.4.5", ["new", "other"]), ("Shop, version 2.4.4", ["old", "other"]),
        ("Windows 11", ["old", "other"]), ("macOS 15", ["new", "other"]), ("login", ["log in", "other"]),
        ("log in", ["log in", "other"]), ("9.9", ["other"]),
    ],
)  # fmt: skip
def test_articles_that_name_the_environment_come_first_among_those_that_answer(environment, first):
    engine = make.engine(VERSIONS)
    matches = engine.search(parse("checkout error"), Where(environment=environment), 10, explain=True).matches
    found = [match.card.id for match in matches]
    assert found[: len(first)] == first
    assert "far" not in found[:4]
    assert [abs(sum(part.score for part in match.parts) - match.score) < 0.01 for match in matches] == [True] * len(matches)


@pytest.mark.parametrize(("typed", "best"), [("login", "log in"), ("log in", "log in"), ("logging in", "log in")])
def test_one_word_is_found_as_two(typed, best):
    assert ids(make.engine(VERSIONS), typed)[0] == best


def test_one_word_is_found_as_two_where_other_articles_have_it():
    engine = make.engine({**VERSIONS, "f.md": article("Login page", "A login.", id="login")})
    assert ids(engine, "login")[-1:] == ["log in"]
    assert ids(engine, "log in") == ["log in", "login"]


TAGGED = {
    "a.md": article("One", "", id="vpn", tags="[Network/VPN]"), "b.md": article("Two", "", id="net", tags="[network]"),
    "c.md": article("Three", "", id="basic", tags="['#Basic']"),
    "d.md": article("Four", "", id="road", tags="[STRASSE, cafe\u0301]"),
    "e.md": article("Five", "", id="other", tags="[networking]"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("tag", "found"),
    [
        ("network", ["net", "vpn"]), ("network/vpn", ["vpn"]), ("Network/", ["net", "vpn"]), ("vpn", []),
        ("basic", ["basic"]), ("#basic", ["basic"]), ("straße", ["road"]), ("café", ["road"]), ("cafe\u0301", ["road"]),
    ],
)  # fmt: skip
def test_a_tag_covers_those_below_it(tag, found):
    engine = make.engine(TAGGED)
    assert sorted(ids(engine, "", tag=tag)) == found
    assert sorted(ids(engine, f"tag:{tag}")) == found


def test_facets_count_tags_as_they_are():
    facets = make.engine(TAGGED).search(parse("tag:network"), Where(), 9, facets=True).facets
    assert dict(facets["tag"]) == {"network/vpn": 1, "network": 1}


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_ids_and_folders_are_found_composed_or_not(form):
    engine = make.engine({unicodedata.normalize("NFD", "über/é.md"): article("Title", "", id="café")})
    asked = unicodedata.normalize(form, "café über/é.md über").split()
    assert [len(engine.cards(field, asked[n])) for n, field in enumerate(("id", "name", "folder"))] == [1, 1, 1]
    assert len(ids(engine, f"path:{asked[2]}")) == 1
    assert engine.paths_with_ids([asked[0]]) == [unicodedata.normalize("NFD", "über/é.md")]


QUESTIONS = {
    "when.md": article("When is the office open?", "From nine to five.", id="when"),
    "where.md": article("Where is the office?", "In the main street.", id="where"),
    "who.md": article("Who opens the office?", "The porter.", id="who"),
}


@pytest.mark.parametrize(("typed", "first"), [("when office", "when"), ("where office", "where"), ("who office", "who")])
def test_question_words_tell_articles_apart_where_titles_are_questions(typed, first):
    assert ids(make.engine(QUESTIONS), typed)[0] == first


def test_question_words_are_no_evidence():
    assert ids(make.engine(QUESTIONS), "how why which zebra") == []


def test_an_answer_keeps_the_articles_that_share_only_a_few_letters():
    contents = {"a.md": article("Start the engine", "Turn it on.", id="a"), "b.md": article("Restarting", "Wait.", id="b")}
    assert ids(make.engine(contents), "how did it start") == ["a", "b"]


def test_two_words_are_one_only_where_articles_write_them_so():
    one = article("Whatis", "It looks words up.", id="one")
    contents = {f"{n}.md": article(f"What is thing {n}?", "It is a thing.", id=f"n{n}") for n in range(6)}
    engine = make.engine({**contents, "one.md": one})
    parts = engine.search(parse("what is thing 3"), Where(), 10, explain=True).matches
    assert [part for match in parts for part in match.parts if part.kind == "joined"] == []


SILENT = {f"{n}.md": make.article(f"Printer {n} is silent", "Switch the printer on and wait.") for n in range(60)}


def test_one_article_in_a_language_nobody_else_writes_is_taken_for_the_others():
    contents = dict(SILENT)
    contents["x.md"] = make.article("Configuration administration", "Configuration de administration.")
    assert make.engine(contents).languages() == {"en": 61}


def test_a_text_that_is_surely_in_another_language_is_told():
    french = "Le serveur ne répond plus depuis ce matin, et les clients ne peuvent pas se connecter à leur compte."
    contents = dict(SILENT)
    contents["x.md"] = make.article("Le serveur ne répond plus", french)
    assert make.engine(contents).languages() == {"en": 60, "fr": 1}


def test_a_rare_stem_of_a_common_word_is_worth_no_rare_word():
    english = {f"{n}.md": article(f"Questions {n}", "Ask the questions here.", language="en") for n in range(20)}
    engine = make.engine({**english, "x.md": article("Autre chose", "Les questions du client.", language="fr", id="fr")})
    assert ids(engine, "questions")[0] != "fr"


@pytest.mark.parametrize(
    ("text", "shared"),
    [
        ("Our certificate has expired, and the client of version 2.3.1 says 0x80070005.", ["vpn", "wifi", "KB-4711"]),
        ("请检查另一台打印机", ["zh"]),
        ("telegraph", []),  # archived
        ("...", []),
    ],
)
def test_a_text_shares_words_with_articles_that_have_them_as_they_are(base, text, shared):
    assert [card.id for card in base.sharing_words(text, 10)] == shared
