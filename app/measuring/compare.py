"""What each profile costs on pages whose exact vectors are known: those are the truth, and no labels are needed.

Exact vectors of a whole library are too much to hold, so pages come one at a time, and only what their scores are made
of is kept. They are made as the look lane makes them, for each kind of model.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.measuring.measures import Estimate, Values, estimate, share
from indexer.arrays import Bytes, Floats
from indexer.compress.codebook import TRAINED, Codebook, train
from indexer.compress.codec import Codec, Scorer
from indexer.compress.profiles import EXACT, PROFILES, Profile
from indexer.errors import ExpectedError
from indexer.maxsim import CodedPages
from indexer.muvera import FixedEncoder
from indexer.packing import in_page_order, pack_cells
from indexer.presence import Presence, by_term, page_scores, presence_scores, rarity
from indexer.types import Page, PatchEmbeddings, QueryEmbedding

ExactPages: TypeAlias = Callable[[], Iterator[tuple[Page, PatchEmbeddings]]]
"""Yields pages with all their vectors; a page may have none."""

DEPTH = 10
SEED = 20261120

_TIMED_QUESTIONS = 20
# Codes of so many bytes are held for timing, not those of all pages.
_TIMED_BYTES = 32 << 20


@dataclass(frozen=True, slots=True)
class Row:
    """What one profile does to answers.

    same_first: how often the first page is the one that exact vectors put first, or one that they hold for as good.
    overlap: the share of the first DEPTH pages that are among the first DEPTH by exact vectors.
    kept: nDCG@DEPTH, where of the first DEPTH pages by exact vectors the first is worth DEPTH and the last 1.
    bytes_per_page: the codes, and the page's share of the codebook where there is one.
    stored_per_page: all that is written of how a page looks: the same, and which cells codes stand for.
    ms_per_1000_pages: to score a question in this process, one at a time, over as many pages as were held for it.
    """

    profile: Profile
    same_first: Estimate
    overlap: Estimate
    kept: Estimate
    vectors_per_page: float
    bytes_per_page: float
    stored_per_page: float
    ms_per_1000_pages: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """What several profiles do to answers on the same pages.

    exact_bytes_per_page: of float16 vectors, the size that the others are compared with.
    """

    pages: int
    questions: int
    exact_bytes_per_page: float
    rows: tuple[Row, ...]


def chosen_profiles(names: str) -> tuple[Profile, ...]:
    """Return the profiles of a list with commas between, or all for "", and "exact" always with them.

    Raises ExpectedError when there is no such profile.
    """
    wanted = {name.strip() for name in names.split(",") if name.strip()} or set(PROFILES)
    if unknown := sorted(wanted - set(PROFILES)):
        raise ExpectedError(f"There is no profile {unknown[0]}. There are: {', '.join(PROFILES)}.")
    return tuple(profile for name, profile in PROFILES.items() if name in wanted | {EXACT})


def compare_profiles(
    pages: ExactPages,
    questions: Sequence[QueryEmbedding],
    profiles: Sequence[Profile],
    advance: Callable[[], None] = lambda: None,
    sharing: int = 0,
) -> Comparison:
    """Ask questions of the same pages under each profile, and by the pages' exact vectors.

    questions: all of one model, each with at least one token.    advance: told after each page that was read; for
    trained profiles all pages are read twice.    sharing: how many pages a codebook is for, where these are only some
    of them. Raises ValueError when there are no questions or no pages.
    """
    if not questions:
        raise ValueError("there are no questions to compare with")
    tokens = np.concatenate([question.vectors for question in questions])
    codebooks = _codebooks(pages, profiles, advance)
    coded = [_Coded(profile, codebooks.get(profile.name), questions) for profile in profiles]
    truth = _kept(questions)
    for page, embeddings in _looking(pages, advance):
        truth.add((tokens @ embeddings.vectors.T).max(axis=1), len(embeddings.vectors))
        # Profiles that differ in their codes alone share the work.
        reduced: dict[tuple[float, float | None, int], PatchEmbeddings] = {}
        for each in coded:
            key = (each.profile.keep, each.profile.adaptive, each.profile.pool)
            if key not in reduced:
                reduced[key] = in_page_order(each.profile.reduce(embeddings))
            each.add(page, reduced[key])
    if not truth.patches:
        raise ValueError("there are no pages to compare on")
    right = truth.scores()
    rows = tuple(each.row(right, truth.rounding, sharing or len(right)) for each in coded)
    exact_bytes = 2 * tokens.shape[1] * sum(truth.patches)
    return Comparison(len(right), len(questions), exact_bytes / len(right), rows)


def sentence(row: Row, comparison: Comparison) -> str:
    """Say what a profile does, for people."""
    pages = "1 page" if comparison.pages == 1 else f"{comparison.pages:,} pages"
    smaller = comparison.exact_bytes_per_page / row.bytes_per_page
    size = f"1/{smaller:,.0f} of" if smaller >= 1.95 else f"{100 / smaller:.0f} % of"
    return (
        f"On your {pages}, {row.profile.name} finds the same first page {row.same_first.mean * 100:.0f} % of the time "
        f"at {size} the size."
    )


class _Sums:
    """What is kept of pages that come one at a time: the MaxSim of each for each question, which no other page changes.

    patches: how many vectors each page has.    rounding: pages whose scores differ by no more are equally good.
    """

    rounding = 1e-4

    def __init__(self, questions: Sequence[QueryEmbedding]) -> None:
        self.patches: list[int] = []
        self._starts = np.cumsum([0, *(len(question.vectors) for question in questions[:-1])])
        self._scores: list[Floats] = []

    def add(self, best: Floats, patches: int) -> None:
        """Take in a page by the cosine of its best patch for each token of all questions, one after the other."""
        self._scores.append(np.add.reduceat(best, self._starts))
        self.patches.append(patches)

    def scores(self) -> Floats:
        """Score every page for every question: (pages, questions)."""
        return np.array(self._scores)


class _Presences:
    """The same for a model that spots words: how surely each page has each term, in a byte.

    How rare a term is, and with it what a page scores, is known after the last page only.
    """

    # About what one step of one byte changes, where a question has five terms.
    rounding = 1e-3

    def __init__(self, questions: Sequence[QueryEmbedding], presence: Presence) -> None:
        self.patches: list[int] = []
        self._presence = presence
        numbered = [
            np.arange(len(question.vectors), dtype=np.int32) if question.terms is None else question.terms
            for question in questions
        ]
        firsts = np.cumsum([0, *(int(terms[-1]) + 1 for terms in numbered[:-1])], dtype=np.int32)
        self._terms = np.concatenate([terms + first for terms, first in zip(numbered, firsts, strict=True)])
        self._ends = np.cumsum([len(np.unique(terms)) for terms in numbered])
        self._sure: list[Bytes] = []

    def add(self, best: Floats, patches: int) -> None:
        """Take in a page by the cosine of its best patch for each token of all questions, one after the other."""
        sure = self._presence(by_term(best[:, None], self._terms)[:, 0])
        self._sure.append(np.rint(sure * 255).astype(np.uint8))
        self.patches.append(patches)

    def scores(self) -> Floats:
        """Score every page for every question: (pages, questions)."""
        words = np.array(self.patches, np.int32)
        by_question = np.split(np.array(self._sure), self._ends[:-1], axis=1)
        found = np.empty((len(words), len(by_question)), np.float32)
        for at, kept in enumerate(by_question):
            sure = kept.T.astype(np.float32) / np.float32(255)
            found[:, at] = presence_scores(sure, rarity(sure), words, float(words.mean()))
        return found


def _kept(questions: Sequence[QueryEmbedding]) -> _Sums | _Presences:
    """Choose what is kept of pages by how the questions' model scores them."""
    (presence,) = {question.presence for question in questions}
    return _Sums(questions) if presence is None else _Presences(questions, presence)


