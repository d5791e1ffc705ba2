"""The words of a help centre around its articles, by language; English where a language has none."""

from collections.abc import Mapping

KEYS = (
    "home", "skip", "search", "search_hint", "none_found", "found", "changed", "reviewed", "related", "feedback", "languages",
    "topics", "recent", "all", "moved", "needs_script", "next", "previous", "path", "table",
)  # fmt: skip
WORDS: Mapping[str, tuple[str, ...]] = {
    "en": (
        "Help centre", "Skip to content", "Search", "Type a few words", "Nothing found", "found", "Last changed",
        "Last reviewed", "Related articles", "Did this not help? Tell us", "Languages", "Topics", "Recently changed",
        "Other articles", "This page has moved", "Search needs JavaScript; the topics below lead to all articles.", "Next",
        "Previous", "Where you are", "Table",
    ),
    "de": (
        "Hilfe", "Zum Inhalt springen", "Suche", "Ein paar Wörter eingeben", "Nichts gefunden", "gefunden",
        "Zuletzt geändert", "Zuletzt geprüft", "Verwandte Artikel", "Hat das nicht geholfen? Schreiben Sie uns", "Sprachen",
        "Themen", "Kürzlich geändert", "Weitere Artikel", "Diese Seite ist umgezogen",
        "Die Suche braucht JavaScript; die Themen unten führen zu allen Artikeln.", "Weiter", "Zurück", "Wo Sie sind",
        "Tabelle",
    ),
    "zh": (
        "帮助中心", "跳到正文", "搜索", "输入几个词", "没有找到", "条结果", "最后修改", "最后审核", "相关文章", "没有帮助?请告诉我们", "语言",
        "主题", "最近修改", "其他文章", "此页面已移动", "搜索需要 JavaScript;下面的主题可以找到所有文章。", "下一页", "上一页", "当前位置", "表格",
    ),
    "lt": (
        "Pagalba", "Pereiti prie turinio", "Paieška", "Įveskite kelis žodžius", "Nieko nerasta", "rasta", "Paskutinį kartą keista",
        "Paskutinį kartą tikrinta", "Susiję straipsniai", "Nepadėjo? Parašykite mums", "Kalbos", "Temos", "Neseniai keisti",
        "Kiti straipsniai", "Šis puslapis perkeltas", "Paieškai reikia JavaScript; temos žemiau veda į visus straipsnius.",
        "Toliau", "Atgal", "Kur esate", "Lentelė",
    ),
}  # fmt: skip
RIGHT_TO_LEFT = frozenset(("ar", "fa", "he", "ur"))


def words_in(language: str) -> dict[str, str]:
    """Return the words of a page in a language, with its direction."""
    known = WORDS.get(language.partition("-")[0].lower(), WORDS["en"])
    return dict(zip(KEYS, known, strict=True))


def direction(language: str) -> str:
    """Return in which direction a language is written."""
    return "rtl" if language.partition("-")[0].lower() in RIGHT_TO_LEFT else "ltr"
