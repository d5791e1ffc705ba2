"""The weights of the ranking: measured on thirteen public collections, confirmed on each by leaving it out."""

TEXT = 1.0  # title, customers' phrases and body
TITLE_LEAST, TITLE_QUESTIONS = 0.3, 0.7  # title and phrases again: the second times the share of question titles
STOP_WORD = 0.3
CHARACTER = 0.5  # one Chinese, Japanese or Korean character; two that stand together count 1
PAIR_BY_KANA = (1.0, 0.5, 0.2)  # a pair without, with one, with two kana
PHRASE, PHRASE_SLOP = 0.1, 2  # two neighbouring content words
FUZZY, FUZZY_LETTERS = 3.0, 5  # one edit, for words of so many letters that the index has never seen
PREFIX = 3.0
GRAMS_STEMMED, GRAMS_UNSTEMMED = 0.2, 0.5  # 4-grams, by whether the language of the articles has a stemmer

PASTED_WORDS = 48  # a question of more different words is reduced …
RAREST = 32  # … to so many of its rarest
EVIDENCE = 0.35  # a hit without any of the words needs this share of their 4-grams
