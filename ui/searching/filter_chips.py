"""The filters of the question that is answered, each with a way to take it away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from ui.basics.access import tab_through
from ui.basics.flow import FlowLayout
from ui.basics.icons import RESIZED, icon, icon_px
from ui.basics.theme import SPACE, set_tone


class FilterChips(QWidget):
    """Shows filters as they were typed and emits `removed` with one that is pressed."""

    removed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[str, ...] = ()
        self._chips = FlowLayout(SPACE // 2)
        self.setLayout(self._chips)
        self.hide()

    @property
    def shown(self) -> tuple[str, ...]:
        """The filters that are shown."""
        return self._shown

    def show_filters(self, filters: tuple[str, ...]) -> None:
        """Show other filters."""
        if filters == self._shown:
            return
        self._shown = filters
        self._chips.clear()
        for typed in filters:
            chip = QToolButton()
            set_tone(chip, "chip")
            chip.setIcon(icon("close"))
            chip.setText(typed)
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            chip.setToolTip(self.tr("Search without this filter"))
            chip.setAccessibleName(self.tr("Filter {filter}. Press to search without it.").format(filter=typed))
            chip.clicked.connect(self._remove)
            self._chips.addWidget(chip)
        self._size_icons()
        tab_through(self, self._chips.widgets())
        self.setVisible(bool(filters))

    def changeEvent(self, event: QEvent) -> None:
        """Show the crosses as large as the text."""
        super().changeEvent(event)
        if event.type() in RESIZED:
            self._size_icons()

    def _size_icons(self) -> None:
        size = QSize(icon_px() - 4, icon_px() - 4)
        for chip in self._chips.widgets():
            if isinstance(chip, QToolButton):
                chip.setIconSize(size)

    def _remove(self) -> None:
        chip = self.sender()
        if isinstance(chip, QToolButton):
            self.removed.emit(chip.text())
