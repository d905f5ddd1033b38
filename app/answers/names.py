"""Which documents have a name that holds words of a question."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection
from pathlib import Path

from indexer.store import Store
from indexer.text import fold, stem

_NAME_PIECE = re.compile(r"[^\W_]+")
_LETTERS_OR_DIGITS = re.compile(r"\d+|[^\W\d_]+")
_LETTERS_AND_DIGITS = re.compile(r"[^\W\d_]+\d+")
_LONG = 5


class NameIndex:
    """The words of all file names, gathered anew when places have come or gone."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._gathered_at = -1
        self._pieces_of: dict[str, tuple[str, ...]] = {}
        self._by_stem: dict[str, set[str]] = {}
        self._text = ""
        self._starts: list[int] = []
        self._documents: list[str] = []

    def holding(self, word: str) -> set[str]:
        """Return the documents with a name that holds a stemmed word: as one of its own or, when long, inside one."""
        if self._gathered_at != self._store.changes:
            self._gather()
        found = set(self._by_stem.get(word, ()))
        at = self._text.find(word) if len(word) >= _LONG else -1
        while at >= 0:
            found.add(self._documents[bisect_right(self._starts, at) - 1])
            at = self._text.find(word, at + 1)
        return found

    def _gather(self) -> None:
        self._by_stem, self._starts, self._documents = {}, [], []
        texts: list[str] = []
        length = 0
        known: dict[str, tuple[str, ...]] = {}
        for place in self._store.places.values():
            if not place.document:
                continue
            pieces = self._pieces_of.get(place.path)
            if pieces is None:
                pieces = _pieces(Path(place.path))
            known[place.path] = pieces
            for own in map(stem, pieces):
                self._by_stem.setdefault(own, set()).add(place.document)
            self._starts.append(length)
            self._documents.append(place.document)
            # A line feed is in no word, so that none is found across two names.
            texts.append("\n".join(pieces) + "\n")
            length += len(texts[-1])
        self._pieces_of, self._text = known, "".join(texts)
        self._gathered_at = self._store.changes


def _pieces(path: Path) -> tuple[str, ...]:
    """Return the words of a file's name and of its folder's; 2022Q1 also counts as 2022 and Q1."""
    found = [piece for name in (path.stem, path.parent.name) for piece in _NAME_PIECE.findall(name)]
    parts = (
        part
        for piece in found
        for part in (piece, *_LETTERS_OR_DIGITS.findall(piece), *_LETTERS_AND_DIGITS.findall(piece))
    )
    return tuple(dict.fromkeys(map(fold, parts)))


def documents_named(index: NameIndex, stems: Collection[str], among: Collection[str]) -> set[str]:
    """Return the documents, of these, whose names hold any of the stems."""
    return {document for word in stems for document in index.holding(word) if document in among}
