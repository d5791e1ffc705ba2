import pytest

from kcs_cli.article.component import without_blocks, without_components
from kcs_cli.article.reader import parse
from kcs_cli.knowledge_base.config import Config, SiteKind
from tests import make

PAGE = """---
title: Install
---
import Tabs from '@theme/Tabs';
import {
  Card
} from '@site/src/card';

<Tabs groupId="os" values={[{label: 'Windows', value: 'win'}]}>
<TabItem value="mac" label="macOS">Use `brew {x}` <b>now</b></TabItem>
</Tabs>

## Resolution

{/* nobody
reads this */}
```jsx
import X from './x'
<Foo/>
```
"""


def test_components_and_imports_are_left_out_of_the_text_and_every_line_stays_where_it_is():
    article = parse("install.mdx", PAGE.encode(), Config())
    assert (article.title, article.body_line) == ("Install", 4)
    assert article.body.split("\n") == [
        "", "", "", "", "", "", "macOS Use `brew {x}` <b>now</b>", "", "", "## Resolution", "", "", "",
        "```jsx", "import X from './x'", "<Foo/>", "```", "",
    ]  # fmt: skip
    assert article.sections[-1].line == 13


def test_markdown_without_components_is_as_it_is():
    assert "import Tabs" in parse("install.md", PAGE.encode(), Config()).body


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ('<Card title="Set it up" icon={<Icon a="b"/>} />', "Set it up "),
        ("<>both</>", "both"),
        ('<img src={x} alt="The window" onClick={() => go()} /> <b class="x">so</b>', 'The window  <b class="x">so</b>'),
        ("a < b, 5 <6 and <https://example.org>", "a < b, 5 <6 and <https://example.org>"),
        ("{props.name} {'word'} {`so`}", " word so"),
        ("## Heading {#anchor}", "## Heading {#anchor}"),
        ("Ports import goods", "Ports import goods"),
        ("`{x}` and ``<A> ` <B>``", "`{x}` and ``<A> ` <B>``"),
    ],
)
def test_what_a_reader_sees_stays(text, kept):
    assert without_components(text) == kept


VUE = "<script setup>\nimport L from './L.vue'\n</script>\n\n# Partners\n\n<List />\n\n<style scoped>.a { top: 0 }</style>\n"


def test_of_a_page_of_vitepress_neither_program_nor_style_is_read():
    of_vitepress = parse("a.md", VUE.encode(), make.config(site_kind=SiteKind.vuepress))
    assert (of_vitepress.body, of_vitepress.sections[-1].line) == ("\n\n\n\n# Partners\n\n<List />\n\n\n", 5)
    assert parse("a.md", VUE.encode(), Config()).body == VUE


@pytest.mark.parametrize(
    "text",
    ["```vue\n<script setup>\nx\n</script>\n```", "Write <script>x</script> so.", "<scripts>x</scripts>", "<script>\nx"],
)
def test_what_is_shown_of_a_vue_component_stays(text):
    assert without_blocks(text) == text
