"""Without a model's word for it, what is unlike the page's background is salient."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.arrays import Floats
from indexer.compress.salience import distance_salience
from tests.embeddings import SEEDS, crowded_rows, unit_rows


@given(st.integers(0, 60), st.integers(1, 16), st.integers(1, 6), st.sampled_from([0.0, 0.3, 3.0]), SEEDS)
def test_every_patch_has_a_salience_and_the_same_each_time(
    count: int, dim: int, centres: int, spread: float, seed: int
) -> None:
    vectors = crowded_rows(count, dim, centres, spread, seed)
    salience = distance_salience(vectors)
    assert salience.dtype == np.float32
    assert salience.shape == (count,)
    assert ((salience >= 0) & (salience <= 2.001)).all()
    np.testing.assert_array_equal(distance_salience(vectors), salience)


def paper_and_text(paper_kinds: int, seed: int) -> tuple[Floats, Floats]:
    """Blank paper of a few kinds, alike all over; text in small groups."""
    return crowded_rows(300, 64, paper_kinds, 0.25, seed), crowded_rows(250, 64, 60, 0.7, seed + 9)


@given(st.integers(1, 4), SEEDS)
def test_text_is_more_salient_than_paper(paper_kinds: int, seed: int) -> None:
    paper, text = paper_and_text(paper_kinds, seed)
    salience = distance_salience(np.concatenate([paper, text]))
    above = (salience[300:, None] > salience[:300]).mean()
    assert above > 0.95


@given(SEEDS)
def test_the_order_of_the_patches_does_not_matter(seed: int) -> None:
    vectors = np.concatenate(paper_and_text(2, seed))
    order = np.random.default_rng(seed).permutation(len(vectors))
    np.testing.assert_allclose(distance_salience(vectors)[order], distance_salience(vectors[order]), atol=0.02)


def test_a_page_larger_than_the_sample_is_weighed_as_well() -> None:
    paper, text = crowded_rows(2500, 64, 2, 0.25, 1), crowded_rows(2000, 64, 300, 0.7, 2)
    salience = distance_salience(np.concatenate([paper, text]))
    assert np.median(salience[:2500]) < 0.1 < np.median(salience[2500:])


def test_a_page_of_one_patch_is_its_own_background() -> None:
    np.testing.assert_allclose(distance_salience(unit_rows(1, 8, 0)), [0], atol=1e-6)
