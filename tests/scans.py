"""Scans whose files are only stood for, and a fake recogniser that reads them behind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from indexer.ocr import Tesseract
from indexer.ocr_behind import OcrBehind
from indexer.passages_behind import PassagesBehind
from indexer.plan import Place
from indexer.question import parse
from indexer.readers import Problem
from indexer.store import Store
from indexer.types import Page, PageText
from tests.libraries import MODEL, InlineReaders, page_text, stored, whole
from tests.passages import MODEL as SENTENCES_MODEL
from tests.passages import SENTENCES

TESSERACT = Tesseract("/nowhere/tessdata", "eng")


class Scans:
    """A library whose files are only stood for, what prints they show, and what reads these behind."""

    def __init__(self, folder: Path) -> None:
        self.files = folder / "files"
        self.files.mkdir()
        self.home = folder / "library"
        self.prints: dict[tuple[str, int], str | Problem | Exception] = {}
        self.tried: list[tuple[str, int]] = []
        self.readers = InlineReaders()
        self.open()

    def open(self) -> None:
        self.store = Store(self.home, MODEL, sentences=SENTENCES_MODEL)
        self.behind = OcrBehind(self.store, self.readers, {}, TESSERACT)
        self.passages = PassagesBehind(self.store, SENTENCES, lambda: None)

    def close(self) -> None:
        self.behind.close()
        self.passages.close()
        self.store.close()

    def reopen(self) -> None:
        self.close()
        self.tried.clear()
        self.open()

    def recognise(self, path: str, password: str, number: int, tesseract: Tesseract) -> PageText | Problem:
        """Stand in for the reader's function."""
        assert tesseract == TESSERACT
        key = Path(path).stem, number
        self.tried.append(key)
        shown = self.prints.get(key, "")
        if isinstance(shown, Exception):
            raise shown
        return shown if isinstance(shown, Problem) else page_text(shown)

    def put(self, name: str, *layers: str, **prints: str | Problem | Exception) -> str:
        """Index a document with these text layers, whose pages show these prints: p1, p2..."""
        document = f"{name:0>32}".encode().hex()[-32:]
        path = self.files / f"{name}.pdf"
        path.write_bytes(name.encode())
        info = path.stat()
        pages = [stored(document, at, text) for at, text in enumerate(layers, 1)]
        place = Place(str(path), str(self.files), info.st_size, info.st_mtime_ns, document)
        self.store.write(pages, [whole(document, pages)], [place])
        self.prints.update({(name, int(page[1:])): said for page, said in prints.items()})
        return document

    def finish(self, until: Callable[[], bool] = lambda: False) -> None:
        for _ in range(10_000):
            if until() or not self.behind.step():
                return
        raise AssertionError("it never ends")

    def understand(self) -> None:
        while self.passages.step() or self.passages.is_working:
            pass

    def found(self, question: str) -> list[Page]:
        return sorted(page for page, _ in self.store.find_text(parse(question), 10))
