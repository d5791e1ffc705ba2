import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.article.link_move import ArticleMove, moved_links, wiki_name

MOVE = ArticleMove("knowledge/old.md", frozenset(["kb-old", "kb-older"]), "knowledge/how/new.md", "kb-new")


def moved(text, path="knowledge/from.md", move=MOVE):
    return moved_links(text, path, move)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[x](old.md)", "[x](how/new.md)"),
        ("[x](./old.md)", "[x](./how/new.md)"),
        ("[x](../knowledge/old.md)", "[x](how/new.md)"),
        ("[x](/knowledge/old.md)", "[x](/knowledge/how/new.md)"),
        ("[x](old.md#step-3)", "[x](how/new.md#step-3)"),
        ("[x](old.md?plain=1#L3)", "[x](how/new.md?plain=1#L3)"),
        ("[x](<old.md>)", "[x](<how/new.md>)"),
        ("[x]( old.md  'a title' )", "[x]( how/new.md  'a title' )"),
        ("[x](\nold.md\n)", "[x](\nhow/new.md\n)"),
        ("![x](old.md)", "![x](how/new.md)"),
        ("[![x](a.png)](old.md)", "[![x](a.png)](how/new.md)"),
        ("[`old.md`](old.md)", "[`old.md`](how/new.md)"),
        ("[x](%6Fld.md)", "[x](how/new.md)"),
        ("[x](ol\\d.md) [x](old\\.md)", "[x](ol\\d.md) [x](how/new.md)"),
        ("[x]: old.md", "[x]: how/new.md"),
        ("   [x y]:  <old.md#a>  'title'", "   [x y]:  <how/new.md#a>  'title'"),
        ("> [x]: old.md\n> [y]:\n", "> [x]: how/new.md\n> [y]:\n"),
        ("[x]:\n  old.md", "[x]:\n  how/new.md"),
        ("[x](kb-old)", "[x](kb-new)"),
        ("[x](KB-Older#a)", "[x](kb-new#a)"),
        ("[x]: kb-old", "[x]: kb-new"),
        ('<a href="old.md#a">x</a>', '<a href="how/new.md#a">x</a>'),
        ("<img alt='x' src='./old.md'>", "<img alt='x' src='./how/new.md'>"),
        ("<A HREF=/knowledge/old.md>x</A> [y](old.md)", "<A HREF=/knowledge/how/new.md>x</A> [y](how/new.md)"),
        ("<a href='KB-Older'>x</a>", "<a href='kb-new'>x</a>"),
        ("{% link knowledge/old.md %} {% link old.md %}", "{% link knowledge/how/new.md %} {% link old.md %}"),
        ('{{< ref "kb-old" >}}', '{{< ref "kb-old" >}}'),
        ("<a class=x\r\n  href='old.md'>x</a>\r\n", "<a class=x\r\n  href='how/new.md'>x</a>\r\n"),
        ("| [x](old.md) | `|` |", "| [x](how/new.md) | `|` |"),
        ("    1. [x](old.md)", "    1. [x](how/new.md)"),
        ("- press ` first\n- [x](old.md)\n- press ` last", "- press ` first\n- [x](how/new.md)\n- press ` last"),
        ("a ` b\n\n[x](old.md) ` c", "a ` b\n\n[x](how/new.md) ` c"),
        ("\\` [x](old.md) `", "\\` [x](how/new.md) `"),
        ("`` a ` `` [x](old.md) `b`", "`` a ` `` [x](how/new.md) `b`"),
        ("> ```\n> code\n[x](old.md)", "> ```\n> code\n[x](how/new.md)"),
        ("``` a`b\n[x](old.md)", "``` a`b\n[x](how/new.md)"),
    ],
)
def test_a_link_to_the_old_file_or_id_leads_to_the_new_one(before, after):
    assert moved(before)[0] == after


@pytest.mark.parametrize(
    "text",
    [
        "`[x](old.md)`",
        "`` ` [x](old.md) ``",
        "`a\n[x](old.md)`",
        "```\n[x](old.md)\n```",
        "~~~ a`b\n[x](old.md)\n```\n[x](old.md)",
        "1. Type:\n\n     ```sh\n     [x](old.md)\n     ```",
        "- ```\n  [x](old.md)\n  ```",
        "> ```\n> [x](old.md)\n> ```",
        "````\n```\n[x](old.md)\n````",
        "[x](older.md)",
        "[x](how/old.md)",
        "[x](https://example.org/knowledge/old.md)",
        "[x](//knowledge/old.md)",
        "[x](#old.md)",
        "[x]()",
        "[x](kb-old.md)",
        "[x](old.md%00)",
        "[x\\](old.md)",
        "[^1]: old.md",
        "old.md and (old.md) and [x] (old.md)",
        "---\nid: a\nnote: '[x](old.md)'\n---\nNo link.",
    ],
)
def test_what_is_no_link_to_it_stays(text):
    assert moved(text) == (text, 0)


def test_the_links_are_counted():
    assert moved("[x](old.md) [y](other.md) [z](kb-old)\n\n[r]: old.md\n")[1] == 3


def test_a_link_from_another_folder_is_found_and_written_from_there():
    assert moved("[x](../old.md)", "knowledge/sub/from.md") == ("[x](../how/new.md)", 1)


