"""`kcs vocabulary`: what an article is known by."""

from typing import Annotated

import typer

from kcs_cli.cli import output
from kcs_cli.cli.personal import check_personal
from kcs_cli.cli.shared_option import AllowOption, FormatOption, RootOption
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.format import Format


def show_vocabulary(
    name: Annotated[str | None, typer.Argument(metavar="ID", help="Id, alias, path, or number in the last list.")] = None,
    forget: Annotated[
        str | None, typer.Option("--forget", metavar="PHRASE", help="Take back a phrase that searches taught.")
    ] = None,
    mine: Annotated[
        bool, typer.Option("--mine", help="Propose pairs of words: searches that were asked again until they hit.")
    ] = False,
    accept: Annotated[
        str | None, typer.Option("--accept", metavar="SAID=MEANS", help="Write a pair into synonyms.toml.")
    ] = None,
    both: Annotated[bool, typer.Option("--both", help="With --accept: the other way, too.")] = False,
    language: Annotated[str, typer.Option("--language", metavar="LANG", help="With --accept: of these articles only.")] = "",
    allow: AllowOption = None,
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """Show the words that an article is known by.

    They are its title, what customers said, and what searches that ended in a link taught. A phrase counts once for each
    person and case. Links taken back, cases in which the article did not help, and open flags count against it. Nothing is
    written into the article. With --mine and --accept: words that customers have for the articles' words.
    """
    from kcs_cli.search import vocabulary

    kb = KnowledgeBase.open(root, output.tell, output.progress)
    if sum((name is not None, mine, accept is not None)) != 1:
        raise KcsError("Of ID, --mine and --accept it takes one", "kcs vocabulary 1")
    check_personal([accept or ""], kb.config, allow or [])
    if name is not None:
        output.show(vocabulary.vocabulary(kb, name) if forget is None else vocabulary.forget(kb, name, forget), format)
    else:
        pairs = vocabulary.mine(kb) if accept is None else vocabulary.accept(kb, accept, both=both, language=language)
        output.show(pairs, format)
