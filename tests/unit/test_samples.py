"""The sample documents are what the demo says they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pymupdf
import pytest
from PIL import Image

from app.demo import QUESTIONS
from app.self_check import SAMPLE
from assets import samples_dir
from assets.make_samples import SAMPLES, make


def words_of(path: Path) -> list[set[str]]:
    document: Any = pymupdf.open(path)
    pages = [set(page.get_text().lower().split()) for page in document]
    document.close()
    return pages


def test_the_committed_samples_are_the_ones_the_code_writes(tmp_path: Path) -> None:
    make(tmp_path)
    assert {path.name for path in samples_dir().iterdir()} == {path.name for path in tmp_path.iterdir()} == set(SAMPLES)
    # Not byte by byte: other versions of the libraries compress otherwise.
    assert all(words_of(samples_dir() / name) == words_of(tmp_path / name) for name in SAMPLES)


@pytest.mark.parametrize("name", list(SAMPLES))
def test_the_same_code_writes_the_same_bytes(name: str) -> None:
    assert SAMPLES[name]() == SAMPLES[name]()


def test_the_samples_are_small() -> None:
    assert sum(path.stat().st_size for path in samples_dir().iterdir()) < 600_000


def test_one_page_is_turned_and_its_words_stand_upright() -> None:
    document: Any = pymupdf.open(samples_dir() / "Tidewell Ferries - Annual Report 2025.pdf")
    page = document[5]
    assert page.rotation == 90
    assert page.rect.width > page.rect.height
    box = page.search_for("Five years at a glance")[0] * page.rotation_matrix
    assert box.width > box.height
    document.close()


def test_the_scan_and_the_pictures_have_no_text_layer() -> None:
    for name in ("Letter from the harbour master 1974.tif", "Rainfall in Marrowby 2025.png", "Harvest Fair poster.jpg"):
        assert not any(words_of(samples_dir() / name))
    with Image.open(samples_dir() / "Letter from the harbour master 1974.tif") as scan:
        assert getattr(scan, "n_frames", 1) == 2


def test_every_question_of_the_demo_has_its_words_on_some_page() -> None:
    pages = [words for path in samples_dir().glob("*.pdf") for words in words_of(path)]
    for question in QUESTIONS:
        telling = {word.lower() for word in question.split() if len(word) > 4}
        assert any(len(telling & page) >= len(telling) / 2 for page in pages), question


def test_the_sample_of_the_self_check_is_one_page() -> None:
    assert len(words_of(samples_dir() / SAMPLE)) == 1
