"""A library moves to another profile while it is used, and becomes what it had been if made with it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from indexer.compress.profiles import PROFILES
from indexer.errors import ExpectedError
from indexer.two_stage import Candidates, Encodings
from tests.kept import Kept, check_same_as_new, fill, want_sets
from tests.libraries import codes_in
from tests.looks import settle

UNTRAINED = [profile.name for profile in PROFILES.values() if not profile.is_trained]


@pytest.mark.parametrize("before", ["exact", "small"])
@pytest.mark.parametrize("profile", UNTRAINED)
def test_a_library_becomes_what_it_had_been_from_the_start(
    open_kept: Callable[..., Kept], before: str, profile: str
) -> None:
    kept, new = open_kept(profile=before, keep_exact=True), open_kept("new", profile)
    for each in (kept, new):
        fill(each)
    kept.want(profile)
    settle(kept.maintenance)
    assert kept.told == [""]
    for _ in range(2):
        check_same_as_new(kept, new)
        assert kept.store.looks.keeps_exact is (profile == "exact")
        assert isinstance(kept.look.way, Encodings) is (profile == "remote")
        kept.check_nothing_left_over()
        kept.reopen()


@pytest.mark.parametrize("profile", ["hpc-256-p60", "hpc-binary-512"])
def test_a_profile_that_is_trained_gets_a_codebook_of_the_whole_library(
    open_kept: Callable[..., Kept], profile: str
) -> None:
    kept = open_kept(profile="exact")
    fill(kept)
    exact = {page: PROFILES[profile].reduce(each).vectors for page, each in kept.store.looks.exact_pages()}
    kept.want(profile, keep_exact=True)
    settle(kept.maintenance)
    for _ in range(2):
        codes = kept.store.looks.codes
        assert (kept.told, codes.profile.name, kept.store.looks.keeps_exact) == ([""], profile, True)
        assert codes.codec is not None and codes.codebook is not None and codes.codebook.pages == 22
        read = codes.read(list(exact))
        for page, vectors in exact.items():
            np.testing.assert_array_equal(read[page].codes, codes.codec.encode(vectors))
        kept.check_nothing_left_over()
        kept.reopen()
    # Fewer bits, and still another profile of the same vectors.
    kept.want("quality")
    settle(kept.maintenance)
    new = open_kept("new", "quality")
    fill(new)
    check_same_as_new(kept, new)


def test_exact_vectors_are_kept_or_dropped_as_asked(open_kept: Callable[..., Kept]) -> None:
    kept = open_kept(profile="exact")
    fill(kept)
    exact = codes_in(kept.store)
    for profile in ("balanced", "small"):
        kept.want(profile, keep_exact=True)
        settle(kept.maintenance)
        assert kept.store.looks.exact is not None
        assert {stored.page: stored.codes.tobytes() for stored in kept.store.looks.exact.stored()} == exact
        # What comes later is kept, too.
        kept.put(7 if profile == "small" else 6)
        assert kept.store.looks.keeps_exact
        exact = {stored.page: stored.codes.tobytes() for stored in kept.store.looks.exact.stored()}
    kept.want("small")
    settle(kept.maintenance)
    assert kept.store.looks.exact is None and not kept.store.looks.keeps_exact
    kept.check_nothing_left_over()
    with pytest.raises(ExpectedError):
        kept.want("quality")


def test_without_exact_vectors_a_library_says_what_it_would_take(open_kept: Callable[..., Kept]) -> None:
    kept = open_kept(profile="quality")
    fill(kept)
    with pytest.raises(ExpectedError) as raised:
        kept.want("small")
    assert raised.value.sentence == (
        "This library does not keep exact vectors, so its 22 pages have to be read again for that. "
        "To do so: pagelight recompress --reread"
    )
    assert not kept.maintenance.step() and kept.told == []


def test_answers_are_those_from_before_until_they_are_those_of_the_new_codes(
    open_kept: Callable[..., Kept], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, new = open_kept(profile="exact"), open_kept("new", "tiny")
    for each in (kept, new):
        fill(each)
    before, after = kept.answers(), new.answers()
    assert before != after
    seen: list[bool] = []

    def check() -> None:
        answers = kept.answers()
        assert answers in (before, after)
        seen.append(answers == after)

    kept.want("tiny")
    settle(kept.maintenance, check)
    assert seen == sorted(seen) and not seen[0] and seen[-1]
    assert kept.maintenance.pages_done == 0


def test_how_far_it_is_is_counted_in_pages(open_kept: Callable[..., Kept]) -> None:
    kept = open_kept(profile="exact")
    fill(kept)
    kept.want("tiny")
    counts = [0]
    settle(kept.maintenance, lambda: counts.append(kept.maintenance.pages_done))
    assert counts[:-2] == sorted(counts[:-2]) and max(counts) == 22


def test_a_library_that_is_searched_by_candidates_stays_so(
    open_kept: Callable[..., Kept], monkeypatch: pytest.MonkeyPatch
) -> None:
    want_sets(monkeypatch)
    kept = open_kept(profile="exact")
    fill(kept)
    settle(kept.maintenance)
    assert kept.store.looks.sets is not None
    old = kept.store.looks.sets.name
    kept.want("quality")
    settle(kept.maintenance, lambda: bool(kept.answers()))
    new = open_kept("new", "quality")
    fill(new)
    for _ in range(2):
        assert isinstance(kept.look.way, Candidates) and len(kept.look.way) == 22
        assert kept.store.looks.sets.name != old
        check_same_as_new(kept, new)
        kept.check_nothing_left_over()
        kept.reopen()
