"""Immutable generations of the index on disk: built aside, checked, switched in one step, rolled back.

It must not know how a question is answered; it builds, verifies, opens and drops generations.
Read next: `index/retrieval.py`, which searches an open generation.

    <folder>/CURRENT            {"current": id, "previous": id}: replaced in one step
    <folder>/vectors.sqlite     every vector ever computed, by text and encoder
    <folder>/<id>/              manifest.json, entries.jsonl, passages.jsonl, vectors.faiss, lexical-<level>/
    <folder>/damaged-<id>/      set aside when a checksum failed
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Final

from filelock import FileLock
from pydantic import TypeAdapter

from index.corpus import Entry
from index.embeddings import Report, embed
from index.encoder import Encoder
from index.lexical import LexicalIndex
from index.passages import Level, Passage, passages
from index.vectors import VectorIndex
from knowledge.articles import Article
from knowledge.errors import IndexCorrupt, IndexMissing, IndexStale

FORMAT: Final = 4
"""Raised when the layout changes: older generations are then rebuilt, never read."""
KEPT: Final = 3
"""Generations kept on disk, the current one included."""

_ENTRY: Final = TypeAdapter(Entry)
_PASSAGE: Final = TypeAdapter(Passage)
_LEXICAL_LEVELS: Final = (Level.ARTICLE, Level.CLAUSE, Level.ASKED, Level.SECTION)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was built from, and the SHA-256 of each of its files."""

    format: int
    id: str
    built_at: datetime
    encoder: str
    entries: int
    passages: int
    files: dict[str, str]


_MANIFEST: Final = TypeAdapter(Manifest)


@dataclass(frozen=True)
class Generation:
    """An open generation: entries, their passages, and the indexes over them."""

    manifest: Manifest
    entries: tuple[Entry, ...]
    passages: tuple[Passage, ...]
    vectors: VectorIndex
    lexical: dict[Level, LexicalIndex]

    @cached_property
    def positions(self) -> dict[Level, list[int]]:
        """The positions of the passages of each level, in order."""
        found: dict[Level, list[int]] = {level: [] for level in Level}
        for position, passage in enumerate(self.passages):
            found[passage.level].append(position)
        return found


