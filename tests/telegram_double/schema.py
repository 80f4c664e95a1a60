"""The official schema of the Bot API: is this value of that type, does this request fit its method?

It knows types and fields only: no chat, no message, no HTTP.
Read next: `server.py`, which checks with it all that comes in and goes out, and `botapi.SOURCE.md`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

Json = dict[str, Any]

_SCALARS: dict[str, tuple[type, ...]] = {
    "String": (str,),
    "Integer": (int,),
    "Boolean": (bool,),
    "Float": (int, float),
    "True": (bool,),
}
_ALTERNATIVES = re.compile(r" or |, | and ")
# A type that only stands for others, whose names do not begin with its own.
_STANDS_FOR = {"MaybeInaccessibleMessage": ("Message", "InaccessibleMessage")}


class Schema:
    """Methods and types as `{name: {field: (type, required)}}`."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.version: str = data["version"]
        self.methods: dict[str, dict[str, tuple[str, bool]]] = data["methods"]
        self.types: dict[str, dict[str, tuple[str, bool]]] = data["types"]
        self._by_lower = {name.lower(): name for name in self.methods}

    def method_named(self, name: str) -> str | None:
        """The official spelling of a method; the Bot API takes any case."""
        return self._by_lower.get(name.lower())

    def problems(self, value: object, type_name: str, where: str) -> list[str]:
        """What keeps `value` from being of the official type `type_name`, each with the place; [] if it is."""
        if type_name.startswith("Array of "):
            if not isinstance(value, list):
                return [f"{where}: not an array but {value!r}"]
            inner = type_name.removeprefix("Array of ")
            return [p for place, item in enumerate(value) for p in self.problems(item, inner, f"{where}[{place}]")]
        alternatives = _ALTERNATIVES.split(type_name)
        if len(alternatives) == 1:
            alternatives = list(self._alternatives_of(type_name))
        found = [self._problems_of_one(value, alternative, where) for alternative in alternatives]
        return min(found, key=len)

    def request_problems(self, method: str, given: Mapping[str, object]) -> list[str]:
        """Unknown, missing and wrongly typed parameters of a request, file contents aside."""
        parameters = self.methods[method]
        found = [f"{method}.{name}: unknown parameter" for name in given if name not in parameters]
        for name, (type_name, required) in parameters.items():
            if name not in given:
                found += [f"{method}.{name}: required, missing"] if required else []
            elif "InputFile" not in type_name:
                found += self.problems(given[name], type_name, f"{method}.{name}")
        return found

    def decoded(self, method: str, name: str, raw: str) -> object:
        """A form field as the value it stands for; left a string where it cannot be read as its type."""
        type_name = self.methods[method].get(name, ("String", False))[0]
        if type_name == "Integer or String":
            return int(raw) if re.fullmatch(r"-?\d+", raw) else raw
        if type_name == "String" or "InputFile" in type_name:
            return raw
        try:
            return json.loads(raw)
        except ValueError:
            return raw

    def _alternatives_of(self, type_name: str) -> Iterator[str]:
        """The types an umbrella type stands for; itself for any other type."""
        if type_name in _STANDS_FOR:
            yield from _STANDS_FOR[type_name]
            return
        kinds = [name for name in self.types if name.startswith(type_name) and name != type_name]
        umbrella = type_name in self.types and not self.types[type_name] and kinds
        yield from kinds if umbrella else [type_name]

    def _problems_of_one(self, value: object, type_name: str, where: str) -> list[str]:
        if type_name in _SCALARS:
            fits = isinstance(value, _SCALARS[type_name])
            if fits and not (isinstance(value, bool) and type_name in ("Integer", "Float")):
                return [] if type_name != "True" or value is True else [f"{where}: only true is allowed"]
            return [f"{where}: {value!r} is no {type_name}"]
        if not isinstance(value, dict):
            return [f"{where}: {value!r} is no {type_name}"]
        fields = self.types[type_name]
        found = [f"{where}.{name}: unknown field of {type_name}" for name in value if name not in fields]
        for name, (field_type, required) in fields.items():
            if name in value:
                found += self.problems(value[name], field_type, f"{where}.{name}")
            elif required:
                found.append(f"{where}.{name}: required by {type_name}, missing")
        return found


@cache
def official_schema() -> Schema:
    """The schema that stands beside this file."""
    return Schema(json.loads(Path(__file__).with_name("botapi.json").read_text(encoding="utf-8")))
