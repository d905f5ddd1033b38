"""What is looked for, and where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.answers.filters import Filter, admits
from app.requests import Lane
from indexer.files import is_below
from indexer.plan import Place
from indexer.question import Question
from indexer.store import Store
from indexer.types import QueryEmbedding


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for.

    text: the question in words, read as somebody would who knows the library.
    queries: how it looks to the models, by lane; a lane that is not there is not searched by.
    has_picture: whether a picture is part of it.
    """

    text: Question
    queries: Mapping[Lane, QueryEmbedding]
    has_picture: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """Where it is looked for: at or below these paths, empty for all, in files that the filters let through.

    documents: those that lie there; None for all of the library.
    """

    within: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    documents: frozenset[str] | None = None

    def place(self, store: Store, document: str) -> Place:
        """Return where a document lies: in the scope, where any of its places does."""
        places = store.places_of(document)
        return next((each for each in places if _is_in(each, self.within, self.filters, store)), places[0])


class Scopes:
    """Finds the documents of a scope; that of the newest question is kept, which mostly is that of the next, too."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._newest = Scope()
        self._found_at = -1

    def find(self, within: Sequence[str] = (), filters: Sequence[Filter] = ()) -> Scope:
        """Return the scope of these paths and filters, as the library is now."""
        newest = self._newest
        if (newest.within, newest.filters) != (tuple(within), tuple(filters)) or self._found_at != self._store.changes:
            self._newest = Scope(tuple(within), tuple(filters), self._documents(within, filters))
            self._found_at = self._store.changes
        return self._newest

    def _documents(self, within: Sequence[str], filters: Sequence[Filter]) -> frozenset[str] | None:
        if not within and not filters:
            return None
        places = (place for place in self._store.places.values() if place.document)
        found = frozenset(place.document for place in places if _is_in(place, within, filters, self._store))
        # The database is faster when it need not compare with a long list.
        return None if found >= self._store.documents.keys() else found


def _is_in(place: Place, within: Sequence[str], filters: Sequence[Filter], store: Store) -> bool:
    if within and not any(is_below(place.path, parent) for parent in within):
        return False
    document = store.documents.get(place.document)
    return not filters or (document is not None and admits(filters, place, document.kind))


def joined(parts: Sequence[QueryEmbedding]) -> QueryEmbedding:
    """Put words and a picture together into one question of a model, each of which counts as much as the other.

    Where cosines are added, the vectors of each part are shortened to have one vector's length between them.
    """
    parts = [part for part in parts if len(part.vectors)] or list(parts[:1])
    if len(parts) == 1:
        return parts[0]
    presence = parts[0].presence
    vectors = [part.vectors if presence else part.vectors / np.float32(len(part.vectors)) for part in parts]
    terms = [np.arange(len(part.vectors), dtype=np.int32) if part.terms is None else part.terms for part in parts]
    first_of = np.cumsum([0, *(int(some[-1]) + 1 for some in terms)])
    return QueryEmbedding(
        np.concatenate(vectors),
        tuple(token for part in parts for token in part.tokens),
        np.concatenate([some + np.int32(first) for some, first in zip(terms, first_of, strict=False)]),
        presence,
        parts[0].is_whole,
    )
