"""A search's hits: for a terminal, and in the formats only a search has."""

from collections.abc import Callable, Mapping, Sequence

from kcs_cli.render.format import as_json, escape_markdown, to_json
from kcs_cli.search.engine.mark_up import as_read, title_as_read
from kcs_cli.search.explanation import explain_score
from kcs_cli.search.report import Hit, Narrowing, SearchReport
from kcs_cli.text.display import one_line, plain, quantity, shorten, width

Paint = Callable[[str, str], str]  # text, style → text
INDENT = 4
MOST_LINES = 3  # of a passage
SHORTEST_ID = 16  # columns
LONGEST_SECTION = 40  # columns
DOT = " · "
LEAST_FACTS = 2  # of a hit, beside id and confidence
BROKEN_FIELDS = "broken front matter"
CAPTURE = "Is it new? Capture it while the customer is there: kcs new (these words are its first phrase and its issue)."
OWN_INDEX = "From the index of this clone: the cluster does not answer."
FACET_INDENT = 12
MOST_VALUES = 12  # of a facet; JSON has up to 50


def no_paint(text: str, _: str) -> str:
    """Leave text as it is."""
    return text


def render_hits(report: SearchReport, columns: int = 80, paint: Paint = no_paint) -> str:
    """Write hits as blocks of a few lines, with the words marked; without paint (piped) paths are never shortened."""
    blocks = [_render_hit(hit, columns, paint) for hit in report.hits]
    blocks += [_render_facets(report, columns)] if report.facets else []
    blocks += [render_narrowing(report.narrow, report.found, columns)] if report.narrow else []
    blocks += ["\n".join(wrapped_related(report.related, columns))] if report.related else []
    return "\n\n".join([*heads(report, columns), *blocks])


def heads(report: SearchReport, columns: int, *, codes_only: bool = True) -> list[str]:
    """Write what should be known before the hits are read; of the words that no article has, `codes_only`."""
    own = [OWN_INDEX] if report.fallback else []
    if not report.hits:
        return ["\n".join((*own, *_nothing_found(report, columns)))]
    said = {word: near for word, near in report.nearest.items() if not codes_only or any(map(str.isdecimal, word))}
    lines = [*own, *_unknown_words(said, columns)]
    if report.dropped:
        lines.append(shorten(without_said(report.dropped), columns))
    if report.relaxed:
        lines.append("No article has all you insist on; these have the words.")
    if report.archived:
        lines.append("Only archived articles match.")
    return ["\n".join(lines)] if lines else []


def without_said(dropped: Sequence[str]) -> str:
    """Say which exclusions and filters were left out because nothing was found with them."""
    return f"Nothing is found with {', '.join(map(one_line, dropped))}; this is without."


def _unknown_words(nearest: Mapping[str, Sequence[str]], columns: int) -> list[str]:
    """Name words that no article has, and what was meant perhaps."""
    names = [f"“{one_line(word)}”" for word, near in nearest.items() if not near]
    lines = [shorten(f"No article has {', '.join(names)}.", columns)] if names else []
    return lines + [
        shorten(f"No article has “{one_line(word)}”; some have {', '.join(map(one_line, near))}.", columns)
        for word, near in nearest.items()
        if near
    ]


def _nothing_found(report: SearchReport, columns: int) -> list[str]:
    """Say that nothing was found, what was near, and how to capture the question."""
    filters = [f"{name}:{one_line(value)}" for name, values in report.filters.items() for value in values]
    query = " ".join(word for word in one_line(report.query).split() if word not in filters)
    query = shorten(query, columns - 20)
    if filters:
        return wrapped(f"Nothing found{f' for {query}' if query else ''} that passes {' '.join(filters)}.", columns)
    if not query:
        return ["The knowledge base has no articles."]
    return [
        f"Nothing found for {query}.",
        *_unknown_words(report.nearest, columns),
        *wrapped(CAPTURE, columns),
    ]


