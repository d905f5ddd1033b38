"""Getting an add-on: what will happen, where from, by whose leave, and how far it is."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.basics.access import announce
from ui.basics.elided_label import ElidedLabel
from ui.basics.file_dialogs import pick
from ui.basics.theme import SPACE, set_tone
from ui.models import addon_words
from ui.models.addons_here import Addons

WIDTH_CHARACTERS, HEIGHT_LINES, LOG_LINES = 76, 27, 8


class AddonDialog(QDialog):
    """Asks before anything is done, and shows what is done; closing it stops nothing."""

    def __init__(self, addons: Addons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._addons = addons
        self._name = ""
        self._folder = ""
        self._logged = 0
        self._is_done = False
        self.setModal(False)
        self.title, self.what, self.told = self._label("title"), self._label(), self._label("quiet")
        self.state, self.problem = self._label(), self._label("problem")
        self.problem.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.place, self.folder, self.line = ElidedLabel(), ElidedLabel(), ElidedLabel()
        for path in (self.place, self.folder, self.line):
            set_tone(path, "small")
        self.source = QComboBox()
        self.source.addItems([self.tr("From the network"), self.tr("From a folder on this computer or a stick")])
        self.source.setAccessibleName(self.tr("Where the add-on comes from"))
        self.choose = self._button(self.tr("Choose the folder…"))
        self.device = QComboBox()
        self.device.addItem(self.tr("For the NVIDIA graphics card"), "cuda")
        self.device.addItem(self.tr("For the processor"), "cpu")
        self.device.setAccessibleName(self.tr("What the models compute on"))
        self.consent = QCheckBox(self.tr("Download uv as well"))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMaximum(0)
        self.bar.setAccessibleName(self.tr("The add-on is being worked on"))
        self.details = self._button()
        self.details.setCheckable(True)
        self.log = QPlainTextEdit()
        self.log.setReadOnly(True)
        self.log.setTabChangesFocus(True)
        self.log.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.log.setAccessibleName(self.tr("What was done"))
        self.log.setFixedHeight(LOG_LINES * self.log.fontMetrics().lineSpacing())
        self.install, self.leave = self._button(), self._button()
        self.stop = self._button(self.tr("Cancel the installation"))
        set_tone(self.install, "primary")
        self._lay_out()
        self._connect()

    @staticmethod
    def _label(tone: str = "") -> QLabel:
        label = QLabel()
        label.setWordWrap(True)
        set_tone(label, tone)
        return label

    @staticmethod
    def _button(text: str = "") -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        shown = QWidget()
        inner = QVBoxLayout(shown)
        inner.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        inner.setSpacing(SPACE)
        for widget in (self.title, self.what, self.place, self.problem, self.state, self.bar, self.line):
            inner.addWidget(widget)
        for choice in (self.source, self.choose, self.folder, self.device, self.told, self.consent, self.details):
            is_wide = choice in (self.folder, self.told)
            inner.addWidget(choice, 0, Qt.AlignmentFlag(0) if is_wide else Qt.AlignmentFlag.AlignLeft)
        inner.addWidget(self.log)
        inner.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(shown)
        scroll.setWidgetResizable(True)
        scroll.setAccessibleName(self.tr("The add-on"))
        scroll.viewport().setAutoFillBackground(False)
        shown.setAutoFillBackground(False)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(SPACE, 0, SPACE, 0)
        buttons.setSpacing(SPACE)
        buttons.addStretch(1)
        for button in (self.install, self.stop, self.leave):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE, SPACE, SPACE, 2 * SPACE)
        layout.addWidget(scroll, 1)
        layout.addLayout(buttons)

    def _connect(self) -> None:
        self.source.activated.connect(self._choose_source)
        self.choose.clicked.connect(self._ask_for_folder)
        for chosen in (self.device.currentIndexChanged, self.consent.toggled, self.details.toggled):
            chosen.connect(self._show)
        self.install.clicked.connect(self._install)
        self.stop.clicked.connect(self._addons.stop)
        self.leave.clicked.connect(self.close)
        for changed in (self._addons.listed, self._addons.begun):
            changed.connect(self._show)
        self._addons.removed.connect(self._forget)
        self._addons.progressed.connect(self._show_line)
        self._addons.installed.connect(self._tell_installed)
        self._addons.stopped.connect(self._tell_stopped)
        self._addons.failed.connect(self._tell_failed)

    def open_for(self, name: str) -> None:
        """Show the dialog for an add-on."""
        if name != self._name or self._is_done:
            self._name, self._is_done = name, False
            self._clear()
            if self._is_installing:
                for line in self._addons.lines:
                    self._log(line)
        metrics = self.fontMetrics()
        size = QSize(WIDTH_CHARACTERS * metrics.averageCharWidth(), HEIGHT_LINES * metrics.lineSpacing())
        self.resize(size.boundedTo(self.screen().availableSize()))
        self._show()
        self.show()
        self.raise_()
        self.activateWindow()
        (self.source if self.source.isVisible() else self.leave).setFocus()

    # --- what is asked

    @property
    def _is_from_folder(self) -> bool:
        return self.source.currentIndex() == 1

    def _choose_source(self) -> None:
        self._show()
        if self._is_from_folder and not self._folder:
            self._ask_for_folder()

    def _ask_for_folder(self) -> None:
        pick(self, self.tr("Choose the prepared folder"), QFileDialog.FileMode.Directory, self._take_folder)

    def _take_folder(self, paths: list[str]) -> None:
        self._folder = paths[0]
        self._show()

    def _install(self) -> None:
        self._clear()
        offered = self._folder if self._is_from_folder else ""
        device = "" if self.device.isHidden() else str(self.device.currentData())
        may_fetch_uv = not self.consent.isHidden() and self.consent.isChecked()
        self._addons.install(self._name, offered, device, may_fetch_uv)
        self.leave.setFocus()

    # --- what is done

    @property
    def _is_installing(self) -> bool:
        return self._addons.is_installing and self._addons.busy == self._name

    def _clear(self) -> None:
        self.state.clear()
        self.problem.clear()
        self.line.clear()
        self.log.clear()
        self._logged = 0

    def _forget(self, name: str) -> None:
        """What was said of an add-on is over once it is removed."""
        if name == self._name:
            self._is_done = False
            self._clear()
        self._show()

    def _show_line(self, name: str, line: str) -> None:
        if name == self._name:
            self.line.setText(line)
            self._log(line)
            self._show()

    def _log(self, line: str) -> None:
        """Write a line below the others, or over the last where it only counts on."""
        cursor = QTextCursor(self.log.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        if self._logged == len(self._addons.lines):
            cursor.select(QTextCursor.SelectionType.LineUnderCursor)
        elif self._logged:
            cursor.insertBlock()
        cursor.insertText(line)
        self._logged = min(self._logged + 1, len(self._addons.lines))

    def _tell_installed(self, name: str) -> None:
        if name == self._name:
            self._is_done = True
            self._tell(addon_words.has_arrived(name))

    def _tell_stopped(self, name: str) -> None:
        if name == self._name:
            self._tell(self.tr("Stopped. Nothing of it was left behind."))

    def _tell_failed(self, name: str, sentence: str) -> None:
        if name == self._name:
            self.state.clear()
            self.problem.setText(sentence)
            announce(self, sentence)
        self._show()

    def _tell(self, sentence: str) -> None:
        self.state.setText(sentence)
        announce(self, sentence)
        self._show()

    # --- what is shown

    def _show(self) -> None:
        here = self._addons.here
        if here is None or not self._name:
            return
        title, is_installing = addon_words.title(self._name), self._is_installing
        is_asking, is_from_folder = not (is_installing or self._is_done), self._is_from_folder
        self.setWindowTitle(self.tr("Add-on “{addon}”").format(addon=title))
        self.title.setText(self.tr("Get the add-on “{addon}”").format(addon=title))
        self.what.setText(addon_words.use(self._name))
        self.place.setText(here.folder)
        if is_installing:
            self.state.setText(self.tr("The add-on is being installed. That goes on when this window is closed."))
        self.source.setVisible(is_asking)
        self.choose.setVisible(is_asking and is_from_folder)
        self.folder.setVisible(is_asking and is_from_folder and bool(self._folder))
        self.folder.setText(self._folder)
        self.device.setVisible(is_asking and not is_from_folder and here.device == "cuda")
        self.consent.setVisible(is_asking and not is_from_folder and not here.has_uv)
        self.told.setVisible(is_asking)
        device = here.device if self.device.isHidden() else str(self.device.currentData())
        self.told.setText(addon_words.source(is_from_folder, here.has_uv, here.about_bytes[device]))
        for label in (self.state, self.problem):
            label.setVisible(bool(label.text()))
        self.bar.setVisible(is_installing)
        self.line.setVisible(is_installing)
        self.details.setVisible(bool(self._logged))
        self.details.setText(self.tr("Hide details") if self.details.isChecked() else self.tr("Show details"))
        self.log.setVisible(bool(self._logged) and self.details.isChecked())
        may_begin = bool(self._folder) if is_from_folder else here.has_uv or self.consent.isChecked()
        self.install.setVisible(is_asking)
        self.install.setEnabled(may_begin and not self._addons.busy)
        has_begun = bool(self.state.text() or self.problem.text())
        self.install.setText(self.tr("Try again") if has_begun else self.tr("Install"))
        self.stop.setVisible(is_installing)
        self.leave.setText(self.tr("Cancel") if is_asking else self.tr("Close"))
