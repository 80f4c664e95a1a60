"""Reading the data that ships: YAML files checked against a model, errors that name file and field.

It knows no subject; each reader brings its own model.
Read next: `knowledge/data/`, and the modules that call `load`.
"""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from knowledge.errors import RegistryInvalid

Model = TypeVar("Model", bound=BaseModel)


def data_file(name: str) -> Traversable:
    """The shipped data file of that name below `knowledge/data`."""
    return resources.files("knowledge").joinpath("data", *name.split("/"))


def data_files(folder: str) -> list[Traversable]:
    """The YAML files of a folder below `knowledge/data`, by name."""
    found = (entry for entry in data_file(folder).iterdir() if entry.name.endswith(".yaml"))
    return sorted(found, key=lambda entry: entry.name)


def load(file: Traversable, model: type[Model]) -> Model:
    """The file as a checked model. Raises RegistryInvalid with the file, the field and what is wrong."""
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        return model.model_validate(content)
    except yaml.YAMLError as error:
        raise RegistryInvalid(file=file.name, field="", problem=str(error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise RegistryInvalid(file=file.name, field=place, problem=first["msg"]) from error