def _render_hit(hit: Hit, columns: int, paint: Paint) -> str:
    """Write one hit."""
    rank = f"{hit.rank:>{INDENT - 2}}  "
    room = columns - INDENT
    lines = [
        paint(rank, "faint") + paint(shorten(one_line(title_as_read(hit.title)), columns - len(rank)), "title"),
        *(" " * INDENT + line for line in _facts(hit, room, paint)),
        *(" " * INDENT + line for line in _passage_lines(hit, room, paint)),
        " " * INDENT + paint(_place(hit, room, whole=paint is no_paint), "faint"),
    ]
    if hit.body is not None:
        lines += ["", *(" " * INDENT + line for line in plain(hit.body).strip().split("\n"))]
    lines += [" " * INDENT + shorten(line, room) for line in explain_score(hit)]
    return "\n".join(line.rstrip() for line in lines)


def _facts(hit: Hit, room: int, paint: Paint) -> list[str]:
    """Write id, confidence, kind, audience and age; a long id gives way, then age, kind and audience, then the line ends."""
    age = [age_text(hit.age_days)] if hit.age_days is not None else []
    also = [f"also in {', '.join(one.language for one in hit.translations)}"] if hit.translations else []
    flags, cases = _proved(hit)
    is_proved = bool(flags + cases)  # that decides which to open, and in which language
    others = [*flags, hit.audience, *cases, hit.kind, *also, *age] if is_proved else [hit.kind, hit.audience, *also, *age]
    giving_way = [*age, *([hit.kind, *also, hit.audience] if is_proved else also)]
    shortest = min(SHORTEST_ID, width(one_line(hit.id)))
    while True:
        used = sum(len(fact) + len(DOT) for fact in (hit.confidence, *others))
        if room - used >= shortest or not giving_way or len(others) <= LEAST_FACTS:
            break
        others.remove(giving_way.pop(0))
    if used >= room:  # no place for the id, which is what the article is named by
        return [paint(shorten(one_line(hit.id), room), "id"), *wrapped(DOT.join((hit.confidence, *others)), room)]
    state = paint(hit.confidence, "warn") if hit.confidence in ("archived", "wip") else hit.confidence
    return [DOT.join((paint(shorten(one_line(hit.id), room - used), "id"), state, *others))]


def _proved(hit: Hit) -> tuple[list[str], list[str]]:
    """Say that an article is broken or flagged, and how often it helped; nothing where none is so."""
    flags = [BROKEN_FIELDS] if hit.fault else []
    flags += [quantity(hit.flags, "flag")] if hit.flags else []
    return flags, [f"{quantity(hit.cases, 'case')}, last {hit.used_on}"] if hit.cases else []


def age_text(days: int) -> str:
    """Say how long ago the article says it was changed."""
    if days < 0:
        return "dated in the future"
    for size, noun in ((365, "year"), (30, "month")):
        if days >= size:
            return f"{quantity(days // size, noun)} old"
    return f"{quantity(days, 'day')} old"


def _place(hit: Hit, room: int, whole: bool) -> str:
    """Name the file and the line."""
    path = one_line(hit.path)
    return f"{path if whole else shorten_path(path, room - len(f':{hit.line}'))}:{hit.line}"


def shorten_path(path: str, columns: int) -> str:
    """Leave out folders, then the beginning of the file name, of a path that is too long."""
    if width(path) <= columns:
        return path
    first, _, rest = path.partition("/")
    name = rest.rsplit("/", 1)[-1] or path
    short = f"{first}/…/{name}"
    while width(short) > columns:
        name = name[1:]
        short = f"…{name}"
    return short


def _passage_lines(hit: Hit, room: int, paint: Paint) -> list[str]:
    """Break a passage, after its section, into lines and mark its words; … stands where it goes on."""
    hit = _with_section(hit)
    lines = wrap(hit.passage, room)
    shown = [marked(hit, start, end, paint) for start, end in lines[:MOST_LINES]]
    if len(lines) > MOST_LINES:
        start = lines[MOST_LINES - 1][0]
        _, end = wrap(hit.passage[start:], room - 2)[0]
        shown[-1] = f"{marked(hit, start, start + end, paint)} …"
    return shown


