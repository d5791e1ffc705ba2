"""The commands of `kcs`, by who uses them: where each one is, and what it does."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

AGENTS = "Agents, while the customer is on the line"
OWNERS = "Owners, for the articles they answer for"
LEADS = "Leads, to see what is missing and whether it works"
SET_UP = "CI and set-up"


class Command(NamedTuple):
    """A command: who uses it, the function that it is, the first line of its help.

    `reader` is the class that reads its command line, where that is not Typer's own.
    """

    readers: str
    place: str
    summary: str
    reader: str | None = None


# The order is that of --help. A module is imported when its command runs, not for --help: that would take 0.3 s. For the
# command's own help what it does is not needed, either: the module imports that in its functions.
COMMANDS: Mapping[str, Command] = {
    "search": Command(
        readers=AGENTS,
        place="kcs_cli.cli.search:search_articles",
        summary="Find articles: any text is a question.",
        reader="kcs_cli.cli.dash_word:SearchCommand",
    ),
    "more": Command(
        readers=AGENTS,
        place="kcs_cli.cli.more:more",
        summary="Show the next hits of this terminal's last search.",
    ),
    "show": Command(
        readers=AGENTS,
        place="kcs_cli.cli.show:show_article",
        summary="Show an article: a page on a terminal, its text in a pipe.",
    ),
    "open": Command(
        readers=AGENTS,
        place="kcs_cli.cli.open:open_article",
        summary="Open an article in your editor.",
    ),
    "new": Command(
        readers=AGENTS,
        place="kcs_cli.cli.new:new",
        summary="Capture a new article.",
    ),
    "link": Command(
        readers=AGENTS,
        place="kcs_cli.cli.link:link_article",
        summary="Note that an article solved a case.",
    ),
    "case": Command(
        readers=AGENTS,
        place="kcs_cli.cli.case:keep",
        summary="Keep the case that this terminal is about.",
    ),
    "answer": Command(
        readers=AGENTS,
        place="kcs_cli.cli.answer:answer",
        summary="Hand an article over as an answer, without what only agents may see.",
    ),
    "unlink": Command(
        readers=AGENTS,
        place="kcs_cli.cli.link:unlink",
        summary="Take back that an article solved a case.",
    ),
    "flag": Command(
        readers=AGENTS,
        place="kcs_cli.cli.flag:flag_article",
        summary="Say what is wrong with an article.",
    ),
    "undo": Command(
        readers=AGENTS,
        place="kcs_cli.cli.undo:undo",
        summary="Take back what you noted or changed last in this terminal.",
    ),
    "fix": Command(
        readers=AGENTS,
        place="kcs_cli.cli.fix:fix_article",
        summary="Correct an article in your editor, and commit it.",
    ),
    "rate": Command(
        readers=AGENTS,
        place="kcs_cli.cli.rate:rate",
        summary="Note whether an article helped a reader.",
    ),
    "thanks": Command(
        readers=AGENTS,
        place="kcs_cli.cli.thanks:give_thanks",
        summary="Thank those who wrote an article.",
    ),
    "news": Command(
        readers=AGENTS,
        place="kcs_cli.cli.news:news",
        summary="Show what others changed in the articles you use.",
    ),
    "quiz": Command(
        readers=AGENTS,
        place="kcs_cli.cli.quiz:quiz",
        summary="Can you find the article that answers a customer?",
        reader="kcs_cli.cli.quiz:QuizCommand",
    ),
    "path": Command(
        readers=AGENTS,
        place="kcs_cli.cli.path:show_path",
        summary="Show what to read first in a domain, and how far you are.",
    ),
    "share": Command(
        readers=AGENTS,
        place="kcs_cli.cli.share:share_work",
        summary="Commit what kcs wrote, push it, and share what was noted.",
    ),
    "sync": Command(
        readers=AGENTS,
        place="kcs_cli.cli.sync:sync",
        summary="Send what was noted here, fetch what others noted.",
    ),
    "review-stale": Command(
        readers=OWNERS,
        place="kcs_cli.cli.review_stale:review",
        summary="List the articles that deserve their owners' eyes, and why.",
    ),
    "flags": Command(
        readers=OWNERS,
        place="kcs_cli.cli.flag:flags",
        summary="List the open flags, the oldest first.",
    ),
    "unflag": Command(
        readers=OWNERS,
        place="kcs_cli.cli.flag:unflag",
        summary="Close a flag.",
    ),
    "verify": Command(
        readers=OWNERS,
        place="kcs_cli.cli.verify:verify_article",
        summary="Confirm an article, with evidence.",
    ),
    "set": Command(
        readers=OWNERS,
        place="kcs_cli.cli.set:set_fields",
        summary="Set fields of articles; nothing else of their files changes.",
    ),
    "state": Command(
        readers=OWNERS,
        place="kcs_cli.cli.set:state",
        summary="Set how far articles may be trusted.",
    ),
    "merge": Command(
        readers=OWNERS,
        place="kcs_cli.cli.merge:merge",
        summary="Merge an article into another that answers the same.",
    ),
    "history": Command(
        readers=OWNERS,
        place="kcs_cli.cli.history:history",
        summary="Show who changed an article, when, and how.",
    ),
    "owners": Command(
        readers=OWNERS,
        place="kcs_cli.cli.owners:owners",
        summary="Show who answers for what.",
    ),
    "vocabulary": Command(
        readers=OWNERS,
        place="kcs_cli.cli.vocabulary:show_vocabulary",
        summary="Show the words that an article is known by.",
    ),
    "recall": Command(
        readers=OWNERS,
        place="kcs_cli.cli.recall:recall",
        summary="List the cases that received a faulty revision.",
    ),
    "gaps": Command(
        readers=LEADS,
        place="kcs_cli.cli.gaps:gaps",
        summary="Show what people asked and did not get.",
    ),
    "matrix": Command(
        readers=LEADS,
        place="kcs_cli.cli.matrix:matrix",
        summary="Show what contradicts the value-irritant matrix.",
    ),
    "report": Command(
        readers=LEADS,
        place="kcs_cli.cli.report:report",
        summary="Measure how knowledge is used, and what comes of it.",
    ),
    "digest": Command(
        readers=LEADS,
        place="kcs_cli.cli.digest:digest",
        summary="Show what was learned lately: a page for the team.",
    ),
    "publish": Command(
        readers=LEADS,
        place="kcs_cli.cli.publish:publish",
        summary="Propose articles for more readers, by the rule in [publish].",
    ),
    "notify": Command(
        readers=LEADS,
        place="kcs_cli.cli.notify:notify",
        summary="Tell people by mail, in Slack and Teams what concerns them.",
    ),
    "init": Command(
        readers=SET_UP,
        place="kcs_cli.cli.init:init",
        summary="Begin a knowledge base; nothing that exists is overwritten.",
    ),
    "import": Command(
        readers=SET_UP,
        place="kcs_cli.cli.import:import_articles",
        summary="Bring in the articles of a help desk or a wiki, with their history.",
    ),
    "lint": Command(
        readers=SET_UP,
        place="kcs_cli.cli.lint:lint",
        summary="Check articles against the content standard.",
        reader="kcs_cli.cli.lint:LintCommand",
    ),
    "standard": Command(
        readers=SET_UP,
        place="kcs_cli.cli.standard:standard",
        summary="Show the content standard in force.",
    ),
    "test": Command(
        readers=SET_UP,
        place="kcs_cli.cli.test:test",
        summary="Measure the search with queries whose answers are known.",
    ),
    "index": Command(
        readers=SET_UP,
        place="kcs_cli.cli.index:index",
        summary="Bring the index up to date and say what it holds.",
    ),
    "semantic": Command(
        readers=SET_UP,
        place="kcs_cli.cli.semantic:semantic",
        summary="Find by meaning as well as by words: an extra.",
    ),
    "cluster": Command(
        readers=SET_UP,
        place="kcs_cli.cli.cluster:cluster",
        summary="Keep the articles on an OpenSearch cluster: an extra.",
    ),
    "export": Command(
        readers=SET_UP,
        place="kcs_cli.cli.export:export",
        summary="Give the whole base back, for another system or for reading.",
    ),
    "site": Command(
        readers=SET_UP,
        place="kcs_cli.cli.site:site",
        summary="Build a help centre: pages that customers read and search.",
    ),
    "mcp": Command(
        readers=SET_UP,
        place="kcs_cli.cli.mcp:serve_agents",
        summary="Serve the knowledge base to AI agents, over stdin and stdout.",
    ),
    "serve": Command(
        readers=SET_UP,
        place="kcs_cli.cli.serve:serve_base",
        summary="Serve the knowledge base to browsers and scripts, over HTTP.",
    ),
    "events": Command(
        readers=SET_UP,
        place="kcs_cli.cli.events:events",
        summary="List what happened to articles: links, flags, votes.",
    ),
    "completion": Command(
        readers=SET_UP,
        place="kcs_cli.cli.completion:completion",
        summary="Print what your shell reads to complete with TAB.",
    ),
    "help": Command(
        readers=SET_UP,
        place="kcs_cli.cli.help:show_help",
        summary="Show the help of a command, or a page on a topic.",
    ),
}


def readers() -> Sequence[str]:
    """Return who uses the commands, in the order of --help."""
    return tuple(dict.fromkeys(command.readers for command in COMMANDS.values()))