class _Coded:
    """One profile's codes of the pages that have come by so far: what they score, and enough to take the time."""

    def __init__(self, profile: Profile, codebook: Codebook | None, questions: Sequence[QueryEmbedding]) -> None:
        self.profile = profile
        self._questions = [profile.shorten(question) for question in questions]
        tokens = np.concatenate([question.vectors for question in self._questions])
        self._codec: Codec = profile.make_codec(tokens.shape[1], codebook)
        self._score: Scorer = self._codec.scorer(tokens)
        self._book_bytes = len(codebook.to_bytes()) if codebook is not None else 0
        self._kept = _kept(self._questions)
        self._timed = CodedPages(self._codec)
        self._encoding_bytes = 2 * FixedEncoder(tokens.shape[1]).width if profile.has_encodings else 0
        self._beside_bytes = 0

    def add(self, page: Page, look: PatchEmbeddings) -> None:
        """Encode a page that was reduced and looks like something, and look at it for all questions at once."""
        codes = self._codec.encode(look.vectors)
        self._kept.add(self._score(self._codec.resident(codes)).max(axis=1), len(look.vectors))
        self._beside_bytes += len(pack_cells(look.grid, look.cells, look.owners)) + self._encoding_bytes
        if self.profile.is_exact and look.salience is not None:
            self._beside_bytes += 2 * len(look.salience)
        if self._timed.resident_bytes < _TIMED_BYTES:
            self._timed.add(page, codes)

    def row(self, right: Floats, rounding: float, sharing: int) -> Row:
        """Compare with the scores by exact vectors: (pages, questions). sharing: how many pages have one codebook."""
        scores = self._kept.scores()
        every = np.arange(right.shape[1])
        firsts = scores.argmax(axis=0)
        same = right[firsts, every] >= right.max(axis=0) - np.float32(rounding)
        depth = min(DEPTH, len(right))
        ours, theirs = (_first(each, depth) for each in (scores, right))
        overlap = np.array([len(np.intersect1d(ours[:, at], theirs[:, at])) / depth for at in every])
        vectors = sum(self._kept.patches) / len(right)
        codes_bytes = vectors * self._codec.bits_per_vector / 8 + self._book_bytes / sharing
        return Row(
            self.profile,
            share(int(same.sum()), len(same)),
            estimate(overlap),
            estimate(_ndcg(ours, theirs)),
            vectors,
            codes_bytes,
            codes_bytes + self._beside_bytes / len(right),
            self._time_ms() * 1000 / len(self._timed),
        )

    def _time_ms(self) -> float:
        times = []
        for question in self._questions[:_TIMED_QUESTIONS]:
            start = time.perf_counter()
            page_scores(question, self._timed.best(question.vectors), self._timed.patch_counts)
            times.append(time.perf_counter() - start)
        return float(np.median(times)) * 1000


