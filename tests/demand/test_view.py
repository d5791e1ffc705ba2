from datetime import date

from kcs_cli.demand.gap_report import Gap, GapBasis, GapKind, GapReport
from kcs_cli.demand.view import gap_listing
from kcs_cli.render.terminal import set_listing

BASIS = GapBasis(date(2026, 1, 1), None, 9, 2)
TITLE = "How to change an e-mail address in the account when the field is grey"


def gap(kind: GapKind, words: str, **fields) -> Gap:
    known = {"times": 4, "people": 2, "last_on": date(2026, 1, 9), "wordings": (), "endings": {"found nothing": 4}}
    return Gap(kind, words, **known | fields)


def page(columns: int, **gaps: tuple[Gap, ...]) -> list[str]:
    """Return the lines that a terminal gets."""
    report = GapReport(BASIS, **{"content": (), "phrasing": (), "opening": ()} | gaps)
    return set_listing(gap_listing(report), columns, coloured=False).split("\n")


def test_a_terminal_gets_what_was_asked_with_titles_whole_and_wordings_below_each_other():
    mail = gap(
        GapKind.phrasing, "mail adress", n=2, id="kb-mail01", title=TITLE, phrases=("mail adress",),
        wordings=("邮箱地址", "adress of the mail", "change my mail"),
    )  # fmt: skip
    assert page(60, content=(gap(GapKind.content, "lift", n=1, nearest_id="kb-mail01", title=TITLE),), phrasing=(mail,)) == [
        "From 9 searches since 2026-01-01 in 2 terminals here",
        "",
        "No content: nothing answers",
        "  1. lift                 4 times, 2 people, last 2026-01-09",
        "     nearest: How to change an e-mail address in the account",
        "              when the field is grey",
        "     found nothing 4",
        "",
        "No phrasing: an article answers, and these words do not find",
        "it",
        "  2. mail adress          4 times, 2 people, last 2026-01-09",
        "     kb-mail01  How to change an e-mail address in the",
        "                account when the field is grey",
        "     to be said there: “mail adress”",
        "     also: “邮箱地址”; “adress of the mail”; “change my",
        "           mail”",
        "     found nothing 4",
        "",
        "kcs new --gap 1 starts the article.",
        "kcs gaps --accept 2 adds what is to be said to the article.",
    ]


def test_words_that_would_get_no_room_stand_above_how_often_they_were_asked():
    assert page(45, content=(gap(GapKind.content, "lift moves slowly upwards", n=1),))[4:6] == [
        "  1. lift moves slowly upwards",
        f"{'4 times, 2 people, last 2026-01-09':>45}",
    ]
