"""Codebooks and centroids are found in a thread beside the engine's, on pages that were drawn in it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import numpy as np

from indexer.arrays import Floats, unit_rows
from indexer.candidates import centroid_count, train_sets, vectors_to_train_on
from indexer.codes import CodesTable
from indexer.compress.codebook import SAMPLES, Codebook, reconstruction_error, train
from indexer.compress.codec import Codec
from indexer.compress.profiles import Profile
from indexer.types import PatchEmbeddings

_PAGES_MEASURED = 64

T = TypeVar("T")


class Training:
    """Trains one thing at a time. Its generators yield whether they did anything; they may be let go of at any yield.

    wake: called from a thread when training has finished.
    """

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._trainer = ThreadPoolExecutor(1, thread_name_prefix="trainer")

    def close(self) -> None:
        """Break off."""
        self._trainer.shutdown(wait=False, cancel_futures=True)

    def sets(self, codes: CodesTable) -> Generator[bool, None, tuple[Floats, float] | None]:
        """Find centroids for the sets of a table's pages, and how far vectors lie from them; None without vectors."""
        some = codes.sample_stored(_PAGES_MEASURED, seed=codes.count())
        a_page = max(sum(len(stored.codes) for stored in some) / max(len(some), 1), 1.0)
        count = centroid_count(int(codes.count() * a_page))
        looks = codes.sample_embeddings(seed=codes.count())
        vectors = yield from self._gather(looks, codes.dim, vectors_to_train_on(count), lambda look: look)
        if not len(vectors):
            return None
        return (yield from self._in_thread(lambda: train_sets(vectors, count)))

    def codebook(
        self, looks: Iterator[PatchEmbeddings | None], profile: Profile, in_use: CodesTable
    ) -> Generator[bool, None, tuple[Codebook | None, float]]:
        """Train a profile's codec on some exact pages; also returns its error as a share of the one's in use.

        looks: pages in an order drawn by chance; None where one has to be waited for.
        """
        # A tenth is put aside here, and a tenth in `train`.
        vectors = yield from self._gather(looks, in_use.dim, 1.25 * SAMPLES[profile.codec], profile.reduce)
        if not len(vectors):
            return None, 1.0
        old = in_use.codec if in_use.profile == profile else None
        return (yield from self._in_thread(lambda: _trained(vectors, profile, old)))

    def _gather(
        self,
        looks: Iterator[PatchEmbeddings | None],
        dim: int,
        wanted: float,
        reduce: Callable[[PatchEmbeddings], PatchEmbeddings],
    ) -> Generator[bool, None, Floats]:
        """Draw pages until there are so many vectors, as unit rows.

        Not in a thread: while one reads, tidying would take the files away from under it.
        """
        vectors, gathered = [np.zeros((0, dim), np.float32)], 0
        for look in looks:
            if look is not None:
                vectors.append(unit_rows(reduce(look).vectors))
                gathered += len(vectors[-1])
            yield look is not None
            if gathered >= wanted:
                break
        return np.concatenate(vectors)

    def _in_thread(self, work: Callable[[], T]) -> Generator[bool, None, T]:
        future: Future[T] = self._trainer.submit(work)
        future.add_done_callback(lambda _: self._wake())
        while not future.done():
            yield False
        return future.result()


def _trained(vectors: Floats, profile: Profile, old: Codec | None) -> tuple[Codebook, float]:
    """Train a profile's codec; also returns its error as a share of the old one's, on vectors that it has not seen."""
    apart = vectors[::10]
    trained_on = np.delete(vectors, np.s_[::10], axis=0) if len(vectors) > 10 else vectors
    codebook = train(profile.codec, trained_on)
    if old is None:
        return codebook, 0.0
    new = profile.make_codec(vectors.shape[1], codebook)
    return codebook, reconstruction_error(new, apart) / max(reconstruction_error(old, apart), 1e-9)
