"""What the letters of the screen do: each asks what it lacks, and makes a call that a command makes."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from kcs_cli.cli import dialog, editor, output
from kcs_cli.cli.clipboard import by_programs
from kcs_cli.cli.open import open_page
from kcs_cli.cli.screen.app import ScreenApp
from kcs_cli.cli.screen.look import title
from kcs_cli.cli.screen.question import Choice, TextQuestion
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.text.display import one_line, quantity


async def link(app: ScreenApp) -> None:
    """Link the article to the case, which is asked for where none is set."""
    if (hit := app.hit) and (app.conversation.case or await choose_case(app)):
        await _note(app, app.conversation.link, hit)


async def flag(app: ScreenApp) -> None:
    """Ask what is wrong with the article, and flag it."""
    if (hit := app.hit) and (text := await app.push_screen_wait(TextQuestion(f"What is wrong with {title(hit)}?"))):
        await _note(app, app.conversation.flag, hit, text)


async def capture(app: ScreenApp) -> None:
    """Write a new article with the words: `kcs new`, on the plain terminal."""
    said = await app.aside(app.conversation.said)
    app.outside(lambda: _captured(said or [], app.conversation.case, app.root))
    await app.refreshed(keeps=False)


def _captured(said: list[str], case: str, root: str) -> None:
    """Run `kcs new`, and leave what it says until the person has read it."""
    from kcs_cli.cli.new import new

    try:
        new(said=said or None, case=case or None, root=root)
    finally:
        if output.is_interactive():
            dialog.read_line("Enter goes back to the screen ", output.tell_text)


async def edit(app: ScreenApp) -> None:
    """Open the article in the editor."""
    if (hit := app.hit) and (place := await app.aside(app.conversation.place, hit)):
        app.outside(lambda: editor.edit(*place))
        await app.refreshed()
        await app.show_article()


async def copy(app: ScreenApp) -> None:
    """Give the answer to the terminal's clipboard."""
    if (hit := app.hit) and (text := await app.aside(app.conversation.answer, hit)):
        app.copy_to_clipboard(text)  # of the terminal
        await app.aside(lambda: list(by_programs(text)))
        app.say(f"Copied {quantity(len(text), 'character')} of {title(hit)}")


async def page(app: ScreenApp) -> None:
    """Open the article's page."""
    if (hit := app.hit) and (address := await app.aside(app.conversation.address, hit)):
        said = open_page(address)
        if said == address:
            app.copy_to_clipboard(address)
        app.say(said)


async def choose_filter(app: ScreenApp) -> None:
    """Put a filter on, or take one off."""
    values = await app.aside(app.conversation.counts)
    if values and (chosen := await app.push_screen_wait(Choice("Only articles of …", values))):
        await app.aside(app.conversation.toggle, chosen.name, chosen.value)
        app.want(app.line.value)
    elif values is not None and not values:
        app.say("There is nothing to filter by")


async def choose_case(app: ScreenApp) -> str:
    """Ask for the case and keep it; return it."""
    before = app.conversation.case
    case = await app.push_screen_wait(TextQuestion("Which case? It stays for this terminal", one_line(before)))
    if case:
        await _say(app, app.conversation.set_case, case)
        app.show_case()
    return app.conversation.case if case else ""


async def _note(app: ScreenApp, work: Callable[..., str], *arguments: object) -> None:
    """Note something of the article, say so, and show the article and the hits as they are with it."""
    await _say(app, work, *arguments)
    await app.refreshed()


async def _say(app: ScreenApp, work: Callable[..., str], *arguments: object) -> None:
    """Do something and say what was done."""
    if said := await app.aside(work, *arguments):
        app.say(said)


ACTIONS: Mapping[str, Callable[[ScreenApp], Coroutine[Any, Any, Any]]] = {
    "l": link, "f": flag, "n": capture, "e": edit, "y": copy, "o": page, "/": choose_filter, "c": choose_case,
}  # fmt: skip


def make_screen(kb: KnowledgeBase, words: str = "", *, is_coloured: bool = True) -> ScreenApp:
    """Return the screen with what its letters do."""
    return ScreenApp(kb, ACTIONS, words, is_coloured=is_coloured)
