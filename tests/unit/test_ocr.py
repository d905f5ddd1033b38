"""Tesseract: where it is looked for, what is made of what it reads, and what is said where it does not work."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pymupdf
import pytest
from PIL import Image

import indexer.readers
from indexer.ocr import Tesseract, find_tesseract
from indexer.ocr_behind import OcrBehind
from indexer.plan import Place
from indexer.question import parse
from indexer.readers import Problem, Readers, outcome, read, recognise
from indexer.sources.ocr import read_print
from indexer.store import Store
from indexer.types import Page, PageText, Sight
from tests.documents import write_pdf, write_picture
from tests.libraries import MODEL, InlineReaders, stored, whole

INSTALLED = find_tesseract()
needs_tesseract = pytest.mark.skipif(
    INSTALLED is None or "eng" not in INSTALLED.languages.split("+"), reason="Tesseract and its English are not here"
)
SAID = "The last ferry leaves\nat nine in the evening\n\n- ; :"


@pytest.fixture(autouse=True)
def nothing_stays_open() -> Iterator[None]:
    """Let go of the file that a reader keeps open."""
    yield
    if indexer.readers._open_file is not None:
        indexer.readers._open_file[3].close()
        indexer.readers._open_file = None


def languages(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True)
    for name in names:
        (folder / f"{name}.traineddata").touch()
    return folder


def scan(path: Path, said: str = SAID, rotation: int = 0, size: float = 18) -> Path:
    """Write a PDF of one page that is a picture of print, turned as told when it is shown."""
    drawn: Any = pymupdf.open()
    drawn.new_page(width=400, height=300).insert_text((40, 60), said.split("\n"), fontsize=size)
    picture = drawn[0].get_pixmap(matrix=pymupdf.Matrix(3, 3).prerotate(-rotation), alpha=False)
    drawn.close()
    document: Any = pymupdf.open()
    page = document.new_page(width=picture.width / 3, height=picture.height / 3)
    page.insert_image(page.rect, pixmap=picture)
    page.set_rotation(rotation)
    document.save(path)
    document.close()
    return path


def recognised(path: Path, number: int = 1, password: str = "") -> PageText:
    assert INSTALLED is not None
    found = recognise(str(path), password, number, INSTALLED)
    assert isinstance(found, PageText)
    return found


# --- where it is ---


@pytest.mark.parametrize(
    ("installed", "asked"),
    [
        (["eng", "osd", "equ"], "eng"),
        (["deu", "eng", "fra"], "eng+deu+fra"),
        (["fra", "deu"], "deu+fra"),
        (["deu", "eng", "fra", "ita", "spa", "por"], "eng"),
        (["deu", "fra", "ita", "spa", "por"], "deu+fra+ita+por"),
        (["osd"], None),
        ([], None),
    ],
)
def test_it_reads_the_languages_that_are_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, installed: list[str], asked: str | None
) -> None:
    folder = languages(tmp_path / "tessdata", *installed)
    monkeypatch.setenv("TESSDATA_PREFIX", str(folder))
    assert find_tesseract() == (None if asked is None else Tesseract(str(folder), asked))


@pytest.mark.parametrize("where", ["bin/tessdata", "share/tessdata", "share/tesseract-ocr/5/tessdata"])
def test_it_is_found_by_its_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    folder = languages(tmp_path / where, "eng")
    program = tmp_path / "bin" / "tesseract"
    program.parent.mkdir(exist_ok=True)
    program.touch()
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    monkeypatch.setattr("shutil.which", lambda name: str(program) if name == "tesseract" else None)
    assert find_tesseract() == Tesseract(str(folder), "eng")


def test_a_folder_that_is_not_there_is_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path / "nowhere"))
    assert find_tesseract() is None


# --- what is made of it ---


class FakePixmap:
    """Makes a page with a text layer of what Tesseract is said to have seen: words, where, one after the other."""

    seen: tuple[tuple[str, float, float], ...] = ()

    def __init__(self, space: Any, width: int, height: int, samples: bytes, alpha: bool) -> None:
        assert len(samples) == width * height * 3
        self.size = width, height

    def set_dpi(self, x: int, y: int) -> None:
        assert x == y

    def pdfocr_tobytes(self, compress: bool, language: str, tessdata: str) -> bytes:
        document: Any = pymupdf.open()
        page = document.new_page(width=self.size[0], height=self.size[1])
        for word, x, y in self.seen:
            page.insert_text((x, y), word, fontsize=20)
        data: bytes = document.tobytes()
        document.close()
        return data


@pytest.mark.parametrize(
    ("seen", "words", "lines"),
    [
        # Askew, so that each word stands a little higher.
        (
            (("The", 20, 100), ("last", 90, 96), ("ferry", 160, 92), ("leaves", 20, 130)),
            "The last ferry leaves",
            "0001",
        ),
        # A row of a table.
        (
            (("Revenue", 20, 100), ("1,577", 300, 100), ("Costs", 20, 125), ("12", 300, 125)),
            "Revenue 1,577 Costs 12",
            "0011",
        ),
        # Two columns, one after the other.
        (
            (("left", 20, 100), ("below", 20, 130), ("right", 200, 100), ("last", 200, 130)),
            "left below right last",
            "0123",
        ),
        # Stains.
        (((";", 20, 60), ("ferry", 20, 100), (":", 90, 100), ("—", 120, 100), ("9", 150, 100)), "ferry 9", "00"),
        (((".", 20, 60), ("|", 50, 60)), "", ""),
        ((), "", ""),
    ],
)
def test_words_come_in_order_with_their_lines_and_without_stains(
    monkeypatch: pytest.MonkeyPatch, seen: tuple[tuple[str, float, float], ...], words: str, lines: str
) -> None:
    monkeypatch.setattr("indexer.sources.ocr.Pixmap", FakePixmap)
    monkeypatch.setattr(FakePixmap, "seen", seen)
    text = read_print(np.full((200, 400, 3), 255, np.uint8), Tesseract("tessdata", "eng"))
    assert text.words == tuple(words.split())
    assert text.lines.tolist() == list(map(int, lines))
    assert text.boxes.shape == (len(text.words), 4)
    for word, x, y in seen:
        if word in text.words:
            left, top, right, bottom = text.boxes[text.words.index(word)]
            assert left == pytest.approx(x / 400, abs=0.01)
            assert top < y / 200 <= bottom
            assert left < right


def test_a_page_that_could_not_be_drawn_has_no_words() -> None:
    assert read_print(None, Tesseract("tessdata", "eng")).words == ()


# --- by Tesseract itself ---


@needs_tesseract
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_print_on_a_page_is_read_as_it_is_shown(tmp_path: Path, rotation: int) -> None:
    path = scan(tmp_path / "a.pdf", rotation=rotation)
    text = recognised(path)
    assert text.words == ("The", "last", "ferry", "leaves", "at", "nine", "in", "the", "evening")
    assert text.lines.tolist() == [0, 0, 0, 0, 1, 1, 1, 1, 1]
    contents = read(str(path), "", 1, 1, Sight(150))
    assert isinstance(contents, list)
    (content,) = contents
    assert content.text.words == ()
    assert content.pixels is not None
    height, width = content.pixels.shape
    dark = content.pixels < 160
    for left, top, right, bottom in text.boxes.tolist():
        box = dark[int(top * height) : int(bottom * height) + 1, int(left * width) : int(right * width) + 1]
        assert box.any()
        assert box.size < 0.1 * dark.size


@needs_tesseract
def test_print_on_a_picture_is_read(tmp_path: Path) -> None:
    with pymupdf.open(scan(tmp_path / "a.pdf")) as document:
        document[0].get_pixmap(dpi=200).save(tmp_path / "a.png")
    with Image.open(tmp_path / "a.png") as picture:
        picture.convert("L").save(tmp_path / "grey.png", dpi=(200, 200))
    for name in ("a.png", "grey.png"):
        assert recognised(tmp_path / name).words[:4] == ("The", "last", "ferry", "leaves")


@needs_tesseract
def test_a_page_without_print_has_no_words(tmp_path: Path) -> None:
    assert recognised(write_pdf(tmp_path / "a.pdf", ["", "words"])).words == ()
    assert recognised(write_picture(tmp_path / "a.png", (300, 200))).words == ()


@needs_tesseract
def test_a_page_that_is_damaged_has_no_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("cannot find object")

    monkeypatch.setattr("indexer.sources.pdf._pixels", fail)
    assert recognised(scan(tmp_path / "a.pdf")).words == ()


def test_what_cannot_be_opened_is_said(tmp_path: Path) -> None:
    tesseract = Tesseract(str(tmp_path), "eng")
    locked = write_pdf(tmp_path / "a.pdf", ["words"], password="secret")
    assert recognise(str(locked), "", 1, tesseract) == Problem("a.pdf is locked with a password.", "password")
    assert recognise(str(tmp_path / "b.pdf"), "", 1, tesseract) == Problem("b.pdf is no longer there.", "retry")


@pytest.mark.parametrize("make", [lambda folder: None, lambda folder: languages(folder, "eng")])
def test_language_files_that_do_not_work_are_said(
    tmp_path: Path, make: Callable[[Path], object], capfd: pytest.CaptureFixture[str]
) -> None:
    make(tmp_path / "tessdata")
    found = recognise(str(scan(tmp_path / "a.pdf")), "", 1, Tesseract(str(tmp_path / "tessdata"), "eng"))
    assert found == Problem(
        "Tesseract is installed but does not work. Check its language files, or install it again.", "retry"
    )
    assert capfd.readouterr() == ("", "")


@needs_tesseract
def test_real_readers_read_print_and_stop_when_they_are_to(tmp_path: Path) -> None:
    path = str(scan(tmp_path / "a.pdf"))
    readers = Readers(1, lambda: None)
    try:
        first = readers.submit(recognise, path, "", 1, INSTALLED)
        while not first.done():
            time.sleep(0.01)
        found = outcome(first, path, 30)
        second = readers.submit(recognise, path, "", 1, INSTALLED)
        while not second.running():
            time.sleep(0.001)
        second.cancel()
        third = readers.submit(read, path, "", 1, 1, None)
        while not third.done():
            time.sleep(0.01)
        assert not isinstance(outcome(third, path, 30), Problem)
    finally:
        readers.close()
    assert found.words[:4] == ("The", "last", "ferry", "leaves")
    assert second.cancelled()


@needs_tesseract
def test_a_scan_is_found_by_what_it_shows(tmp_path: Path) -> None:
    assert INSTALLED is not None
    path = scan(tmp_path / "a.pdf")
    info = path.stat()
    pages = [stored("a1" * 16, 1, "")]
    store = Store(tmp_path / "library", MODEL)
    store.write(
        pages, [whole("a1" * 16, pages)], [Place(str(path), str(tmp_path), info.st_size, info.st_mtime_ns, "a1" * 16)]
    )
    behind = OcrBehind(store, InlineReaders(), {}, INSTALLED)
    while behind.step():
        pass
    found = store.find_text(parse("When do the ferries leave?"), 5)
    store.close()
    assert [page for page, _ in found] == [Page("a1" * 16, 1)]
