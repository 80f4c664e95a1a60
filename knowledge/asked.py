"""The ways officers ask for a provision: searched beside the law's own words, never shown as law.

It must not know how questions are matched.
Read next: `knowledge/data/asked/`, one file a document; `knowledge/digests.py` for those kept with a digest.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pydantic import BaseModel, ConfigDict, ValidationInfo, field_validator

from knowledge.datafiles import data_files, load
from knowledge.provisions import ProvisionId


class _AskedFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    document: str
    asked: dict[str, tuple[str, ...]]
    """Ways of asking by place: «d50» for an article, «d50.k1» for a clause, «d50.k1.d» for a point."""

    @field_validator("asked")
    @classmethod
    def _places_exist(cls, value: dict[str, tuple[str, ...]], info: ValidationInfo) -> dict[str, tuple[str, ...]]:
        for place in value:
            ProvisionId.parse(f"{info.data['document']}#{place}")
        return value


@cache
def ways_of_asking() -> Mapping[ProvisionId, tuple[str, ...]]:
    """Ways of asking by provision: an article, or the clause or point that answers.

    Raises RegistryInvalid, naming file and field, when a file breaks the schema.
    """
    return {
        ProvisionId.parse(f"{file.document}#{place}"): ways
        for path in data_files("asked")
        for file in (load(path, _AskedFile),)
        for place, ways in file.asked.items()
    }
