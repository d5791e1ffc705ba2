"""The weights of the ranking: measured on thirteen public collections, confirmed on each by leaving it out."""

TEXT = 1.0  # title, customers' phrases and body
TITLE_LEAST, TITLE_QUESTIONS = 0.3, 0.7  # title and phrases again: the second times the share of question titles
FILE_NAME = 0.5  # its words again, of what the title counts
WORDS = {
    "word": 1.0,  # says something by itself
    "stop word": 0.3,  # says little
    "part": 0.3,  # a short number in a code, as the 4 of 2.4.5; the code as a whole counts 1
    "character": 0.5,  # a Chinese, Japanese or Korean character among others; two that stand together count 1
}
ASKING_LEAST, ASKING_QUESTIONS = 0.3, 0.7  # what, how, why: the second times the share of question titles
KATAKANA = 0.3  # a pair of katakana as it is written, besides
NAME_PART = 0.5  # a word in a name that is written as one
PAIR_BY_KANA = (1.0, 0.5, 0.2)  # a pair without, with one, with two kana
PHRASE, PHRASE_SLOP = 0.2, 2  # two neighbouring content words
ENVIRONMENT = 0.5  # a word of the product, the version, the platform, in the environment of an article
SYNONYM = 0.8  # what articles call a thing, where the question calls it otherwise
FUZZY, FUZZY_LETTERS = 3.0, 5  # one edit, for words of so many letters that the index has never seen
FUZZY_TWICE = 9  # letters from which two edits are forgiven
LIKELY = 0.3  # besides, what the next key or exchanged letters made of a word
JOINED, JOINED_NAME = 0.7, 2.0  # two words that articles write as one, a name of two (office 365)
FEW_WORDS, PARTED = 16, 1.0  # a word that articles write as two, in a question of so few
PREFIX = 3.0
BEGINNING = 1.0  # a word that begins with one that no article has, or with the only one
GRAMS_STEMMED, GRAMS_UNSTEMMED = 0.2, 0.5  # 4-grams, by whether the language of the articles has a stemmer
TEXT_GRAMS, TEXT_GRAMS_QUESTIONS = 1.25, 0.5  # of the text: less the second times the share of question titles

PASTED_WORDS = 48  # a question of more different words is reduced …
RAREST = 32  # … to so many of its rarest
MOST_DIFFERENT, MOST_GRAMS = 500, 1_500  # words, pairs or codes of any question, 4-grams: each is some clauses
EVIDENCE = 0.35  # a hit without any of the words needs this share of their 4-grams
