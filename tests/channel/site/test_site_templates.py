import pytest

from tests import make
from tests.channel.site.site import build, page, texts

pytest.importorskip("jinja2")


@pytest.fixture
def root(tmp_path):
    return make.base(
        tmp_path / "kb", {"kcs.toml": '[site]\ntemplates = "site/look"\n', **make.THREE, "site/look/own.css": ""}
    )


def test_a_template_and_colours_of_the_base_stand_before_those_of_kcs(root):
    own = '{% extends "kcs/article.html" %}\n{% block aside %}<p class="own">{{ page.title }}</p>{{ super() }}{% endblock %}'
    make.files(root, {"site/look/article.html": own, "site/look/own.css": ":root { --link: #a00; }"})
    build(root)
    assert '<p class="own">Printer does not print</p>' in page(root, "kb-print1/index.html")
    assert page(root, "site.css").endswith("\n:root { --link: #a00; }")


def test_a_title_is_no_mark_up_in_a_template_either(root):
    make.files(
        root,
        {
            "site/look/article.html": "{{ page.title }}",
            "knowledge/odd.md": make.article("'<b>bold</b>'", id="kb-odd001"),
        },
    )
    build(root)
    assert page(root, "kb-odd001/index.html") == "&lt;b&gt;bold&lt;/b&gt;"


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ cycler.__init__.__globals__.os.popen('touch ran').read() }}",
        "{{ page.crumbs.append(1) }}",
        '{% include "../../kcs.toml" %}',
        '{% include "/etc/passwd" %}',
        '{% extends "article.html" %}',
        "{{ 1 / 0 }}",
        "{% for one in range(1000000) %}{% endfor %}",
        "{% if %}",
        b"\xff\xfe",
    ],
)
def test_a_template_that_reaches_out_or_is_wrong_is_told_and_builds_nothing(root, text):
    make.files(root, {"site/look/article.html": text})
    done = build(root)
    assert (done.status, done.err.startswith("Error: The template article.html")) == (2, True)
    assert not (root.parent / "out").exists()


def test_a_template_that_leads_out_of_its_folder_is_not_read(root):
    make.files(root.parent, {"secret": "Secretword"})
    (root / "site/look/article.html").symlink_to(root.parent / "secret")
    build(root)
    assert "Secretword" not in "".join(texts(root).values())


def test_no_program_of_the_base_comes_into_readers_browsers(root):
    make.files(root, {"site/look/search.js": "alert(1)"})
    build(root, search=True)
    assert "alert" not in "".join(texts(root).values())