def test_line_ends_and_a_bom_stay():
    text = "\ufeff---\r\nid: a\r\n---\r\n[x](old.md)\r\n\r[r]: old.md\n"
    assert moved(text)[0] == text.replace("old.md", "how/new.md")


def test_front_matter_that_never_ends_hides_no_link():
    assert moved("---\nid: a\n\n[x](old.md)\n") == ("---\nid: a\n\n[x](how/new.md)\n", 1)


@pytest.mark.parametrize(
    ("name", "link", "angled", "percent"),
    [
        ("two words.md", "two%20words.md", "two words.md", "two%20words.md"),
        ("a(b.md", "a%28b.md", "a(b.md", "a%28b.md"),
        ("<b>.md", "%3Cb%3E.md", "%3Cb%3E.md", "%3Cb%3E.md"),
        ("100%.md", "100%25.md", "100%25.md", "100%25.md"),
        ("a#b?.md", "a%23b%3F.md", "a%23b%3F.md", "a%23b%3F.md"),
        ("a:b&lt;.md", "a%3Ab%26lt;.md", "a%3Ab%26lt;.md", "a%3Ab%26lt;.md"),
        ("a\x1b[31m\n.md", "a%1B%5B31m%0A.md", "a%1B[31m%0A.md", "a%1B%5B31m%0A.md"),
        ("打印.md", "打印.md", "打印.md", "%E6%89%93%E5%8D%B0.md"),
        ("a\u2028b.md", "a%E2%80%A8b.md", "a%E2%80%A8b.md", "a%E2%80%A8b.md"),
    ],
)
def test_an_odd_name_is_written_so_that_markdown_reads_it(name, link, angled, percent):
    move = MOVE._replace(new_path=f"knowledge/{name}")
    written = f"[x]({link}) [y](<{angled}>) [z]({percent})"
    assert moved("[x](old.md) [y](<old.md>) [z](%6Fld.md)", move=move) == (written, 3)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[[old]]", "[[new]]"),
        ("![[Old#Step 3|the step]]", "![[new#Step 3|the step]]"),
        ("[[knowledge/old.md|x]]", "[[knowledge/how/new|x]]"),
        ("| [[old\\|x]] |", "| [[new\\|x]] |"),
        ("[[kb-old]] [[older]] `[[old]]`", "[[kb-old]] [[older]] `[[old]]`"),
    ],
)
def test_a_name_in_double_brackets_is_moved_and_an_id_stays_an_alias(before, after):
    assert moved(before, move=MOVE._replace(name="old", new_name="new"))[0] == after


def test_a_name_in_double_brackets_that_several_files_have_is_not_moved():
    move = MOVE._replace(name=wiki_name(MOVE.path, ["old.md", "Old.md"]), new_name=wiki_name(MOVE.new_path, ["new.md"]))
    assert moved("[[old]] [[knowledge/old]]", move=move) == ("[[old]] [[new]]", 1)


def test_a_name_ends_no_attribute_of_html():
    move = MOVE._replace(new_path='knowledge/ana\'s "fax" & more.md')
    text = "<a href='old.md'>x</a>"
    there, _ = moved(text, move=move)
    assert there == "<a href='ana%27s%20%22fax%22%20%26%20more.md'>x</a>"
    assert moved(there, move=ArticleMove(move.new_path, frozenset(), "knowledge/old.md", "")) == (text, 1)


@pytest.mark.parametrize("written", ["käse (1).md", "k%C3%A4se%20(1).md", "ka\u0308se%20\\(1\\).md"])
def test_an_odd_name_is_found_however_it_is_written(written):
    move = MOVE._replace(path="knowledge/käse (1).md")
    bracketed = f"<{written}>" if " " in written else written
    assert moved(f"[x]({bracketed})", move=move)[1] == 1


names = st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=12)


@settings(max_examples=200, deadline=None)
@given(names, st.booleans(), st.booleans())
def test_a_link_that_was_moved_can_be_moved_on(name, is_angled, is_rooted):
    path = f"knowledge/x{name}.md"
    link = "/knowledge/old.md" if is_rooted else "old.md"
    text = f"[x](<{link}>)" if is_angled else f"[x]({link})"
    there, _ = moved(text, move=MOVE._replace(new_path=path))
    back = ArticleMove(path, frozenset(), "knowledge/old.md", "")
    assert moved(there, move=back) == (text, 1)


PIECES = [
    "](",
    "old.md",
    ")",
    "[x](old.md)",
    "<",
    ">",
    "`",
    "``",
    "~~~",
    "\n",
    "\r\n",
    "- ",
    "[",
    "]: ",
    " ",
    "#a",
    "\ufeff",
    "<a href='old.md'",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_no_text_breaks_it_and_nothing_but_links_changes(text):
    after, count = moved(text)
    assert len(after) == len(text) + count * (len("how/new.md") - len("old.md"))


@pytest.mark.parametrize("piece", ["](", "`", "` `` ", "\\", "[", "](<", "](a(", "[a]:", "- ", "> ", "\\`", "\n"])
def test_a_large_hostile_text_is_read_through(piece):
    text = piece * 100_000
    assert moved(text + "\n\n](") == (text + "\n\n](", 0)
