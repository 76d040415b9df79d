"""Tools that a model chose, checked: a model is never trusted with a name or an argument."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

Tool = dict[str, Any]  # {"type": "function", "function": {"name", "description", "parameters": JSON schema}}

MOST = 4  # of the tools that one question may call
ASK = (
    "Choose the tools whose facts answer the athlete's question. Call at most three. Do not answer the question itself."
)
_TYPES = {"string": str, "integer": int, "number": (int, float), "boolean": bool}


@dataclass(frozen=True)
class Call:
    """A tool and what it is asked with; both fit the tool's schema."""

    name: str
    arguments: dict[str, Any] = field(default_factory=dict)


def valid_calls(chosen: object, tools: Sequence[Tool]) -> list[Call] | None:
    """The calls of a model, [{"name", "arguments"}]; None where there is none, or where one does not fit its schema."""
    if not isinstance(chosen, list) or not 1 <= len(chosen) <= MOST:
        return None
    schemas = {tool["function"]["name"]: tool["function"].get("parameters", {}) for tool in tools}
    calls = [_call(one, schemas) for one in chosen]
    return None if None in calls else calls


def _call(chosen: object, schemas: dict[str, dict]) -> Call | None:
    if not isinstance(chosen, dict) or chosen.get("name") not in list(schemas):
        return None
    arguments = chosen.get("arguments") or {}
    if isinstance(arguments, str):
        try:
            arguments = json.loads(arguments)
        except json.JSONDecodeError:
            return None
    return Call(chosen["name"], arguments) if _fits(arguments, schemas[chosen["name"]]) else None


def _fits(arguments: object, schema: dict) -> bool:
    """Whether arguments fit a flat JSON schema: none unknown, none missing, each of its type and among its values."""
    known = schema.get("properties", {})
    if not isinstance(arguments, dict) or not set(schema.get("required", ())) <= set(arguments) <= set(known):
        return False
    return all(_of_type(value, known[name]) for name, value in arguments.items())


def _of_type(value: object, schema: dict) -> bool:
    wanted = _TYPES.get(schema.get("type", "string"))
    right = wanted is not None and isinstance(value, wanted) and (wanted is bool or not isinstance(value, bool))
    return right and ("enum" not in schema or value in schema["enum"])
