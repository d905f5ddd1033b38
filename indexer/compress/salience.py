"""How telling each patch of a page is, where the model does not say.

A stand-in for a model's own attention, to be named as such wherever figures are shown: it only knows that blank paper,
rules and margins look alike all over a page. A page that repeats what matters is misjudged.
"""

from __future__ import annotations

import numpy as np

from indexer.arrays import Floats

DISTANCE = "distance"
"""The name of this salience in reports and settings."""

# So alike that three quarters of the rows have another row as near: text has a few of those, background hundreds.
_NEAR_QUANTILE = 0.25
_MAX_MODES = 8
# What covers less of a page than this is no background.
_MODE_SHARE = 0.02
# A larger page is sampled to find its background.
_MAX_SAMPLE = 1200


def distance_salience(vectors: Floats) -> Floats:
    """Weigh patches by their distance from the page's own background: 1 - cosine with its nearest dense mode.

    vectors: (patches, dim) float32, unit rows.    Returns (patches,) float32 in 0..2. Nothing is trained.
    """
    if not len(vectors):
        return np.zeros(0, np.float32)
    distance: Floats = 1 - (vectors @ _background(vectors).T).max(axis=1)
    return np.maximum(distance, np.float32(0))


def _background(vectors: Floats) -> Floats:
    """Return the (modes, dim) directions around which rows of a page crowd, the most crowded first; at least one."""
    sample = vectors[:: -(-len(vectors) // _MAX_SAMPLE)]
    similarity = sample @ sample.T
    np.fill_diagonal(similarity, -1)
    nearest = similarity.max(axis=1)
    near = (similarity >= np.quantile(nearest, _NEAR_QUANTILE)).astype(np.float32)
    np.fill_diagonal(near, 1)
    free = np.ones(len(sample), np.float32)
    modes: list[Floats] = []
    for _ in range(_MAX_MODES):
        crowd = (near @ free) * free
        centre = int(crowd.argmax())
        if modes and crowd[centre] < max(_MODE_SHARE * len(sample), 1):
            break
        members = near[centre] * free
        total = members @ sample
        modes.append(total / max(float(np.linalg.norm(total)), 1e-6))
        free -= members
    return np.array(modes, np.float32)