class Generations:
    """The generations in one folder. Reading is safe from any thread; one process may build at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else builds here until the block ends; waits for whoever does. A killed builder holds up nobody.

        What is to be built should be collected inside, so that the last one to build knows of everything.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        with FileLock(self._folder / "BUILDING", thread_local=False, is_singleton=False):
            yield

    def build(
        self,
        entries: Sequence[Entry],
        encoder: Encoder,
        name: Callable[[str], str],
        now: datetime,
        report: Report | None = None,
    ) -> Manifest:
        """Builds and switches to the generation of these entries; a no-op when it is current already.

        `name` turns a số hiệu into how the document is called. Nothing that was embedded before is
        embedded again. Interrupted anywhere, the current generation goes on serving.
        """
        lines = [_ENTRY.dump_json(entry) for entry in entries]
        cut = passages(entries, name)
        identity = _identity(encoder.fingerprint, lines, cut)
        if identity == self._pointer().get("current") and not self.problems(identity):
            return self._manifest(identity)
        self._folder.mkdir(parents=True, exist_ok=True)
        vectors = embed(encoder, [passage.embedded for passage in cut], self._folder / "vectors.sqlite", report)
        with tempfile.TemporaryDirectory(prefix="building-", dir=self._folder) as workshop:
            aside = Path(workshop) / identity
            aside.mkdir()
            _write_lines(aside / "entries.jsonl", lines)
            _write_lines(aside / "passages.jsonl", [_PASSAGE.dump_json(passage) for passage in cut])
            VectorIndex.build(vectors).save(aside / "vectors.faiss")
            _save_lexical(aside, entries, cut)
            manifest = Manifest(FORMAT, identity, now, encoder.fingerprint, len(entries), len(cut), _checksums(aside))
            (aside / "manifest.json").write_bytes(_MANIFEST.dump_json(manifest, indent=1))
            _flush(aside)
            self._publish(aside)
        self._switch(identity, self._pointer().get("current"))
        self._prune()
        return manifest

    def open(self, encoder_fingerprint: str | None = None) -> Generation:
        """The current generation, its checksums verified.

        A damaged one is set aside and the one before serves. Raises IndexMissing when there is
        none, IndexCorrupt when none is sound, IndexStale when it was built by another encoder.
        """
        pointer = self._pointer()
        if not pointer:
            raise IndexMissing
        for identity in (pointer.get("current"), pointer.get("previous")):
            if not identity or not (self._folder / identity).is_dir():
                continue
            if self.problems(identity):
                self._set_aside(identity)
                continue
            if identity != pointer["current"]:
                self._switch(identity, None)
            return self._read(identity, encoder_fingerprint)
        raise IndexCorrupt

    def current(self) -> str | None:
        """The id of the current generation; cheap enough to ask before every question."""
        return self._pointer().get("current")

    def manifest(self) -> Manifest:
        """That of the current generation. Raises IndexMissing when there is none."""
        current = self.current()
        if current is None:
            raise IndexMissing
        return self._manifest(current)

    def rollback(self) -> Manifest:
        """Switches back to the generation before. Raises IndexMissing when there is none."""
        pointer = self._pointer()
        previous = pointer.get("previous")
        if not previous or self.problems(previous):
            raise IndexMissing("index_no_previous")
        self._switch(previous, pointer.get("current"))
        return self._manifest(previous)

    def problems(self, identity: str | None = None) -> list[str]:
        """The names of files that do not match the manifest of a generation (the current one if none is named)."""
        identity = identity or self.current()
        if identity is None:
            raise IndexMissing
        folder = self._folder / identity
        try:
            manifest = self._manifest(identity)
        except (OSError, ValueError):
            return ["manifest.json"]
        found = _checksums(folder)
        found.pop("manifest.json", None)
        return sorted(
            name for name in manifest.files.keys() | found.keys() if manifest.files.get(name) != found.get(name)
        )

    def _read(self, identity: str, fingerprint: str | None) -> Generation:
        manifest = self._manifest(identity)
        if manifest.format != FORMAT or fingerprint not in (None, manifest.encoder):
            raise IndexStale
        folder = self._folder / identity
        return Generation(
            manifest,
            tuple(map(_ENTRY.validate_json, (folder / "entries.jsonl").read_bytes().splitlines())),
            tuple(map(_PASSAGE.validate_json, (folder / "passages.jsonl").read_bytes().splitlines())),
            VectorIndex.load(folder / "vectors.faiss"),
            {
                level: LexicalIndex.load(path)
                for level in _LEXICAL_LEVELS
                if (path := folder / f"lexical-{level}").is_dir()
            },
        )

    def _manifest(self, identity: str) -> Manifest:
        return _MANIFEST.validate_json((self._folder / identity / "manifest.json").read_bytes())

    def _pointer(self) -> dict[str, str]:
        try:
            content = json.loads((self._folder / "CURRENT").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {key: value for key, value in content.items() if isinstance(value, str)}

    def _switch(self, identity: str, previous: str | None) -> None:
        aside = self._folder / f"CURRENT.{os.getpid()}"
        with aside.open("w", encoding="utf-8") as file:
            json.dump({"current": identity, "previous": previous}, file)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(self._folder / "CURRENT")

    def _publish(self, aside: Path) -> None:
        final = self._folder / aside.name
        if final.is_dir() and self.problems(aside.name):
            self._set_aside(aside.name)
        if not final.is_dir():
            aside.rename(final)

    def _set_aside(self, identity: str) -> None:
        target = self._folder / f"damaged-{identity}"
        shutil.rmtree(target, ignore_errors=True)
        (self._folder / identity).rename(target)

    def _prune(self) -> None:
        named = set(self._pointer().values())
        others = [path.parent for path in self._folder.glob("*/manifest.json") if path.parent.name not in named]
        others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
        for path in others[max(0, KEPT - len(named)) :]:
            shutil.rmtree(path, ignore_errors=True)


def _identity(fingerprint: str, lines: Sequence[bytes], cut: Sequence[Passage]) -> str:
    """The same content always gets the same id, whoever builds it and when."""
    digest = hashlib.sha256(f"{FORMAT} {fingerprint}".encode())
    for line in lines:
        digest.update(line)
    for passage in cut:
        digest.update(_PASSAGE.dump_json(passage))
    return digest.hexdigest()[:16]


def _save_lexical(folder: Path, entries: Sequence[Entry], cut: Sequence[Passage]) -> None:
    """One index a level, each with its own word statistics; a question belongs to its article's text."""
    for level in _LEXICAL_LEVELS:
        chosen = [passage for passage in cut if passage.level is level]
        if not chosen:
            continue
        bodies = [passage.text for passage in chosen]
        if level is Level.ARTICLE:
            bodies = ["\n".join((passage.text, *_asked(entries[passage.entry].law))) for passage in chosen]
        LexicalIndex.build([passage.title for passage in chosen], bodies).save(folder / f"lexical-{level}")


def _asked(article: Article) -> tuple[str, ...]:
    return article.asked_as + tuple(question for clause in article.clauses for question in clause.asked_as)


def _write_lines(path: Path, lines: Sequence[bytes]) -> None:
    path.write_bytes(b"".join(line + b"\n" for line in lines))


def _checksums(folder: Path) -> dict[str, str]:
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                found[path.relative_to(folder).as_posix()] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def _flush(folder: Path) -> None:
    """What the switch will point to is on the disk before the switch is."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
