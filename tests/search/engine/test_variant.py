"""Tests of words that are typed otherwise than articles have them: 250 of them, of each kind, in five languages.

Each line of typos.tsv: what was done, what was typed, the article that is meant.
"""

from collections import defaultdict
from pathlib import Path

import pytest

from kcs_cli.search.engine.answer import Where
from kcs_cli.search.engine.query import parse
from kcs_cli.search.engine.variant import Variant, slips, variants
from tests import make

ARTICLES = {
    "en01": ("en", "Printer prints blank pages"),
    "en02": ("en", "Password reset email never arrives"),
    "en03": ("en", "Certificate expired on the gateway"),
    "en04": ("en", "Keyboard layout changes by itself"),
    "en05": ("en", "Spreadsheet formula returns an error"),
    "en06": ("en", "Bluetooth headset disconnects"),
    "en07": ("en", "Calendar invitation shows the wrong timezone"),
    "en08": ("en", "Subscription renewal was charged twice"),
    "en09": ("en", "Screenshot shortcut does nothing"),
    "en10": ("en", "Fingerprint reader is unavailable"),
    "en11": ("en", "Database migration stops halfway"),
    "en12": ("en", "Notification sound cannot be muted"),
    "en13": ("en", "Dashboard widgets load slowly"),
    "en14": ("en", "Microphone volume is too low"),
    "de01": ("de", "Rechnung wird nicht angezeigt"),
    "de02": ("de", "Gelöschte Nachrichten wiederherstellen"),
    "de03": ("de", "Übertragung bricht ständig ab"),
    "de04": ("de", "Kennwort zurücksetzen ohne Sicherheitsfrage"),
    "de05": ("de", "Netzwerklaufwerk verschwindet nach Neustart"),
    "de06": ("de", "Lieferadresse nachträglich ändern"),
    "de07": ("de", "Bildschirmauflösung stimmt nicht"),
    "lt01": ("lt", "Spausdintuvas nespausdina sąskaitos"),
    "lt02": ("lt", "Negaunu prisijungimo slaptažodžio"),
    "lt03": ("lt", "Įrenginys neįsijungia po atnaujinimo"),
    "lt04": ("lt", "Užsakymo būsena nepasikeičia"),
    "lt05": ("lt", "Šifravimo raktas nebegalioja"),
    "lt06": ("lt", "Garsiakalbis traška kalbant"),
    "ru01": ("ru", "Принтер печатает пустые страницы"),
    "ru02": ("ru", "Забыли пароль учётной записи"),
    "ru03": ("ru", "Наушники отключаются каждые пять минут"),
    "ru04": ("ru", "Обновление зависает на половине"),
    "ru05": ("ru", "Камера показывает чёрный экран"),
    "ru06": ("ru", "Подписка списана дважды"),
    "fr01": ("fr", "Imprimante détectée mais hors ligne"),
    "fr02": ("fr", "Réinitialiser le téléphone égaré"),
    "fr03": ("fr", "Abonnement résilié par erreur"),
}
ROWS = [line.split("\t") for line in (Path(__file__).parent / "typos.tsv").read_text("utf-8").splitlines()]
FIRST = 5
LEAST = 0.95  # of all; each kind has to reach what LEAST_OF_A_KIND says
LEAST_OF_A_KIND = 0.85


@pytest.fixture(scope="module")
def engine():
    text = "---\nid: {}\nlanguage: {}\ntitle: {}\n---\n"
    return make.engine({f"{id_}.md": text.format(id_, language, title) for id_, (language, title) in ARTICLES.items()})


def is_found(engine, typed: str, wanted: str) -> bool:
    return wanted in [match.card.id for match in engine.search(parse(typed), Where(), FIRST).matches]


def test_there_are_enough_of_them():
    assert (len(ROWS) >= 200, {id_ for *_, id_ in ROWS}) == (True, set(ARTICLES))


def test_what_is_meant_is_among_the_first_five(engine):
    found = defaultdict(list)
    for kind, typed, wanted in ROWS:
        found[kind].append(is_found(engine, typed, wanted))
    shares = {kind: sum(hits) / len(hits) for kind, hits in found.items()}
    assert sum(map(sum, found.values())) >= LEAST * len(ROWS), shares
    assert {kind: share for kind, share in shares.items() if share < LEAST_OF_A_KIND} == {}


@pytest.mark.parametrize(
    ("typed", "variant"),
    [
        ("ghbdtn", Variant("keyboard", ("привет",))),
        ("зкштеук", Variant("keyboard", ("printer",))),
        ("5renginys", Variant("keyboard", ("įrenginys",))),
        ("privet", Variant("letters of a language", ("привет",))),
        ("принтер", Variant("letters of a language", ("printer",))),
        ("loeschen", Variant("letters of a language", ("loschen",))),
        ("paperjam", Variant("glued", ("paper", "jam"))),
        ("80070005", Variant("letters of a language", ("0x80070005",))),
        ("0x8007000E", Variant("letters of a language", ("8007000e",))),
    ],
)
def test_a_word_may_have_been_meant_otherwise(typed, variant):
    assert variant in variants(typed)


@pytest.mark.parametrize("typed", ["stobe", "sotne"])
def test_the_key_beside_and_exchanged_letters_come_before_other_changes(typed):
    titles = ("Store", "Stove", "Stoke", "Stole", "Stone")
    engine = make.engine(
        {f"{title}.md": make.article(f"{title} is broken", "x\n", id=title, language="en") for title in titles}
    )
    found = [match.card.id for match in engine.search(parse(typed), Where(), 5).matches]
    assert found[0] == "Stone" or (typed == "stobe" and set(found[:2]) == {"Stone", "Stove"})


def test_what_is_too_long_to_be_a_word_has_no_slips():
    assert len(list(slips("x" * 40))) > 40
    assert list(slips("x" * 41)) == []
