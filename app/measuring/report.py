"""What was measured, and how, as plain values for JSON; the keys are stable."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import psutil

from app.measuring.collection import Collection
from app.measuring.compare import Comparison, Row
from app.measuring.evaluate import Outcome
from app.measuring.measures import INTERVAL, RESAMPLES, SEED, Estimate
from app.models.embedders import Identity


def report(version: str, collection: Collection, model: Identity, outcome: Outcome) -> dict[str, Any]:
    """Report one way of answering a collection's questions."""
    return {**_frame(version, collection.name, model), **_figures(collection, outcome)}


def profiles_report(
    version: str,
    collection: Collection,
    model: Identity,
    outcomes: Mapping[str, Outcome],
    kept: Mapping[str, Mapping[str, Estimate]],
    reference: str,
) -> dict[str, Any]:
    """Report a collection's answers under several profiles. kept: the share of each measure of `reference`."""
    return {
        **_frame(version, collection.name, model),
        "reference": reference,
        "profiles": {
            name: {
                **_figures(collection, outcome),
                "kept": {measure: asdict(each) for measure, each in kept[name].items()},
            }
            for name, outcome in outcomes.items()
        },
    }


def library_report(version: str, model: Identity, comparison: Comparison, sources: Mapping[str, int]) -> dict[str, Any]:
    """Report profiles on a person's own pages. sources: how many questions were made of what.

    Neither the library's name nor a word of its pages is in it, so that it can be shown around.
    """
    return {
        **_frame(version, "", model),
        "pages": comparison.pages,
        "questions": dict(sources),
        "profiles": {row.profile.name: {"codes": row.profile.codes_name, **_row(row)} for row in comparison.rows},
    }


def _row(row: Row) -> dict[str, Any]:
    plain = asdict(row)
    del plain["profile"]
    return plain


def _frame(version: str, collection: str, model: Identity) -> dict[str, Any]:
    return {
        "pagelight": version,
        "collection": collection,
        "model": asdict(model),
        "machine": {
            "cores": os.cpu_count(),
            "memory_gb": round(psutil.virtual_memory().total / 1e9),
            "system": platform.system(),
            "processor": platform.machine(),
            "python": platform.python_version(),
        },
        "bootstrap": {"resamples": RESAMPLES, "seed": SEED, "interval": INTERVAL},
    }


def _figures(collection: Collection, outcome: Outcome) -> dict[str, Any]:
    library, against = outcome.library, outcome.against
    plain = {
        "settings": {**asdict(outcome.settings), "model": outcome.ready.model, "codes": outcome.ready.codes},
        "documents": library.documents,
        "pages": library.pages,
        "textless_pages": library.textless_pages,
        "bytes_per_page": outcome.bytes_per_page,
        "code_bytes_per_page": outcome.code_bytes_per_page,
        "pages_per_s": outcome.pages_per_s,
        "answer_ms": outcome.run.percentiles_ms,
        "measures": {name: asdict(each) for name, each in outcome.measures.items()},
        "questions": {
            question.id: {name: float(values[at]) for name, values in outcome.values.items()}
            for at, question in enumerate(collection.questions)
        },
    }
    if against is not None:
        plain["against"] = asdict(against)
    return plain
