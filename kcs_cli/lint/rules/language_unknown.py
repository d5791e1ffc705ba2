"""`language-unknown`: a language that is no code of ISO 639; with a script or a region it is one: zh-Hant, pt_BR."""

from collections.abc import Iterator

from kcs_cli.lint.engine.languages import NAMES, code_of, is_language
from kcs_cli.lint.engine.nearest import nearest
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.run import file_text
from kcs_cli.lint.engine.value_place import can_set, found_at, name_of_value, value_text, with_value
from kcs_cli.lint.engine.world import World


def check(page: Page, _: World, __: Options) -> Iterator[Spot]:
    """Find a language that is none."""
    language = page.values.text("language")
    if not language or is_language(language):
        return
    name = name_of_value(page, "language")
    code = code_of(language)
    near = code or NAMES.get(nearest(language.casefold(), tuple(NAMES), 0.75), "")
    hint = f"the nearest is {near}" if near else "write a code of ISO 639, as en or pt-BR"
    spot = found_at(page, name, language, f"{name} cannot be {value_text(language)}; {hint}")
    yield spot._replace(is_fixable=bool(code) and can_set(page, name, code))


def fix(page: Page, _: World, __: Options) -> str:
    """Write the code of a language that is written by its name."""
    language = page.values.text("language")
    code = "" if is_language(language) else code_of(language)
    return with_value(file_text(page), name_of_value(page, "language"), code) if code else file_text(page)


RULE = Rule(
    name="language-unknown",
    group="front matter",
    severity=Severity.error,
    reason="Search takes words to their stems by the language; of one it does not know, it finds less.",
    good=Example("---\ntitle: Fax bleibt stumm\nlanguage: de-AT\n---\n"),
    bad=Example("---\ntitle: Fax bleibt stumm\nlanguage: German\n---\n"),
    check=check,
    fix=fix,
)
