"""The index on a cluster: the fields of the clone's own index, analysed there already, so that both rank alike.

Words come with spaces between and are only parted there; scores are of BM25 with its constant factor (`LegacyBM25`), as
Tantivy counts. One primary shard: rarity is that of the whole base then, without a request more.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple
from zlib import crc32

from kcs_cli.article.card import Card
from kcs_cli.knowledge_base.config import Config, reading_key
from kcs_cli.search.engine import analysis, schema
from kcs_cli.search.engine.faint import FAINT
from kcs_cli.text.outside import kept_bytes

VERSION = 2  # of the mapping and of how a document is made: another number builds every index anew
META = "kcs"  # what a mapping's `_meta` has of ours
SIMILARITY, GRAMS = "kcs", "kcs_grams"
KEYWORDS = (
    "path", "id", "name", "folder", "question", "tags", schema.VERSION_OF, schema.BEGINNING, schema.TAIL, schema.FAULT,
    schema.INCLUDED, schema.WORDS, FAINT, *schema.FACETS.values(),
)  # fmt: skip
FREQUENCIES = (schema.TITLE, schema.FILE, *schema.SECTIONS)
TITLE_CODE, BLOCK_CODES = "title_code", "block_codes"  # of what an article means
STORED = ("path", "digest", schema.CARD, schema.PROSE)
SEQUENCE = "_seq_no"  # OpenSearch's own field: of two states of an index the later one has a higher number
LONGEST_KEYWORD = 8_000  # characters; Lucene refuses a document with a term of more than 32,766 bytes
MOST_CLAUSES = 8_192  # a pasted text has about 1,300; OpenSearch refuses more than 1,024 unless told otherwise
CLAUSES = {"persistent": {"indices.query.bool.max_clause_count": MOST_CLAUSES}}  # of `PUT _cluster/settings`


class ClusterStamp(NamedTuple):
    """What an index on a cluster was made from: a commit, and all that decides how an article becomes a document.

    `base` tells one knowledge base from another on the same cluster. `reading` is how the commit's kcs.toml has files read.
    """

    commit: str
    schema: str
    analysis: int
    reading: int
    base: str = ""

    @property
    def is_readable(self) -> bool:
        """Tell whether this version of kcs can ask such an index."""
        return (self.schema, self.analysis) == (schema_version(), analysis.VERSION)


def stamp(commit: str, config: Config, base: str = "") -> ClusterStamp:
    """Return the stamp of an index made now of a commit."""
    reading = crc32(kept_bytes(reading_key(config)))
    return ClusterStamp(commit, schema_version(), analysis.VERSION, reading, base)


def schema_version() -> str:
    """Return a text that is another one where an article's document or its card would be."""
    fields = crc32(" ".join((*sorted(schema.FIELD_NAMES), "|", *Card._fields)).encode())
    return f"{schema.VERSION}.{VERSION}.{fields:08x}"


def meta(one: ClusterStamp, **more: Any) -> dict[str, Any]:
    """Return the `_meta` of a mapping; a feeder may keep `more` there."""
    return {"_meta": {META: {**one._asdict(), **more}}}


def read_stamp(mapping: Mapping[str, Any]) -> ClusterStamp | None:
    """Return the stamp in what `GET INDEX/_mapping` answers of one index; None where it is none of ours."""
    ours = read_meta(mapping)
    values = [ours.get(name, "") for name in ClusterStamp._fields]
    kinds = (str, str, int, int, str)
    return ClusterStamp(*values) if all(map(isinstance, values, kinds)) else None


def read_meta(mapping: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return all that is kept there of ours."""
    said: Any = mapping
    for name in ("mappings", "_meta", META):
        said = said.get(name) if isinstance(said, dict) else None
    return said if isinstance(said, dict) else {}


def index_body(one: ClusterStamp, replicas: int | None = None, **more: Any) -> dict[str, Any]:
    """Return what makes a new index; without a number of replicas there are two, or as many as there are other nodes.

    `more` is kept in its `_meta`: the weights of `coding`.
    """
    copies = {"auto_expand_replicas": "0-2"} if replicas is None else {"number_of_replicas": replicas}
    return {
        "settings": {
            "index": {
                "number_of_shards": 1,
                **copies,
                "refresh_interval": "-1",  # the feeder refreshes: a reader sees a sync whole
                "replication": {"type": "SEGMENT"},  # half the work of indexing on each replica
                "similarity": {SIMILARITY: {"type": "LegacyBM25", "k1": 1.2, "b": 0.75}},
                "analysis": {
                    "tokenizer": {GRAMS: {"type": "ngram", "min_gram": 4, "max_gram": 4}},
                    "analyzer": {GRAMS: {"type": "custom", "tokenizer": GRAMS}},
                },
            }
        },
        "mappings": {
            **meta(one, **more),
            "dynamic": "strict",
            "_source": {"includes": list(STORED)},
            "properties": _fields(),
        },
    }


def _fields() -> dict[str, Any]:
    """Return the fields and how each is indexed, as `schema.build_schema` has them."""
    bare = {"type": "object", "enabled": False}  # kept, and looked at by nobody
    return {
        **{name: {"type": "keyword", "ignore_above": LONGEST_KEYWORD} for name in KEYWORDS},
        schema.TEXT: _text("positions"),
        **{name: _text("freqs") for name in FREQUENCIES},
        **{name: _text("freqs", GRAMS) for name in schema.GRAM_FIELDS.values()},
        "updated": {"type": "integer"},
        "digest": {"type": "keyword", "index": False, "doc_values": False},
        schema.CARD: bare,
        schema.PROSE: bare,
        **{name: {"type": "binary", "doc_values": True} for name in (TITLE_CODE, BLOCK_CODES)},
    }


def _text(options: str, analyzer: str = "whitespace") -> dict[str, Any]:
    """Return a field of words."""
    return {"type": "text", "analyzer": analyzer, "index_options": options, "similarity": SIMILARITY}
