"""A person's choices: they apply at once and are kept beside the window, because a disk may be slow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QThreadPool

from app import settings
from app.settings import MOST_RECENT, Language, Settings
from indexer.errors import ExpectedError
from ui.basics.theme import Choice, Theme


class Preferences(QObject):
    """The settings that are in use.

    tell: told a sentence when they cannot be saved, from another thread.
    """

    def __init__(
        self, chosen: Settings, file: Path, theme: Theme, tell: Callable[[str], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._chosen = chosen
        self._file = file
        self._theme = theme
        self._tell = tell
        # One thread, so that what was chosen last is saved last.
        self._saving = QThreadPool(self)
        self._saving.setMaxThreadCount(1)

    @property
    def chosen(self) -> Settings:
        """All choices."""
        return self._chosen

    def choose_theme(self, choice: Choice) -> None:
        """Show the light or the dark theme, or whatever the system shows."""
        self._theme.choose(choice)
        self._keep(replace(self._chosen, theme=choice))

    def scale_text(self, percent: int) -> None:
        """Show text larger, in percent of the system's own size."""
        self._theme.scale_text(percent)
        self._keep(replace(self._chosen, text_percent=percent))

    def choose_language(self, language: Language) -> None:
        """Show the window in this language from the next start on."""
        self._keep(replace(self._chosen, language=language))

    def open_next_time(self, library: str) -> None:
        """Open this library at the next start; "" is the usual one."""
        others = [path for path in self._chosen.recent_libraries if path != library]
        recent = [library, *others][:MOST_RECENT] if library else others
        self._keep(replace(self._chosen, last_library=library, recent_libraries=tuple(recent)))

    def end(self) -> None:
        """Wait until everything is saved."""
        self._saving.waitForDone()

    def _keep(self, chosen: Settings) -> None:
        if chosen != self._chosen:
            self._chosen = chosen
            self._saving.start(lambda: self._save(chosen))

    def _save(self, chosen: Settings) -> None:
        try:
            settings.save(chosen, self._file)
        except ExpectedError as error:
            self._tell(error.sentence)
