"""What is served, and how."""

from kcs_cli import __version__
from kcs_cli.mcp.desk import DeskCall
from kcs_cli.mcp.model import StatusAnswer
from kcs_cli.search.index.opener import all_cards, engine


def status(call: DeskCall) -> StatusAnswer:
    """Say what is served, and how."""
    known = engine(call.seen)
    confidence = [card.confidence for card in all_cards(call.seen)]
    return StatusAnswer(
        name=call.kb.root.name,
        version=__version__,
        audience=call.desk.audience,
        articles=len(confidence),
        languages=known.languages(),
        confidence={state: confidence.count(state) for state in dict.fromkeys(confidence)},
        can_write=call.desk.can_write,
        case=call.case or None,
        set_aside=known.count_broken() if call.is_internal else None,
    )
