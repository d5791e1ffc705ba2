"""How each command is typed: two or three examples, the end of its help and of its man page."""

from collections.abc import Mapping

EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "search": (
        "kcs search error: 0x80070005 after update",
        "kcs search vpn -wifi --tag network --explain",
        "journalctl -n 200 | kcs search -",
    ),
    "more": ("kcs more", "kcs more --format ids"),
    "show": (
        'kcs show 2 --section "reset the" --copy',
        "kcs show kb-7h3k9m --at 2026-03-01",
        "kcs show --case 4711",
    ),
    "open": (
        "kcs open 2",
        "kcs open kb-7h3k9m --page",
    ),
    "new": (
        'kcs new "Fax does not ring after an office move"',
        "kcs new --from ticket.json --no-edit",
        "kcs new --gap 1",
    ),
    "link": (
        "kcs link 1 --case 4711",
        'kcs link 1 --case 4711 --said "it just stays silent"',
        "kcs link 2 --case 4711 --as tried",
    ),
    "case": (
        "kcs case 4711",
        "kcs case --clear",
    ),
    "answer": (
        "kcs answer 1 --copy",
        "kcs answer 1 --as mail --case 4711",
        "kcs answer kb-7h3k9m --as jsonl --for partner",
    ),
    "unlink": (
        "kcs unlink kb-7h3k9m --case 4711",
        "kcs unlink https://example.org/fix --case 4711",
    ),
    "flag": (
        'kcs flag 1 -m "the cable colour is missing" --why missing',
        'kcs flag kb-7h3k9m -m "step 2 is gone" --case 4711',
    ),
    "undo": (
        "kcs undo --dry-run",
        "kcs undo",
    ),
    "fix": (
        'kcs fix 1 --case 4711 -m "Name the cable"',
        "kcs fix kb-7h3k9m --closes 3k9m2x7q",
        "kcs fix 1 --no-edit --commit",
    ),
    "rate": (
        "kcs rate 1 --helpful",
        'kcs rate kb-7h3k9m --unhelpful -m "too long"',
        "kcs rate --import votes.csv",
    ),
    "thanks": (
        'kcs thanks 1 -m "the customer was glad"',
        'kcs thanks kb-7h3k9m -m "the customer had asked three times"',
    ),
    "news": (
        "kcs news",
        "kcs news --since 30d --all",
    ),
    "quiz": (
        "kcs quiz -n 5 --domain printing",
        "kcs quiz --month --export quiz.csv",
        "kcs quiz --results",
    ),
    "path": (
        "kcs path",
        "kcs path printing",
        "kcs path printing --done kb-7h3k9m",
    ),
    "share": (
        "kcs share --dry-run",
        "kcs share",
        'kcs share -m "What the printers said today"',
    ),
    "sync": (
        "kcs sync --dry-run",
        "kcs sync",
        "kcs sync --compact",
    ),
    "review-stale": (
        "kcs review-stale --mine",
        "kcs review-stale --explain kb-7h3k9m",
        "kcs review-stale --team printing --check 10 --digest mail/",
    ),
    "flags": (
        "kcs flags --mine",
        "kcs flags --older 7d",
    ),
    "unflag": (
        'kcs unflag 3k9m2x7q -m "the cable is named now"',
        'kcs unflag 3k9m2x7q -m "it is right" --format json',
    ),
    "verify": (
        "kcs verify 1 --case 4711",
        'kcs verify kb-7h3k9m --tested "Windows 11 24H2"',
    ),
    "set": (
        "kcs set kb-7h3k9m owner=ana@example.org",
        "kcs set 1 3 tags+=printing --dry-run",
    ),
    "state": (
        "kcs state 1 3 validated --dry-run",
        "kcs state kb-7h3k9m archived --if confidence=wip",
    ),
    "merge": (
        "kcs merge 2 --into 1 --dry-run",
        "kcs merge kb-2tj0gy --into kb-7h3k9m --yes",
    ),
    "history": (
        "kcs history 1",
        "kcs history kb-7h3k9m --field audience",
    ),
    "owners": (
        "kcs owners --of ana@example.org",
        "kcs owners --at-risk",
        "kcs owners --left ana@example.org --write",
    ),
    "vocabulary": (
        "kcs vocabulary 1",
        "kcs vocabulary --mine",
        'kcs vocabulary --accept "wedged=jammed" --both',
    ),
    "recall": (
        "kcs recall kb-7h3k9m --bad 3f2a91c",
        "kcs recall kb-7h3k9m --bad 3f2a91c..b07c4de --format csv",
    ),
    "gaps": (
        "kcs gaps --since 90d",
        "kcs gaps --accept 2",
        "kcs gaps --cases cases.csv",
    ),
    "matrix": (
        "kcs matrix --cases cases.csv",
        "kcs matrix --propose",
    ),
    "report": (
        "kcs report",
        "kcs report link-rate --cases cases.csv --since 90d --by team",
        "kcs report link-rate --explain",
    ),
    "digest": (
        "kcs digest --html friday.html",
        "kcs digest --since 30d --team printing --format markdown",
    ),
    "publish": (
        "kcs publish",
        'kcs publish --when "solved >= 2 and flags = 0" --audience partner',
        "kcs publish --branch publish/november",
    ),
    "notify": (
        "kcs notify",
        "kcs notify review --to owners --period month --send",
        "kcs notify digest gaps --to slack --preview look/",
    ),
    "init": (
        "kcs init support",
        "kcs init --adopt --dry-run",
        "kcs init --ci github",
    ),
    "import": (
        "kcs import help-center.json --dry-run",
        "kcs import help-center.json",
        "kcs import wiki-export.zip --from confluence --folder knowledge/wiki",
    ),
    "lint": (
        "kcs lint --changed-from origin/main",
        "kcs lint --fix --dry-run",
        "kcs lint --explain link-broken",
    ),
    "standard": (
        "kcs standard",
        "kcs standard --format json",
    ),
    "test": (
        "kcs test queries.tsv --min-ndcg 0.8",
        "kcs test --compare main",
        'kcs test --bisect "printer wedged" --expect kb-7h3k9m',
    ),
    "index": (
        "kcs index",
        "kcs index --check",
    ),
    "semantic": (
        "kcs semantic fetch",
        "kcs semantic show",
    ),
    "export": (
        "kcs export --output base.json",
        "kcs export --format html --audience customer --output pages",
        "kcs export --check",
    ),
    "cluster": (
        "kcs cluster sync",
        "kcs cluster status --format json",
        "kcs cluster check --sample 200",
    ),
    "site": (
        "kcs site build public",
        "kcs site build public --audience partner --no-search",
    ),
    "mcp": (
        "kcs mcp",
        "kcs mcp --audience customer --write",
    ),
    "serve": (
        "kcs serve",
        "kcs serve --new-token shop --person shop-bot --audience customer",
        "kcs serve --host 0.0.0.0 --name kb.example.org",
    ),
    "events": (
        "kcs events --since 30d --kind flag",
        "kcs events --format jsonl",
        "kcs events --schema",
    ),
    "completion": (
        "kcs completion bash",
        "kcs completion zsh",
    ),
    "help": (
        "kcs help search",
        "kcs help ranking",
        "kcs help --schema search",
    ),
}


def epilog(name: str) -> str:
    """Write the end of a command's help: its examples, each on a line of its own."""
    return "\n".join(("\b", "Examples:", *(f"  {example}" for example in EXAMPLES[name])))
