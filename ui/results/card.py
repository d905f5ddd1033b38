"""How one page among the results is drawn: as a card in the grid, or as a row in the list."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import (
    QCoreApplication,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QPixmap,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from app.events import Group, Hit
from ui.basics.item_state import paint_state
from ui.basics.light import paint_light
from ui.basics.paper import paint_edge, paint_ground
from ui.basics.theme import (
    LINE,
    QUIET,
    RADIUS,
    RAISED,
    SPACE,
    SURFACE,
    TEXT,
    body_font,
    colour,
    small_font,
)
from ui.results.model import HIT_ROLE, excerpt, lane_label
from ui.results.painted import Painted
from ui.results.pictures import Thumbnails

ROW_PICTURE_WIDTH_PX = 88
LINES = 2
"""How many lines of matching text a card shows."""


class CardDelegate(QStyledItemDelegate):
    """Paints a hit: the page with its light, whose page it is, the line that matched and how it was found."""

    def __init__(self, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._painted = Painted()
        self.as_grid = True
        self.cell = QSize(220, 320)
        self.direction = Qt.LayoutDirection.LeftToRight

    def grid_cell(self, width_px: int) -> QSize:
        """Return the size of a card that is `width_px` wide."""
        body, small = QFontMetricsF(body_font()), QFontMetricsF(small_font())
        picture = (width_px - 4 * SPACE) * 1.22
        words = body.height() + small.height() * (LINES + 1) + 2.5 * SPACE
        return QSize(width_px, round(picture + words + 3 * SPACE))

    def row_height(self) -> int:
        """Return the height of a row in the list."""
        body, small = QFontMetricsF(body_font()), QFontMetricsF(small_font())
        words = body.height() + small.height() * (LINES + 1) + 1.5 * SPACE
        return round(max(ROW_PICTURE_WIDTH_PX * 1.2, words) + 3 * SPACE)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the size that the view has chosen for all cards."""
        return self.cell

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one card."""
        hit = index.data(HIT_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(option.rect).adjusted(SPACE / 2, SPACE / 2, -SPACE / 2, -SPACE / 2)
        paint_state(painter, frame, option.state)
        if isinstance(hit, Hit):
            painter.drawPixmap(option.rect.topLeft(), self.card(hit, painter.device().devicePixelRatioF()))
        else:
            self._paint_waiting(painter, *self._places(option.rect))
        painter.restore()

    def card(self, hit: Hit, ratio: float) -> QPixmap:
        """Return what a hit looks like, chosen or not. ratio: the device pixel ratio of the screen."""
        image = self._thumbnails.image(hit.page)
        state = image.cacheKey() if image is not None else self._thumbnails.problem(hit.page)
        return self._painted.picture(
            (hit, self.as_grid, self.direction, state), self.cell, ratio, lambda painter: self._paint_hit(painter, hit)
        )

    def _paint_hit(self, painter: QPainter, hit: Hit) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        picture, words = self._places(QRect(QPoint(0, 0), self.cell))
        self._paint_page(painter, picture, hit)
        self._paint_words(painter, words, hit)

    def _places(self, card: QRect) -> tuple[QRectF, QRectF]:
        """Return where the page and where the words of a card have room."""
        margin = SPACE * 3 / 2
        inner = QRectF(card).adjusted(margin, margin, -margin, -margin)
        if self.as_grid:
            picture = QRectF(inner.x(), inner.y(), inner.width(), inner.width() * 1.22)
            return picture, inner.adjusted(0, picture.height() + SPACE, 0, 0)
        picture = QRectF(inner.x(), inner.y(), ROW_PICTURE_WIDTH_PX, inner.height())
        words = inner.adjusted(ROW_PICTURE_WIDTH_PX + 2 * SPACE, 0, 0, 0)
        return _seen(picture, inner, self.direction), _seen(words, inner, self.direction)

    def _paint_waiting(self, painter: QPainter, picture: QRectF, words: QRectF) -> None:
        """Paint where a page and its words will be."""
        small = QFontMetricsF(small_font())
        page = QRectF(0, 0, min(picture.width(), picture.height() * 0.7), 0)
        page.setHeight(page.width() / 0.7)
        page.moveCenter(picture.center())
        page.moveTop(picture.bottom() - page.height() if self.as_grid else picture.top())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(RAISED))
        painter.drawRect(page)
        for line, share in enumerate((0.8, 0.5)):
            top = words.top() + line * 1.6 * small.height()
            bar = QRectF(words.left(), top + small.descent(), words.width() * share, small.ascent())
            painter.drawRoundedRect(_seen(bar, words, self.direction), RADIUS / 2, RADIUS / 2)

    def _paint_page(self, painter: QPainter, space: QRectF, hit: Hit) -> None:
        aspect = hit.aspect if hit.aspect > 0 else 0.7
        width = min(space.width(), space.height() * aspect)
        height = width / aspect
        # In the grid pages stand on a common ground line; in the list they hang from the first line of text.
        top = space.bottom() - height if self.as_grid else space.top()
        page = QRectF(round(space.x() + (space.width() - width) / 2), round(top), round(width), round(height))
        paint_ground(painter, page)
        image = self._thumbnails.image(hit.page)
        if image is not None:
            painter.drawImage(page, image)
        paint_light(painter, page, hit.regions)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        paint_edge(painter, page)
        if image is None and self._thumbnails.problem(hit.page):
            painter.setPen(QColor("#666157"))
            painter.setFont(small_font())
            painter.drawText(
                page.adjusted(SPACE, SPACE, -SPACE, -SPACE),
                int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap),
                QCoreApplication.translate("Results", "No picture"),
            )

    def _paint_words(self, painter: QPainter, space: QRectF, hit: Hit) -> None:
        body, small = QFontMetricsF(body_font(bold=True)), QFontMetricsF(small_font())
        top = space.y()

        number = QCoreApplication.translate("Results", "p. {number}").format(number=QLocale().toString(hit.page.number))
        number_width = small.horizontalAdvance(number)
        name_width = space.width() - number_width - SPACE
        painter.setFont(body_font(bold=True))
        painter.setPen(colour(TEXT))
        name = body.elidedText(PurePath(hit.path).stem, Qt.TextElideMode.ElideMiddle, name_width)
        name_place = QRectF(space.x(), top, body.horizontalAdvance(name), body.height())
        painter.drawText(_seen(name_place, space, self.direction).topLeft() + QPointF(0, body.ascent()), name)
        painter.setFont(small_font())
        painter.setPen(colour(QUIET))
        number_place = QRectF(space.right() - number_width, top, number_width, body.height())
        painter.drawText(_seen(number_place, space, self.direction).topLeft() + QPointF(0, body.ascent()), number)
        top += body.height() + SPACE / 4

        left = space.x()
        for lane in hit.lanes:
            # Where text is large, not all fit; screen readers and the list have them all.
            label = lane_label(lane)
            badge = QRectF(left, top, small.horizontalAdvance(label) + SPACE * 1.5, small.height() + 2)
            if badge.right() > space.right():
                break
            _paint_badge(painter, _seen(badge, space, self.direction), label)
            left = badge.right() + SPACE / 2
        top += small.height() + SPACE * 0.75

        if hit.line:
            place = QRectF(space.x(), top, space.width(), space.bottom() - top)
            _paint_line(painter, place, hit, self.direction)


def _seen(place: QRectF, room: QRectF, direction: Qt.LayoutDirection) -> QRectF:
    """Mirror a place within a room where people read from right to left."""
    if direction != Qt.LayoutDirection.RightToLeft:
        return place
    return place.translated(room.left() + room.right() - place.left() - place.right(), 0)


def _paint_badge(painter: QPainter, badge: QRectF, label: str) -> None:
    painter.setPen(QPen(colour(LINE), 1))
    painter.setBrush(colour(SURFACE))
    painter.drawRoundedRect(badge.adjusted(0.5, 0.5, -0.5, -0.5), badge.height() / 2, badge.height() / 2)
    painter.setPen(colour(QUIET))
    painter.setFont(small_font())
    painter.drawText(badge, int(Qt.AlignmentFlag.AlignCenter), label)


def paint_header(painter: QPainter, rect: QRect, group: Group, direction: Qt.LayoutDirection) -> None:
    """Paint the name of a document, and how many of its pages answer, above these."""
    body, small = QFontMetricsF(body_font(bold=True)), QFontMetricsF(small_font())
    space = QRectF(rect).adjusted(1.5 * SPACE, 0, -1.5 * SPACE, 0)
    base = rect.top() + SPACE * 1.25 + body.ascent()
    if group.pages == 1:
        count = QCoreApplication.translate("Results", "1 page")
    else:
        count = QCoreApplication.translate("Results", "{n} pages").format(n=QLocale().toString(group.pages))
    room = space.width() - small.horizontalAdvance(count) - 2 * SPACE
    name = body.elidedText(PurePath(group.path).name, Qt.TextElideMode.ElideMiddle, room)
    painter.setFont(body_font(bold=True))
    painter.setPen(colour(TEXT))
    name_place = QRectF(space.left(), base, body.horizontalAdvance(name), 0)
    painter.drawText(_seen(name_place, space, direction).topLeft(), name)
    painter.setFont(small_font())
    painter.setPen(colour(QUIET))
    count_place = QRectF(name_place.right() + SPACE, base, small.horizontalAdvance(count), 0)
    painter.drawText(_seen(count_place, space, direction).topLeft(), count)
    line = QRectF(count_place.right() + SPACE, base - small.ascent() / 2, 0, 1)
    line.setRight(space.right())
    if line.width() > 2 * SPACE:
        painter.fillRect(_seen(line, space, direction), colour(LINE))


def _paint_line(painter: QPainter, space: QRectF, hit: Hit, direction: Qt.LayoutDirection) -> None:
    text, bold = excerpt(hit.line, hit.bold)
    layout, end = _laid_out(text, bold, space.width(), direction)
    if end < len(text):
        layout, _ = _laid_out(text[: max(0, end - 2)].rstrip() + "…", bold, space.width(), direction)
    painter.setPen(colour(QUIET))
    layout.draw(painter, space.topLeft())


def _laid_out(
    text: str, bold: Sequence[tuple[int, int]], width: float, direction: Qt.LayoutDirection
) -> tuple[QTextLayout, int]:
    """Set text in at most LINES lines and say how many of its characters fitted."""
    layout = QTextLayout(text, small_font())
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    if direction == Qt.LayoutDirection.RightToLeft:
        # Where it stands is the window's; which way it runs is its own.
        option.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
    layout.setTextOption(option)
    layout.setFormats([_bold_range(begin, end) for begin, end in bold if begin < len(text)])
    layout.beginLayout()
    height, fitted = 0.0, 0
    for _ in range(LINES):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, height))
        height += line.height()
        fitted = line.textStart() + line.textLength()
    layout.endLayout()
    return layout, fitted


def _bold_range(begin: int, end: int) -> QTextLayout.FormatRange:
    look = QTextCharFormat()
    look.setFontWeight(QFont.Weight.Bold)
    look.setForeground(colour(TEXT))
    result = QTextLayout.FormatRange()
    result.start = begin
    result.length = end - begin
    result.format = look
    return result
