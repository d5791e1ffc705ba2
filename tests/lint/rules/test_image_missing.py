"""Tests of `image-missing`."""

import pytest

from kcs_cli.lint.rules.image_missing import RULE
from tests.lint.make import messages

IMAGES = {"img/a b.png": "", "static/logo.png": ""}


@pytest.mark.parametrize(
    "text",
    [
        "![a](img/a%20b.png) ![b](<img/a b.png>) ![c](/img/a%20b.png?raw=true) ![d](./img/a%20b.png 'A')",
        "![a](/logo.png)",
        "![a](https://example.org/no.png) ![b](data:image/png;base64,x) ![c]({{ url }}/no.png) ![d](//example.org/no.png)",
        "`![a](no.png)` [no image](no.png) ![a](../../no.png)",
    ],
)
def test_an_image_that_is_there_or_elsewhere_is_no_finding(text, tmp_path):
    assert messages(RULE, tmp_path, text, others=IMAGES) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Press ![a](img/b.png).", "1:12 There is no image img/b.png"),
        ("![a](logo.png)", "1:6 There is no image logo.png"),
        ("[![a](no.png)](https://example.org)", "1:7 There is no image no.png"),
        (f"![a]({'x' * 5000}.png)", f"1:6 There is no image {'x' * 5000}.png"),
    ],
)
def test_an_image_that_is_not_there_is_found_where_it_stands(text, expected, tmp_path):
    assert messages(RULE, tmp_path, text, others=IMAGES) == [expected]
