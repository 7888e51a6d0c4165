"""Worlds, strategies and portfolios back into YAML, without what goes without saying, and their JSON Schema."""

from __future__ import annotations

import io
from typing import Any

from pydantic import BaseModel

from scenarios.library import strategies
from sim.channels import Channel, Tiers
from sim.moves.base import Move
from sim.portfolio import Portfolio
from sim.strategy import Strategy
from sim.tie_patterns import FromFile, TiePattern
from sim.wording import Words
from sim.world import World


def _usual(value: BaseModel) -> BaseModel | None:
    """The same thing with everything left at its default."""
    kind = type(value)
    if isinstance(value, Channel):
        return kind.model_validate({"kind": value.kind})
    if isinstance(value, Move):
        return kind.model_validate({"move": value.move})
    if isinstance(value, TiePattern) and not isinstance(value, FromFile):
        return kind.model_validate({"pattern": kind.model_fields["pattern"].annotation.__args__[0]})  # type: ignore[union-attr]
    return None


def _brief(value: Any, usual: Any = None) -> Any:
    if isinstance(value, Words):
        return value.en if value.en == value.zh else value.model_dump()
    if isinstance(value, Tiers):
        return value.model_dump()
    if isinstance(value, BaseModel):
        if type(usual) is not type(value):
            usual = _usual(value)
        kept = {}
        for name, field in type(value).model_fields.items():
            part = getattr(value, name)
            default = (
                getattr(usual, name) if usual is not None else field.get_default(call_default_factory=True)
            )
            if part != default or name in ("move", "pattern", "kind"):
                kept[name] = _brief(part, default)
        return kept
    if isinstance(value, tuple | list):
        return [_brief(part) for part in value]
    if isinstance(value, dict):
        return {key: _brief(part) for key, part in value.items()}
    return value


def _dump(value: World | Strategy | Portfolio) -> str:
    from ruamel.yaml import YAML

    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style = False
    writer.allow_unicode = True
    writer.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    writer.width = 100
    out = io.StringIO()
    writer.dump(_brief(value), out)
    return out.getvalue()


def world_to_yaml(world: World) -> str:
    """YAML text from which the same world is read again; defaults are left out."""
    return _dump(world)


def strategy_to_yaml(strategy: Strategy) -> str:
    """YAML text from which the same strategy is read again; defaults are left out."""
    return _dump(strategy)


def portfolio_to_yaml(portfolio: Portfolio) -> str:
    """YAML text from which the same portfolio is read again; defaults are left out."""
    return _dump(portfolio)


def schema(what: str) -> dict[str, Any]:
    """JSON Schema of a world's, a strategy's or a portfolio's file, for editors.

    Args:
        what: "world", "strategy" or "portfolio".

    Raises:
        KeyError: If it is none of these.
    """
    models: dict[str, type[BaseModel]] = {"world": World, "strategy": Strategy, "portfolio": Portfolio}
    model = models[what]
    found = model.model_json_schema()
    definitions = found.get("$defs", {})
    if "FromFile" in definitions:
        definitions["FromFile"]["properties"]["file"] = {"type": "string"}
        definitions["FromFile"]["required"] = ["pattern"]
    for definition in definitions.values():
        if definition.get("title") == "Words":
            definition["type"] = ["object", "string"]
        elif definition.get("title") == "Channel":
            definition["required"] = ["kind"]
        elif definition.get("title") == "GroupPlan":
            own = definition["properties"]["strategy"]
            definition["properties"]["strategy"] = {"anyOf": [own, {"enum": list(strategies())}]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}
