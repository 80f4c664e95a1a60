"""Reading the drafting data: YAML with the line of every field, so that a mistake names where it stands.

It knows no kind of report; what a file should hold is the model it is given.
Read next: `knowledge/drafting/kinds.py`, `knowledge/drafting/lint.py`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from knowledge.errors import TemplateInvalid

Model = TypeVar("Model", bound=BaseModel)
Place = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake in the data: file, line (from 1; 0 for the whole file), the field's path, and what is wrong."""

    file: str
    line: int
    field: str
    problem: str

    def error(self) -> TemplateInvalid:
        """The mistake as an error."""
        return TemplateInvalid(file=self.file, line=self.line, field=self.field, problem=self.problem)


def read(file: Traversable, model: type[Model]) -> tuple[Model | None, list[Mistake]]:
    """The file as a checked model, or None and what is wrong with it."""
    text = file.read_text(encoding="utf-8")
    try:
        content = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        return None, [Mistake(file.name, line, "", error.problem or str(error))]
    except yaml.YAMLError as error:
        return None, [Mistake(file.name, 0, "", str(error))]
    try:
        return model.model_validate(content), []
    except ValidationError as invalid:
        lines = Lines(text)
        return None, [
            Mistake(file.name, lines.of(each["loc"]), ".".join(map(str, each["loc"])), each["msg"])
            for each in invalid.errors()
        ]


class Lines:
    """The line of each field of a YAML text."""

    def __init__(self, text: str) -> None:
        self._root = yaml.compose(text, Loader=yaml.CSafeLoader)

    def of(self, place: Iterable[int | str]) -> int:
        """The line of the innermost part of that path that exists, from 1."""
        node, line = self._root, 1
        for step in place:
            inner = _step(node, step)
            if inner is None:
                break
            key, node = inner
            line = key.start_mark.line + 1
        return line


def _step(node: yaml.Node | None, step: int | str) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if getattr(key, "value", None) == str(step):
                return key, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


def typed_answers(text: str, name: str) -> dict[str, object]:
    """The answers in a YAML or JSON text, question → answer; what is left empty is left out.

    In YAML everything stays as it was typed, so that «21.350» means what an officer means by it; in JSON a number
    is a number. Raises TemplateInvalid with the line when the text holds no such mapping.
    """
    try:
        content = json.loads(text) if text.lstrip()[:1] == "{" else yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise Mistake(name, line, "", error.problem or str(error)).error() from error
    except ValueError as error:
        raise Mistake(name, getattr(error, "lineno", 1), "", str(error)).error() from error
    if not isinstance(content, dict):
        raise Mistake(name, 1, "", "expected a mapping of question to answer").error()
    return {str(key): value for key, value in content.items() if value not in ("", None)}
