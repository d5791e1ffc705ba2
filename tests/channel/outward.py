"""Random articles with parts for internal readers: each word of these parts begins with `zq`, and nothing else does."""

from typing import Any

from hypothesis import strategies as st

from kcs_cli.article.audience import seen_by
from kcs_cli.article.reader import parse
from kcs_cli.channel.answer import AnswerSection, ChannelAnswer
from kcs_cli.channel.form import FORMS
from kcs_cli.knowledge_base.config import Config
from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.render.markdown.parser import read_markdown
from kcs_cli.render.markdown.relink import relinked

SECRET = "zq"
Text = st.SearchStrategy[str]


def words(begin: str) -> Text:
    return st.lists(st.sampled_from(["a", "b", "c1", "_d_", "é", "全"]).map(begin.__add__), min_size=1, max_size=3).map(
        " ".join
    )


def block(begin: str, deepest_heading: int) -> Text:
    """A block of words that begin so; its headings are of this level or deeper ones."""
    text, level = words(begin), st.integers(deepest_heading, 6)
    code = st.sampled_from(["```{}\n```", "~~~~{}\n~~~\n~~~~", "````{}\n```\n````"])
    return st.one_of(
        text,
        st.builds('{} *{}* `{}` [{}](https://e.org/{} "{}")'.format, text, text, text, text, st.just(begin), text),
        st.builds("> {}\n> > {}\n{}".format, text, text, text),
        st.builds("> # {}\n\n{}".format, text, text),
        st.builds("1. {}\n   - {}\n\n     {}\n2. {}".format, text, text, text, text),
        st.builds("| {} | b |\n|---|---|\n| c | {} |".format, text, text),
        st.builds("<details><summary>{}</summary>\n\n{}\n\n</details>".format, text, text),
        st.builds('<div title="{}">{}</div>'.format, text, text),
        st.builds('!!! note "{}"\n    {}'.format, text, text),
        st.builds("::: tip {}\n{}\n:::".format, text, text),
        st.builds("> [!NOTE]\n> {}".format, text),
        st.builds("![{}]({}.png)\n\n[{}][{}]".format, text, st.just(begin), text, st.just(begin)),
        st.builds("    {}\n    # {}".format, text, text),
        st.builds(lambda fence, one: fence.format(f" {begin}\n# {one}\n## Next\n{one}"), code, text),
        st.builds(lambda depth, one, two: f"{'#' * depth} {one}\n\n{two}", level, text, text),
        st.builds(lambda one: f"{one}\n{'---' if deepest_heading == 2 else '==='}" if deepest_heading <= 2 else one, text),
    )


def odd(word: str) -> Text:
    """A mark written in some way."""
    letters = st.lists(st.booleans(), min_size=len(word), max_size=len(word))
    case = letters.map(lambda upper: "".join(c.upper() if up else c for c, up in zip(word, upper, strict=True)))
    space = st.sampled_from(["", " ", "  ", "\t", "\n"])
    return st.builds("<!--{}{}{}-->".format, space, case, space)


@st.composite
def marked(draw: Any) -> str:
    """A part between marks, in one of the places where it may stand."""
    inside = "\n\n".join(draw(st.lists(block(SECRET, 1), min_size=1, max_size=3)))
    if draw(st.booleans()):
        inside += draw(odd("internal")) + draw(words(SECRET)) + draw(odd("/internal"))
    part = draw(odd("internal")) + draw(st.sampled_from(["", " ", "\n", "\n\n"])) + inside + "\n" + draw(odd("/internal"))
    place = draw(
        st.sampled_from(
            ["{}", "open {} shut", "- {}", "> {}", "```\n{}\n```", "~~~ sh\nrun {}\n~~~", "`{}`", "<p>{}</p>", "| {} |"]
        )
    )
    return place.format(part)


@st.composite
def section(draw: Any) -> str:
    """A section for internal readers, up to the next heading of its depth."""
    level = draw(st.integers(1, 6))
    name = draw(
        st.sampled_from(["Internal", "INTERNAL:", "**Internal**", "Internal notes", "Steps (internal)", "`internal`"])
    )
    heading = draw(
        st.sampled_from([f"{'#' * level} {name}", f"{'#' * level}{name} {'#' * level}", f"<h{level}>{name}</h{level}>"])
    )
    if level <= 2 and draw(st.booleans()):
        heading = f"{name}\n{'=' if level == 1 else '-'}--".replace("=--", "===")
    blocks = draw(
        st.lists(
            st.one_of(block(SECRET, min(level + 1, 6)) if level < 6 else words(SECRET), marked()), min_size=1, max_size=3
        )
    )
    hidden = "\n\n".join(one.replace("open ", "zqopen ").replace(" shut", " zqshut") for one in blocks)
    return f"{heading}\n\n{hidden}\n\n{'#' * draw(st.integers(1, level))} Next"


@st.composite
def bodies(draw: Any) -> str:
    """A body with a part for internal readers at least; perhaps the last one is not closed."""
    parts = draw(st.lists(st.one_of(block("ok", 1), marked(), section()), min_size=1, max_size=5))
    if draw(st.booleans()):
        parts.append(draw(odd("internal")) + "\n" + draw(block(SECRET, 1)))
    text = "# Fax\n\n" + draw(st.sampled_from(["", "\n\n"])).join(f"{part}\n\n" for part in parts)
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


def forms_of(body: str, audience: Audience = Audience.customer) -> dict[str, str]:
    """Return a body as an audience gets it, in every form, and as other faces may read it."""
    config = Config()
    source = f"---\nid: kb-1\naudience: public\nowner: {SECRET}o\nsaid:\n- {SECRET}s\n---\n{body}"
    article = parse("fax.md", source.encode(), config)
    seen = seen_by(article, source, audience, config)
    html = relinked(read_markdown(seen.body).html, lambda address: address if address.startswith("http") else "")
    sections = tuple(AnswerSection(one.heading, read_markdown(one.text).html) for one in seen.sections)
    answer = ChannelAnswer("kb-1", seen.title, "", {"title": seen.title}, html, sections)
    return {"article": repr(seen), **{form: write(answer) for form, write in FORMS.items()}}
