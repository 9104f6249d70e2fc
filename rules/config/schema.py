"""Make JSON Schemas of the rule files, for editors: `python -m rules.config.schema` writes rules/schema/.

Jobs and files that features add come from `bot.features:extensions`, or what else is named after the command.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from rules.conditions import CONDITIONS
from rules.conditions.base import Options
from rules.config.actions import Spelling
from rules.config.community import Community
from rules.config.courses import Course, CoursesModel
from rules.config.extensions import NO_EXTENSIONS, Extensions
from rules.config.incentives import IncentivesModel
from rules.config.moderation import ModerationModel, RuleModel, WeighModel
from rules.config.schedule import ScheduleModel
from rules.config.screening import Screening

FOLDER = Path(__file__).parents[1] / "schema"
DRAFT = "https://json-schema.org/draft/2020-12/schema"
Json = dict[str, Any]


def schemas(extensions: Extensions = NO_EXTENSIONS) -> dict[str, Json]:
    """Each file's schema by the file's name without `.yaml`."""
    return {
        **{name: _file(model) for name, model in extensions.files.items()},
        "community": _file(Community),
        "courses": _courses(),
        "incentives": _file(IncentivesModel),
        "moderation": _moderation(extensions.spellings),
        "schedule": _schedule(extensions),
        "screening": _file(Screening),
    }


def write(folder: Path, extensions: Extensions = NO_EXTENSIONS) -> list[Path]:
    """Write every schema into a folder; the paths written."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, schema in schemas(extensions).items():
        path = folder / f"{name}.json"
        path.write_text(rendered(schema), encoding="utf-8")
        paths.append(path)
    return paths


def rendered(schema: Json) -> str:
    """A schema as its file holds it."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _file(model: type[BaseModel]) -> Json:
    definitions: Json = {}
    found = _of(model, definitions)
    return {"$schema": DRAFT, **found, **({"$defs": definitions} if definitions else {})}


def _courses() -> Json:
    definitions: Json = {}
    schema = _of(CoursesModel, definitions)
    course = _of(Course, definitions)
    lessons = course["properties"]["lessons"]
    lessons["items"] = {"anyOf": [lessons["items"], {"type": "string", "examples": ["2026-12-01 20:00"]}]}
    schema["properties"]["courses"]["items"] = course
    return {"$schema": DRAFT, **schema, "$defs": definitions}


def _schedule(extensions: Extensions) -> Json:
    schema = _file(ScheduleModel)
    job = schema["$defs"]["Job"]
    jobs = extensions.jobs or {}
    if jobs:
        job["properties"]["job"]["enum"] = sorted(jobs)
        job["allOf"] = [
            {
                "if": {"properties": {"job": {"const": name}}, "required": ["job"]},
                "then": {"properties": {"options": _of(jobs[name], {})}},
            }
            for name in sorted(jobs)
            if jobs[name].model_fields
        ]
    for part in (schema, schema["$defs"]["GroupHours"]):
        hours = part["properties"]["quiet"]
        forms = hours.pop("anyOf", None) or [{"$ref": hours.pop("$ref")}]
        part["properties"]["quiet"] = {"anyOf": [*forms, {"enum": ["off", False]}], **hours}
    return schema


def _moderation(spellings: Mapping[str, Spelling]) -> Json:
    definitions: Json = {}
    schema = _of(ModerationModel, definitions)
    rule = _of(RuleModel, definitions)
    rule["properties"]["when"] = {**rule["properties"]["when"], "$ref": "#/$defs/condition"}
    rule["properties"]["then"] = {**rule["properties"]["then"], "$ref": "#/$defs/actions"}
    # What a rule does not say it may take over from another.
    rule["required"] = ["id"]
    rule["anyOf"] = [{"required": ["when", "then"]}, {"required": ["extends"]}]
    schema["properties"]["rules"]["items"] = rule
    definitions["StepModel"]["properties"]["then"] = {"$ref": "#/$defs/actions"}
    definitions["condition"] = _condition(definitions)
    definitions["actions"] = _actions(spellings, definitions)
    return {"$schema": DRAFT, **schema, "$defs": definitions}


def _condition(definitions: Json) -> Json:
    """A condition tree: a name, a mapping whose entries all have to hold, or a list of such."""
    this = {"$ref": "#/$defs/condition"}
    several = {"type": "array", "items": this, "minItems": 1}
    named: Json = {
        name: {"description": c.summary, **_spellings(c.options, definitions)}
        for name, c in CONDITIONS.items()
    }
    named |= {
        "all": {"description": "Holds when every part does.", **several},
        "any": {"description": "Holds when one part does.", **several},
        "not": {"description": "Holds when the part does not.", **this},
        "weigh": _weigh(definitions),
    }
    bare = [name for name, c in CONDITIONS.items() if _bare(c.options)]
    return {"anyOf": [{"enum": bare}, _mapping(named), several]}


def _weigh(definitions: Json) -> Json:
    weigh = _of(WeighModel, definitions)
    definitions["SignModel"]["properties"]["when"] = {"$ref": "#/$defs/condition"}
    return weigh


def _actions(spellings: Mapping[str, Spelling], definitions: Json) -> Json:
    named = {
        name: {"description": a.summary, **_spellings(a.options, definitions)}
        for name, a in spellings.items()
    }
    bare = [name for name, a in spellings.items() if _bare(a.options)]
    one = {"anyOf": [{"enum": bare}, _mapping(named)]}
    return {"anyOf": [*one["anyOf"], {"type": "array", "items": one, "minItems": 1}]}


def _mapping(properties: Json) -> Json:
    return {"type": "object", "properties": properties, "additionalProperties": False, "minProperties": 1}


def _spellings(options: type[Options], definitions: Json) -> Json:
    """The long form with its options named, the short form, and nothing where defaults are enough."""
    long = _of(options, definitions)
    forms = [long]
    if options.short:
        forms.append(long["properties"][options.short])
    if _bare(options):
        forms.append({"type": "null"})
    return {"anyOf": forms}


def _bare(options: type[Options]) -> bool:
    """Whether the name alone says enough."""
    try:
        options.model_validate(None)
    except ValidationError:
        return False
    return True


def _of(model: type[BaseModel], definitions: Json) -> Json:
    """A model's schema without names of classes; what it refers to goes into `definitions`."""
    schema: Json = _untitled(model.model_json_schema())
    definitions.update(schema.pop("$defs", {}))
    return schema


def _untitled(node: Any, *, names: bool = False) -> Any:
    """Drop the titles that pydantic makes up; `names`: the keys are names, not keywords."""
    if isinstance(node, list):
        return [_untitled(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: _untitled(value, names=not names and key in ("properties", "$defs"))
        for key, value in node.items()
        if names or key != "title"
    }


if __name__ == "__main__":
    # By name: this package imports nothing of the bot.
    module, _, name = (sys.argv[1] if sys.argv[1:] else "bot.features:extensions").partition(":")
    found = getattr(import_module(module), name)()
    sys.stdout.write("".join(f"{path}\n" for path in write(FOLDER, found)))
