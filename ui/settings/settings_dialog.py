"""What a person can choose. Everything applies at once; the window stays usable beside it."""

from __future__ import annotations

from typing import get_args

from PySide6.QtCore import QEvent, QSettings, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.requests import GetLibrary
from app.settings import TEXT_PERCENTS, Language
from ui.basics import figures
from ui.basics.language import NAMES
from ui.basics.theme import CHOICES, SPACE, set_tone
from ui.bridge import Bridge
from ui.searching.recent_searches import WANTED, RecentSearches
from ui.settings.preferences import Preferences
from ui.settings.settings_library import LibraryPage
from ui.settings.trade import TradePage


class AppearancePage(QWidget):
    """Light or dark, how large text is, and its language."""

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self.theme = QComboBox()
        names = {"system": self.tr("Like the system"), "light": self.tr("Light"), "dark": self.tr("Dark")}
        for choice in CHOICES:
            self.theme.addItem(names[choice], choice)
        self.theme.setCurrentIndex(CHOICES.index(preferences.chosen.theme))
        self.theme.currentIndexChanged.connect(lambda row: preferences.choose_theme(CHOICES[row]))
        self.text = QComboBox()
        self.text.addItems([self.tr("{n} %").format(n=figures.number(percent)) for percent in TEXT_PERCENTS])
        percent = preferences.chosen.text_percent
        self.text.setCurrentIndex(TEXT_PERCENTS.index(percent) if percent in TEXT_PERCENTS else 0)
        self.text.currentIndexChanged.connect(lambda row: preferences.scale_text(TEXT_PERCENTS[row]))
        languages: list[Language] = list(get_args(Language))
        self.language = QComboBox()
        self.language.addItems([NAMES.get(code, self.tr("Like the system")) for code in languages])
        self.language.setCurrentIndex(languages.index(preferences.chosen.language))
        self.language.currentIndexChanged.connect(lambda row: preferences.choose_language(languages[row]))
        self.later = QLabel(self.tr("Pagelight speaks this language from its next start on."))
        self.later.setWordWrap(True)
        self.later.hide()
        self.language.currentIndexChanged.connect(self.later.show)
        set_tone(self.later, "quiet")
        layout = QFormLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setVerticalSpacing(SPACE)
        layout.setHorizontalSpacing(3 * SPACE)
        layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        layout.addRow(self.tr("Colours"), self.theme)
        layout.addRow(self.tr("Text size"), self.text)
        layout.addRow(self.tr("Language"), self.language)
        layout.addRow(self.later)


class SearchPage(QWidget):
    """Whether searches are remembered."""

    def __init__(self, memory: QSettings) -> None:
        super().__init__()
        self._memory = memory
        self.remember = QCheckBox(self.tr("Remember recent searches"))
        self.remember.setChecked(memory.value(WANTED, True, bool) is True)
        self.remember.toggled.connect(self._choose)
        about = QLabel(self.tr("They stay on this machine, and drop down below the empty search field."))
        about.setWordWrap(True)
        set_tone(about, "quiet")
        self.clear = QPushButton(self.tr("Clear recent searches"))
        self.clear.setAutoDefault(False)
        self.clear.clicked.connect(RecentSearches(memory).clear)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        for widget in (self.remember, about, self.clear):
            layout.addWidget(widget, 0, Qt.AlignmentFlag(0) if widget is about else Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)

    def _choose(self, wanted: bool) -> None:
        self._memory.setValue(WANTED, wanted)
        if not wanted:
            RecentSearches(self._memory).clear()


class ModelsPage(QWidget):
    """The way to the models."""

    models_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        about = QLabel(
            self.tr(
                "The built-in model always looks at your pages. A larger one can look as well: "
                "it finds more, and takes longer."
            )
        )
        about.setWordWrap(True)
        self.open = QPushButton(self.tr("Models…"))
        self.open.setAutoDefault(False)
        self.open.clicked.connect(self.models_asked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addWidget(about)
        layout.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)


class SettingsDialog(QDialog):
    """A list of subjects, and what can be chosen for each."""

    models_asked = Signal()
    folder_asked = Signal(str)

    def __init__(
        self, bridge: Bridge, preferences: Preferences, memory: QSettings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.setWindowTitle(self.tr("Settings"))
        self.setModal(False)
        self.appearance = AppearancePage(preferences)
        self.search = SearchPage(memory)
        self.library = LibraryPage(bridge)
        self.library.folder_asked.connect(self.folder_asked)
        self.trade = TradePage(bridge)
        models = ModelsPage()
        models.models_asked.connect(self.models_asked)
        self.subjects = QListWidget()
        self.subjects.setAccessibleName(self.tr("Subjects"))
        set_tone(self.subjects, "choices")
        self.pages = QStackedWidget()
        for title, page in (
            (self.tr("Appearance"), self.appearance),
            (self.tr("Search"), self.search),
            (self.tr("Library"), self.library),
            (self.tr("Compression"), self.trade),
            (self.tr("Models"), models),
        ):
            self.subjects.addItem(title)
            scroll = QScrollArea()
            scroll.setWidget(page)
            scroll.setWidgetResizable(True)
            scroll.setAccessibleName(title)
            scroll.setFrameShape(QScrollArea.Shape.NoFrame)
            scroll.viewport().setAutoFillBackground(False)
            page.setAutoFillBackground(False)
            self.pages.addWidget(scroll)
        self.subjects.currentRowChanged.connect(self.pages.setCurrentIndex)
        self.subjects.setCurrentRow(0)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.setSpacing(2 * SPACE)
        layout.addWidget(self.subjects)
        layout.addWidget(self.pages, 1)
        self._fit_subjects()
        self.resize(QSize(860, 560).boundedTo(self.screen().availableSize()))

    def open_beside(self) -> None:
        """Show the dialog, with what is so now."""
        self._bridge.send(GetLibrary())
        self.show()
        self.raise_()
        self.activateWindow()

    def done(self, result: int) -> None:
        """Stop what was only begun to be shown here."""
        self.trade.stop_measuring()
        super().done(result)

    def changeEvent(self, event: QEvent) -> None:
        """Give the list the room that a larger text needs."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_subjects()

    def _fit_subjects(self) -> None:
        self.subjects.setFixedWidth(self.subjects.sizeHintForColumn(0) + 4 * SPACE)
