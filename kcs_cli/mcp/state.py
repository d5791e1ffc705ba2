"""What is served, and how."""

from kcs_cli import __version__
from kcs_cli.mcp.model import StatusAnswer
from kcs_cli.mcp.search import SearchRequest, count_facets
from kcs_cli.mcp.service import ToolCall
from kcs_cli.search.index.opener import engine


def status(call: ToolCall) -> StatusAnswer:
    """Say what is served, and how."""
    known, counts = engine(call.seen), count_facets(call, SearchRequest("", archived=True))
    return StatusAnswer(
        name=call.kb.root.name,
        version=__version__,
        audience=call.service.audience,
        articles=counts.found,
        languages=known.languages(),
        confidence=counts.facets.get("state", {}),
        can_write=call.service.can_write,
        case=call.case or None,
        set_aside=known.count_broken() if call.is_internal else None,
    )
