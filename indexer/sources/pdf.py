"""Pages of PDFs, through PyMuPDF."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from indexer.arrays import Bytes
from indexer.files import shown_name
from indexer.sources.mupdf import GREY, RGB, Matrix, Rect, open_pdf
from indexer.sources.print_size import enlargement
from indexer.sources.protocol import MAX_PIXELS, MAX_SIDE_PX, SourceError
from indexer.types import WHOLE, Box, PageContent, PageImage, PageText, Sight

_JPEG_QUALITY = 80
_POINTS_PER_INCH = 72


class PdfSource:
    """An open PDF. Raises SourceError when it cannot be opened, is locked, or has no pages."""

    kind = "pdf"

    def __init__(self, path: str, password: str = "") -> None:
        self._name = shown_name(path)
        try:
            self._file: Any = open_pdf(path)
        except Exception as error:  # MuPDF raises many kinds; each one means the same to a person.
            raise SourceError(f"{self._name} is damaged or not a PDF.", detail=str(error)) from error
        try:
            if not self._file.is_pdf:  # MuPDF goes by what a file holds, and reads web pages and books too.
                raise SourceError(f"{self._name} is damaged or not a PDF.")
            if self._file.needs_pass and not self._file.authenticate(password):
                if password:
                    raise SourceError(f"The password for {self._name} is wrong.", "password")
                raise SourceError(f"{self._name} is locked with a password.", "password")
            self.pages = int(self._file.page_count)
        except SourceError:
            self._file.close()
            raise
        except Exception as error:
            self._file.close()
            raise SourceError(f"{self._name} is damaged.", detail=str(error)) from error
        if self.pages == 0:
            self._file.close()
            raise SourceError(f"{self._name} has no pages that can be read.")

    def read(self, number: int, sight: Sight | None) -> PageContent:
        """Read a page's words with their boxes as shown, and draw it if asked to."""
        problem = ""
        aspect, text, pixels = 1.0, empty_text(), None
        try:
            page = self._file[number - 1]
            aspect = _aspect(page)
            text = words_on(page)
            if sight is not None:
                pixels = _pixels(page, sight)
        except Exception as error:
            problem = f"Page {number} could not be read ({type(error).__name__})."
        return PageContent(number, aspect, text, pixels, problem)

    def draw(self, number: int, width_px: int, thumbnail: bool, clip: Box = WHOLE) -> PageImage:
        """Draw a page about `width_px` wide, or a part of it as finely."""
        try:
            return _draw(self._file[number - 1], width_px, "jpeg" if thumbnail else "png", clip)
        except Exception as error:
            sentence = f"Page {number} of {self._name} cannot be drawn: this part of the file is damaged."
            raise SourceError(sentence, detail=str(error)) from error

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def empty_text() -> PageText:
    """Return the text of a page that has none."""
    return PageText((), np.zeros((0, 4), np.float32), np.zeros(0, np.int32))


def _aspect(page: Any) -> float:
    width, height = max(page.rect.width, 1e-3), max(page.rect.height, 1e-3)
    return float(width / height)


def words_on(page: Any) -> PageText:
    """Return the words of an open page, as they stand in its text layer, with their boxes as shown."""
    found = page.get_text("words")
    if not found:
        return empty_text()
    corners = np.array([word[:4] for word in found], np.float64)
    turn = page.rotation_matrix  # Words come unturned; the page is shown turned.
    xs = np.stack([corners[:, 0] * turn.a + corners[:, 1] * turn.c, corners[:, 2] * turn.a + corners[:, 3] * turn.c])
    ys = np.stack([corners[:, 0] * turn.b + corners[:, 1] * turn.d, corners[:, 2] * turn.b + corners[:, 3] * turn.d])
    width, height = max(page.rect.width, 1e-3), max(page.rect.height, 1e-3)
    xs, ys = (xs + turn.e) / width, (ys + turn.f) / height
    boxes = np.stack([xs.min(axis=0), ys.min(axis=0), xs.max(axis=0), ys.max(axis=0)], axis=1)
    centre_x, centre_y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    # Words outside the crop box are in the file but never on the page that a person sees.
    visible = np.isfinite(boxes).all(axis=1) & (centre_x > 0) & (centre_x < 1) & (centre_y > 0) & (centre_y < 1)
    words: list[str] = []
    kept: list[int] = []
    lines: list[int] = []
    line, last = -1, None
    for at in np.flatnonzero(visible):
        # PyMuPDF splits at spaces only; a no-break space or a lone surrogate must not end up inside a stored word.
        word = "".join(found[at][4].encode("utf-8", "ignore").decode("utf-8").replace("\0", "").split())
        if not word:
            continue
        if found[at][5:7] != last:
            line, last = line + 1, found[at][5:7]
        words.append(word)
        kept.append(int(at))
        lines.append(line)
    clipped = np.clip(boxes[kept], 0.0, 1.0).astype(np.float32).reshape(-1, 4)
    return PageText(tuple(words), clipped, np.array(lines, np.int32))


def _draw(page: Any, width_px: int, form: str, clip: Box) -> PageImage:
    left, top, right, bottom = clip
    width, height = page.rect.width, page.rect.height
    part = Rect(left * width, top * height, right * width, bottom * height)
    matrix = _zoomed(part, width_px / max(width, 1e-3), MAX_PIXELS)
    pixmap = page.get_pixmap(matrix=matrix, clip=None if clip == WHOLE else part, alpha=False)
    data = pixmap.tobytes("jpeg", jpg_quality=_JPEG_QUALITY) if form == "jpeg" else pixmap.tobytes("png")
    return PageImage(data, pixmap.width, pixmap.height)


def _pixels(page: Any, sight: Sight) -> Bytes:
    zoom = sight.dpi / _POINTS_PER_INCH if sight.dpi else math.inf
    pixels = _drawn(page, zoom, sight)
    larger = enlargement(pixels) if sight.enlarges_print else 1.0
    return pixels if larger == 1 else _drawn(page, larger * zoom, sight)


def _drawn(page: Any, zoom: float, sight: Sight) -> Bytes:
    space = RGB if sight.is_colour else GREY
    pixmap = page.get_pixmap(matrix=_zoomed(page.rect, zoom, sight.most_pixels), colorspace=space, alpha=False)
    rows = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)[:, : pixmap.width * pixmap.n]
    return rows.reshape(pixmap.height, pixmap.width, pixmap.n).copy() if sight.is_colour else rows.copy()


def _zoomed(part: Any, zoom: float, most_pixels: int) -> Any:
    """Return the matrix that draws a part of a page enlarged, or less where it would be too large."""
    width, height = part.width, part.height
    if not (math.isfinite(width) and math.isfinite(height)) or width <= 0 or height <= 0:
        raise ValueError("the page has no size")
    zoom = min(zoom, math.sqrt(most_pixels / (width * height)), MAX_SIDE_PX / max(width, height))
    # A strip can be so thin that one side rounds to nothing.
    zoom = max(zoom, 1.01 / min(width, height)) if zoom * min(width, height) < 1 else zoom
    if zoom * max(width, height) > 2 * MAX_SIDE_PX:
        raise ValueError("the page is too thin to draw")
    return Matrix(zoom, zoom)
