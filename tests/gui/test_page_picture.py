"""The picture of a page stays sharp: at any density of the screen, and where the file has no more to give."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from indexer.types import WHOLE
from ui.page.page_picture import PART_PIXELS, PagePicture, Wanted, paint_sharp

BIG = QSize(6000, 8000)


def image(width: int, height: int, colour: str = "white") -> QImage:
    made = QImage(width, height, QImage.Format.Format_RGB32)
    made.fill(QColor(colour))
    return made


def chequered(width: int, height: int) -> QImage:
    """The hardest picture: whatever is moved or scaled by a part of a pixel turns grey."""
    made = image(width, height)
    for x in range(width):
        for y in range(x % 2, height, 2):
            made.setPixel(x, y, 0xFF000000)
    return made


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize("off", [0, 1])
def test_a_picture_of_the_right_size_is_painted_pixel_by_pixel(ratio: float, off: int) -> None:
    """off: by how much the picture is higher than the page, as its height was rounded."""
    page = QRectF(16, 16, 40, 52)
    picture = chequered(round(40 * ratio), round(52 * ratio) + off)
    screen = image(round(80 * ratio), round(100 * ratio), "white")
    screen.setDevicePixelRatio(ratio)
    painter = QPainter(screen)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    paint_sharp(painter, page, picture)
    painter.end()
    left, top = round(16 * ratio), round(16 * ratio)
    shown = screen.copy(left, top, picture.width(), picture.height())
    shown.setDevicePixelRatio(1.0)
    assert shown == picture


def test_a_small_page_is_wanted_whole_and_once() -> None:
    picture = PagePicture()
    seen = QRectF(0, 0, 1000, 700)
    assert picture.wanted(QSize(1000, 1300), seen) == Wanted(1000, WHOLE)
    assert picture.wanted(QSize(1000, 1300), seen) is None, "it has been asked for"
    picture.take(image(1000, 1300))
    assert picture.wanted(QSize(1000, 1300), seen) is None


def test_of_a_large_page_the_part_that_is_seen_comes_first_and_then_a_coarse_whole() -> None:
    picture = PagePicture()
    picture.clear(image(320, 427))
    seen = QRectF(2000, 3000, 1000, 700)
    part = picture.wanted(BIG, seen)
    assert part is not None and part.width_px == 6000
    left, top, right, bottom = part.clip
    assert left * 6000 <= 2000 - 400 and right * 6000 >= 3000 + 400, "and a margin"
    assert (right - left) * 6000 * (bottom - top) * 8000 <= PART_PIXELS
    assert picture.wanted(BIG, seen.translated(100, 100)) is None, "the margin covers that"
    picture.take(image(10, 10))
    coarse = picture.wanted(BIG, seen)
    assert coarse is not None and coarse.clip == WHOLE and 1500 < coarse.width_px < 3000
    picture.take(image(10, 13))
    assert not picture.part.isNull(), "a coarse picture does not drive the sharp part out"


def test_a_part_as_large_as_a_wall_has_no_margin() -> None:
    wanted = PagePicture().wanted(QSize(20_000, 26_000), QRectF(4000, 4000, 7680, 4320))
    assert wanted is not None
    left, top, right, bottom = wanted.clip
    assert ((right - left) * 20_000, (bottom - top) * 26_000) == pytest.approx((7680, 4320), abs=2)


def test_a_scan_is_not_asked_for_more_pixels_than_it_has() -> None:
    picture = PagePicture()
    picture.wanted(QSize(2000, 2600), QRectF(0, 0, 900, 700))
    picture.take(image(1200, 1560))
    assert picture.wanted(BIG, QRectF(0, 0, 900, 700)) is None


@pytest.mark.parametrize("box", [(0.5, 0.5, 0.75, 0.6), (0.05, 0.05, 0.1, 0.1)])
def test_what_is_cut_out_is_as_fine_as_it_is_here(box: tuple[float, float, float, float]) -> None:
    picture = PagePicture()
    picture.wanted(QSize(600, 800), QRectF(0, 0, 600, 700))
    picture.take(image(600, 800, "white"))
    wanted = picture.wanted(BIG, QRectF(3000, 4000, 1500, 800))
    assert wanted is not None
    left, top, right, bottom = wanted.clip
    picture.take(image(round((right - left) * 6000), round((bottom - top) * 8000), "blue"))
    cut = picture.cut_out(box)
    is_fine = box[0] == 0.5
    assert cut.pixelColor(1, 1) == QColor("blue" if is_fine else "white")
    assert cut.width() == pytest.approx((box[2] - box[0]) * (6000 if is_fine else 600), abs=2)


def test_the_coarse_whole_is_not_painted_under_a_part_that_covers_all(qapp: object) -> None:
    picture = PagePicture()
    picture.clear(image(30, 40, "red"))
    assert picture.wanted(BIG, QRectF(0, 0, 100, 100)) is not None
    picture.take(image(150, 150, "transparent").convertToFormat(QImage.Format.Format_ARGB32_Premultiplied))
    picture.part.fill(Qt.GlobalColor.transparent)
    screen = image(100, 100)
    painter = QPainter(screen)
    picture.paint(painter, QRectF(0, 0, 6000, 8000), QRectF(0, 0, 100, 100))
    painter.end()
    assert screen.pixelColor(50, 50) == QColor("white")