def _with_section(hit: Hit) -> Hit:
    """Put the section's heading before the passage, unless it is but the title."""
    section = shorten(as_read(one_line(hit.section)), LONGEST_SECTION)
    if not section or hit.section == hit.title:
        return hit
    lead = f"{section}: "
    marks = tuple((start + len(lead), end + len(lead)) for start, end in hit.marks)
    return hit._replace(passage=lead + hit.passage, marks=marks)


def wrap(text: str, room: int) -> list[tuple[int, int]]:
    """Return where each line begins and ends: broken at spaces, or anywhere in scripts and words that have none."""
    lines: list[tuple[int, int]] = []
    start = used = 0
    space = -1
    for place, character in enumerate(text):
        if character == " ":
            space = place
        used += width(character)
        if used > room:
            end = space if space > start else place
            lines.append((start, end))
            start = end + 1 if end == space else end
            used = width(text[start : place + 1])
            if used > room:  # nothing but a space was before it, and this character is wide
                lines.append((start, place))
                start, used = place, width(character)
    return [*lines, (start, len(text))] if start < len(text) else lines


def wrapped(text: str, columns: int) -> list[str]:
    """Return a text in lines of so many columns, of which a Chinese character takes two."""
    return [text[start:end] for start, end in wrap(text, columns)]


def marked(hit: Hit, start: int, end: int, paint: Paint) -> str:
    """Write a piece of the passage with its marked words painted."""
    text, done = "", start
    for first, last in hit.marks:
        left, right = max(first, done), min(last, end)
        if left < right:
            text += plain(hit.passage[done:left]) + paint(plain(hit.passage[left:right]), "mark")
            done = right
    return text + plain(hit.passage[done:end])


def render_narrowing(narrow: Narrowing, found: int, columns: int) -> str:
    """Say which filter would part so many articles best."""
    values = ", ".join(f"{one_line(value)} ({n:,})" for value, n in narrow.values)
    head = f"{quantity(found, 'article')} have these words, many about as well; --{narrow.filter} would narrow it most: "
    return "\n".join(wrapped(head + values, columns))


def wrapped_related(related: Sequence[str], columns: int) -> list[str]:
    """Name other searches that led to the first articles."""
    quoted = ", ".join(f"“{shorten(one_line(words), columns - 30)}”" for words in related)
    return wrapped(f"Related searches: {quoted}", columns)


def _render_facets(report: SearchReport, columns: int) -> str:
    """Write the filters that would narrow the search, with their counts."""
    which = " with at least one of the words" if report.query.strip() else ""
    if any(n > report.found for values in report.facets.values() for _, n in values):
        which += "; here each translation counts"
    lines = wrapped(f"{quantity(report.found, 'article')}{which}:", columns)
    for name, values in report.facets.items():
        shown = ", ".join(f"{one_line(value)} ({n})" for value, n in values[:MOST_VALUES])
        shown += f", {len(values) - MOST_VALUES} more" if len(values) > MOST_VALUES else ""
        if shown:
            head, *more = wrapped(shown, columns - FACET_INDENT)
            lines += [f"--{name:<9} {head}", *(" " * FACET_INDENT + line for line in more)]
    return "\n".join(lines)


def render_jsonl(report: SearchReport) -> str:
    """Write one JSON object a hit."""
    return "\n".join(to_json(as_json(hit)) for hit in report.hits)


def render_list(report: SearchReport) -> str:
    """Write hits as a markdown list of links."""
    lines = [
        f"{hit.rank}. [{escape_markdown(hit.title)}](<{_link_path(hit.path)}>) ({_states(hit)}): "
        + escape_markdown(hit.passage)
        for hit in report.hits
    ]
    return "\n".join(lines)


def _states(hit: Hit) -> str:
    """Write how far an article may be trusted, and who may read it."""
    return ", ".join([*[BROKEN_FIELDS] * bool(hit.fault), hit.confidence, hit.audience])


def _link_path(path: str) -> str:
    """Write a path so that it cannot end its link."""
    return one_line(path).replace("<", "%3C").replace(">", "%3E")