def _first(scores: Floats, depth: int) -> NDArray[Any]:
    """Return (depth, questions): the pages that score best, of equals the first."""
    return np.argsort(-scores, axis=0, kind="stable")[:depth]


def _ndcg(ours: NDArray[Any], theirs: NDArray[Any]) -> Values:
    """Return the nDCG of pages that were found, (depth, questions); `theirs` are right, the first worth most.

    Source: Järvelin and Kekäläinen (2002), with linear gain.
    """
    depth = len(theirs)
    discounts = 1 / np.log2(np.arange(depth) + 2)
    worth = (ours[:, None] == theirs[None]) * (depth - np.arange(depth))[None, :, None]
    found: Values = discounts @ worth.sum(axis=1) / (discounts @ (depth - np.arange(depth)))
    return found


def _looking(pages: ExactPages, advance: Callable[[], None]) -> Iterator[tuple[Page, PatchEmbeddings]]:
    """Yield the pages that look like something: no profile can find the others."""
    for page, embeddings in pages():
        if len(embeddings.vectors):
            yield page, embeddings
        advance()


def _codebooks(pages: ExactPages, profiles: Sequence[Profile], advance: Callable[[], None]) -> Mapping[str, Codebook]:
    """Train what the trained profiles among these need, on vectors drawn evenly from all pages."""
    # A little more than is trained on: `train` puts some aside.
    samples = {profile: _Sample(TRAINED[profile.codec].sample * 9 // 8) for profile in profiles if profile.is_trained}
    if not samples:
        return {}
    for _, embeddings in _looking(pages, advance):
        for profile, sample in samples.items():
            sample.add(profile.reduce(embeddings).vectors)
    return {profile.name: train(profile.codec, sample.vectors(), SEED) for profile, sample in samples.items()}


class _Sample:
    """An even sample of vectors that come by, at most `size`: each gets a random number, and the lowest stay."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._random = np.random.default_rng(SEED)
        self._parts: list[Floats] = []
        self._numbers: list[NDArray[Any]] = []
        self._held = 0
        self._limit = np.inf

    def add(self, vectors: Floats) -> None:
        """Draw from these too."""
        numbers = self._random.random(len(vectors))
        lucky = numbers < self._limit
        self._parts.append(vectors[lucky])
        self._numbers.append(numbers[lucky])
        self._held += int(lucky.sum())
        if self._held > self._size * 3 // 2:
            self._shrink()

    def vectors(self) -> Floats:
        """Return the sample."""
        self._shrink()
        return self._parts[0]

    def _shrink(self) -> None:
        vectors, numbers = np.concatenate(self._parts), np.concatenate(self._numbers)
        if len(numbers) > self._size:
            self._limit = np.partition(numbers, self._size)[self._size]
            vectors, numbers = vectors[numbers < self._limit], numbers[numbers < self._limit]
        self._parts, self._numbers, self._held = [vectors], [numbers], len(numbers)
