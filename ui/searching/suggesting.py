"""What the search field suggests: recent searches, how a filter may go on, and what can be typed at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from enum import Enum, auto

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from app.answers.filters import completions
from app.events import LibraryState
from ui.bridge import Bridge
from ui.searching.recent_searches import RecentSearches
from ui.searching.search_bar import SearchBar
from ui.searching.suggestions import Suggestion, Suggestions

DWELL_MS = 3000
"""A question that stays so long was meant; those on the way to it were not."""


class _Kind(Enum):
    RECENT = auto()
    COMPLETION = auto()
    SYNTAX = auto()


class Suggesting(QObject):
    """Fills the list below the search field, and remembers what was dwelt on."""

    forgotten = Signal()

    def __init__(
        self, search: SearchBar, recent: RecentSearches, bridge: Bridge, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._search, self._edit = search, search.edit
        self.recent = recent
        self._kind = _Kind.RECENT
        self._library: LibraryState | None = None
        self._folders: tuple[str, ...] = ()
        self._clear_label = self.tr("Clear recent searches")
        self.list = Suggestions(search)
        self.list.chosen.connect(self._choose)
        self.list.removed.connect(self._remove)
        self._dwell = QTimer(self)
        self._dwell.setSingleShot(True)
        self._dwell.setInterval(DWELL_MS)
        self._dwell.timeout.connect(self.remember)
        search.asked.connect(lambda *_: self._dwell.start())
        search.help_asked.connect(self.show_syntax)
        self._edit.returnPressed.connect(self.remember)
        self._edit.textEdited.connect(self._follow)
        # Behind all that listens to a key that is typed: the cursor is where it will stay.
        self._edit.installEventFilter(self)
        bridge.library_changed.connect(self._hear_library)

    def remember(self) -> None:
        """Remember the question, which has shown to be meant."""
        self._dwell.stop()
        self.recent.remember(self._search.text)

    def clear_recent(self) -> None:
        """Forget all recent searches."""
        self.recent.clear()
        self.list.hide()
        self.forgotten.emit()

    def show_recent(self) -> None:
        """Offer recent searches, if there are any."""
        self._kind = _Kind.RECENT
        rows = [Suggestion(text, is_removable=True) for text in self.recent.newest_first()]
        self.list.open_with([*rows, Suggestion(self._clear_label, is_quiet=True)] if rows else [])

    def show_syntax(self) -> None:
        """Show what can be typed besides words."""
        self._edit.setFocus()
        self._kind = _Kind.SYNTAX
        rows = (
            ('"annual report"', self.tr("exactly these words, side by side")),
            ("-draft", self.tr("not on the page")),
            ("in:", self.tr("a folder or file that is called so")),
            ("type:", self.tr("PDFs, pictures or one type of them")),
            ("before:", self.tr("changed before a year, month or day: 2024-03")),
            ("after:", self.tr("changed after it")),
            ("-in:", self.tr("a minus leaves out what a filter finds")),
        )
        self.list.open_with([Suggestion(text, note) for text, note in rows])

    # --- keys and mouse

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that belong to the list while it is open, and open it where that is meant."""
        if event.type() == QEvent.Type.FocusOut:
            self.list.hide()
        elif isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and self.list.is_open and event.key() == Qt.Key.Key_Escape:
                # Otherwise the window would take the key to clear the question.
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self._takes_open(event) if self.list.is_open else self._takes_closed(event)
        elif event.type() == QEvent.Type.MouseButtonPress and not self._edit.text():
            self.show_recent()
        return False

    def _takes_closed(self, event: QKeyEvent) -> bool:
        is_wanted = not self._edit.text() or event.modifiers() & Qt.KeyboardModifier.AltModifier
        if event.key() != Qt.Key.Key_Down or not is_wanted:
            return False
        self.show_recent()
        return self.list.is_open

    def _takes_open(self, event: QKeyEvent) -> bool:
        keys: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Down: lambda: self.list.step(1),
            Qt.Key.Key_Up: lambda: self.list.step(-1),
            Qt.Key.Key_Escape: self.list.hide,
        }
        if event.key() in keys:
            keys[event.key()]()
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab) and self.list.take():
            return True
        return event.key() == Qt.Key.Key_Delete and self.list.remove()

    # --- what is chosen

    def _follow(self, text: str) -> None:
        """Offer how the filter before the cursor may go on."""
        before = text[: self._edit.cursorPosition()]
        found = completions(before, self._known_folders())
        is_whole = any(each.text.strip().casefold() == before[each.start :].casefold() for each in found)
        self._kind = _Kind.COMPLETION
        self.list.open_with([Suggestion(each.shown) for each in found], current=-1 if is_whole else 0)

    def _choose(self, chosen: Suggestion) -> None:
        if self._kind is _Kind.SYNTAX:
            self._insert(chosen.text)
        elif self._kind is _Kind.COMPLETION:
            self._complete(chosen.text)
        elif chosen.is_removable:
            self._search.ask_for(chosen.text)
            self.remember()
        else:
            self.clear_recent()

    def _insert(self, text: str) -> None:
        before = self._edit.text()[: self._edit.cursorPosition()]
        self._edit.insert(text if not before or before[-1].isspace() else f" {text}")
        self._follow(self._edit.text())

    def _complete(self, shown: str) -> None:
        text, cursor = self._edit.text(), self._edit.cursorPosition()
        for each in completions(text[:cursor], self._known_folders()):
            if each.shown == shown:
                before = text[: each.start] + each.text
                self._edit.setText(before + text[cursor:].lstrip())
                self._edit.setCursorPosition(len(before))
                return

    def _remove(self, chosen: Suggestion) -> None:
        self.recent.forget(chosen.text)
        row = self.list.list.currentRow()
        self.show_recent()
        self.list.list.setCurrentRow(row)

    # --- folders

    def _hear_library(self, state: LibraryState) -> None:
        self._library, self._folders = state, ()

    def _known_folders(self) -> tuple[str, ...]:
        """Return the folders of the library's files, looked up no sooner than somebody types a filter."""
        if self._library is not None and not self._folders:
            folders = {os.path.dirname(file.path) for file in self._library.files}
            folders.update(root.path for root in self._library.roots if root.is_folder)
            self._folders = tuple(sorted(folders))
        return self._folders
