"""The tables of the ledger, and the conditions that questions to them share."""

from collections.abc import Sequence

# What an event may end, by its kind: a link the one whose place it takes. An `undo` ends any event of its own person, all
# others end nothing
ENDS = {"link": "link", "unlink": "link", "unflag": "flag"}
# Of the tables: 2 words, 3 thanks (no events to version 2), 4 who noted and ended what, 5 moves, 6 undone, 7 only events
# whose days are in the calendar, 8 tenures of names, 9 events told apart by their lines, and what may end which, 10 the
# words asked earlier, 11 reports of reuse read an index alone, 12 what reviews and owners ask: when, what for, what holds,
# 13 when people noted something last
VERSION = 13
MEMORY = "pragma cache_size = -200000; pragma temp_store = memory"  # up to 200 MB, while much is taken in
TABLES = """
create table sources (number integer primary key, name text unique, end integer, unread integer);
create table subjects (
    number integer primary key, base text, article text, tenure integer, now text, is_path integer default 0,
    unique (base, article, tenure)
);
create index subjects_now on subjects (base, now);
create table steps (number integer, "commit" text, was text, now text, blob text);
create table holders (name text, number integer, "commit" text, path text);
create index holders_of on holders (name);
create table carriers (base text, path text, stamp text, names text, primary key (base, path)) without rowid;
create table events (
    id text, kind text, subject integer, "case" text, counts integer, source integer, start integer, person integer,
    mark integer, at integer, zone integer, said text, is_ended integer default 0
);
create table revisions (id text, blob text, primary key (id, blob)) without rowid;
create table people (number integer primary key, address text unique, last integer, last_zone integer);
create table endings (
    id text, by_event text, by_mark integer, kind text, person integer, primary key (id, by_event, by_mark)
) without rowid;
create index endings_by on endings (by_event);
create table ended (id text, mark integer, by_event text, primary key (id, mark, by_event)) without rowid;
create table closed (base text, id text, primary key (id, base)) without rowid;
create table reuse (subject integer primary key, cases integer, last text, flags integer);
create table asked (
    id text, mark integer, subject integer, words text, who text, use text, primary key (id, mark, words)
) without rowid;
create table taught (base text, name text, turn integer, primary key (base, name)) without rowid;
create table epoch (name text);
create table tips (name text primary key, oid text) without rowid;
"""
INDEXES = (  # made when the first events are in, which is faster than keeping them up to date meanwhile
    "create unique index if not exists by_id on events (id, mark)",
    # With all that reports and reviews read: the rows themselves lie all over the file
    """create index if not exists by_subject on events
        (subject, kind, counts, "case", id, person, mark, at, zone, said, is_ended)""",
    'create index if not exists by_case on events ("case")',
    "create index if not exists asked_of on asked (subject)",
    "create index if not exists flags on events (subject, id) where kind = 'flag'",
)
CLOSED = "select id from closed"
EVENT_HOLDS = f"not is_ended and id not in ({CLOSED})"
# By subquery and not by a column: an event may have many words, and what ends it may be taken in before it
ASKED_HOLDS = f"""not exists (select 1 from ended where ended.id = asked.id and ended.mark = asked.mark)
    and id not in ({CLOSED})"""
BY_KIND = " or ".join(f"(one.kind = '{by}' and events.kind = '{kind}')" for by, kind in ENDS.items())
MAY_END = f"({BY_KIND} or (one.kind = 'undo' and events.person = one.person))"
# Of what some events say they end, what their kind may end, but for those that their own person undid
ENDED = f"""insert or ignore into ended select events.id, events.mark, one.by_event
    from endings one join events on events.id = one.id
    where {MAY_END} and not exists (select 1 from endings other where other.id = one.by_event and other.kind = 'undo'
        and other.person = one.person)"""
COUNTS = f"""count(distinct case when counts then "case" end), max(case when counts then id end),
    sum(kind = 'flag') from events where kind in ('link', 'flag') and {EVENT_HOLDS}"""
IN_BASE = "(select base from subjects where subjects.number = events.subject) = ?"


def marks(values: Sequence[str]) -> str:
    """Return a question mark for each value."""
    return ", ".join("?" * len(values))


def about(names: Sequence[str]) -> str:
    """Return the condition that an event is about an article of some names of today, in a base (see `about_values`).

    Its id is the first name and its path the last: what is the path of a file is no former name of another article.
    """
    places = [f":name{number}" for number in range(len(names))]
    own = f" and (not is_path or now in ({places[0]}, {places[-1]}))" if names else ""
    return f"subject in (select number from subjects where base = :base and now in ({', '.join(places)}){own})"


def about_values(base: str, names: Sequence[str]) -> dict[str, str]:
    """Return the values of that condition, by their names."""
    return {"base": base, **{f"name{number}": name for number, name in enumerate(names)}}
