"""The words that questions begin with, by language: they tell articles apart where titles are questions themselves."""

from collections.abc import Iterable, Mapping

QUESTION_WORDS: Mapping[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "what which who whom whose when where why how",
        "de": "was wer wen wem wessen wann wo woher wohin warum wieso weshalb wie welche welcher welches welchen welchem",
        "fr": "que quoi qui quand où pourquoi comment quel quelle quels quelles combien lequel laquelle",
        "es": "qué quién quiénes cuándo dónde cómo cuál cuáles cuánto cuánta cuántos cuántas",
        "it": "che cosa chi quando dove perché come quale quali quanto quanta quanti quante",
        "pt": "que quem quando onde porque como qual quais quanto quanta quantos quantas",
        "nl": "wat wie wanneer waar waarom hoe welke welk",
        "sv": "vad vem vilken vilket vilka när var varför hur",
        "da": "hvad hvem hvilken hvilket hvilke hvornår hvor hvorfor hvordan",
        "no": "hva hvem hvilken hvilket hvilke når hvor hvorfor hvordan",
        "fi": "mikä mitä kuka milloin missä miksi miten kuinka",
        "ru": "что кто когда где куда откуда почему зачем как какой какая какое какие сколько",
        "uk": "що хто коли де куди звідки чому як який яка яке які скільки",
        "pl": "co kto kiedy gdzie dlaczego jak jaki jaka jakie który która które ile",
        "cs": "co kdo kdy kde proč jak jaký jaká jaké který která které kolik",
        "lt": "kas ką kada kur kodėl kaip koks kokia kuris kuri kiek",
        "hu": "mi mit ki mikor hol hova miért hogyan melyik mennyi hány",
        "tr": "ne kim nerede nereye neden niçin nasıl hangi kaç",
    }.items()
}


def question_words(languages: Iterable[str]) -> frozenset[str]:
    """Return the question words of some languages."""
    return frozenset().union(*(QUESTION_WORDS.get(language, frozenset()) for language in languages))
