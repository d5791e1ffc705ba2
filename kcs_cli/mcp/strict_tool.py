"""A tool that refuses arguments it does not know, and says in plain words what is wrong with them."""

from typing import Any

from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.tools import Tool
from mcp_types import ToolAnnotations
from pydantic import BaseModel, ValidationError, create_model

from kcs_cli.mcp.argument import SearchFilters
from kcs_cli.text.display import one_line, shorten

MOST = 5  # wrong arguments that are told
LONGEST = 100  # columns of the name of one
UNKNOWN, MISSING = "extra_forbidden", "missing"  # as pydantic names them


class StrictTool(Tool):
    """A tool; an argument that it does not know is refused, not passed over."""

    async def run(self, arguments: dict[str, Any], context: Any, convert_result: bool = False) -> Any:
        """Run it. Raise ToolError: a wrong argument is said without the library's names, addresses and the client's text."""
        try:
            return await super().run(arguments, context, convert_result)
        except ToolError as error:
            if isinstance(error.__cause__, ValidationError):
                raise ToolError(f"Error executing tool {self.name}: {self._said(error.__cause__)}") from error
            raise

    def _said(self, error: ValidationError) -> str:
        """Return what is wrong, and what may be passed."""
        faults = error.errors(include_url=False, include_context=False, include_input=False)
        said = "; ".join(_fault(fault["loc"], fault["type"], fault["msg"]) for fault in faults[:MOST])
        is_in_filters = any(fault["type"] == UNKNOWN and len(fault["loc"]) > 1 for fault in faults)
        model, name = (SearchFilters, "filters") if is_in_filters else (self.fn_metadata.arg_model, self.name)
        return f"{said}. Hint: {name} takes {_names(model)}"


def strict_tool(function: Any, title: str, annotations: ToolAnnotations) -> Tool:
    """Make a tool of a function."""
    tool = StrictTool.from_function(function, title=title, annotations=annotations)
    known = tool.fn_metadata.arg_model
    strict = create_model(known.__name__, __base__=known, __config__=None)
    strict.model_config["extra"] = "forbid"
    strict.model_rebuild(force=True)
    tool.fn_metadata.arg_model = strict
    tool.parameters = strict.model_json_schema(by_alias=True)
    return tool


def _fault(place: tuple[int | str, ...], kind: str, text: str) -> str:
    """Return what is wrong with one argument."""
    name = shorten(one_line(".".join(map(str, place))), LONGEST)
    if kind == UNKNOWN:
        return f"There is no argument {name}"
    return f"{name} is missing" if kind == MISSING else f"{name}: {text}"


def _names(model: type[BaseModel]) -> str:
    """Return the names of what may be passed."""
    return ", ".join(model.model_fields)
