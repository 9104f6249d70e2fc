"""The description of the people's side: the body of `/sim/acts`, and a page that shows the description."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from bot.playground.acts.model import AnyAct


def _acts_body() -> dict[str, Any]:
    (schema,), components = msgspec.json.schema_components(
        [AnyAct], ref_template="#/components/schemas/{name}"
    )
    # FastAPI collects only its own components, so these stand inside the body.
    inlined = _inline(schema, components)
    body = {
        "type": "object",
        "required": ["acts"],
        "properties": {"acts": {"type": "array", "items": inlined}},
    }
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": body}}}}


def _inline(node: Any, components: dict[str, Any]) -> Any:
    if isinstance(node, list):
        return [_inline(n, components) for n in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _inline(components[node["$ref"].rpartition("/")[2]], components)
    return {k: _inline(v, components) for k, v in node.items() if k != "discriminator"}


ACTS_BODY = _acts_body()
DOCS_PAGE = Path(__file__).with_name("sim_docs.html").read_text("utf-8")
