"""How it is with the models that look at this library beside the built-in one, as the engine tells it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.events import LibraryState, ModelChanged
from app.rows import ModelRow, ModelStage
from ui.bridge import Bridge


class ModelsHere(QObject):
    """Keeps the newest row of each model; emits `changed` when there is another."""

    changed = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pages = 0
        self._rows: tuple[ModelRow, ...] = ()
        bridge.library_changed.connect(self._hear_library)
        bridge.model_changed.connect(self._hear_model)

    @property
    def pages(self) -> int:
        """How many pages the library has."""
        return self._pages

    @property
    def in_use(self) -> ModelRow | None:
        """The model that a person chose for this library."""
        return next((row for row in self._rows if row.stage is not ModelStage.UNUSED), None)

    @property
    def unused(self) -> tuple[ModelRow, ...]:
        """Those that looked at this library once, whose work is kept."""
        return tuple(row for row in self._rows if row.stage is ModelStage.UNUSED)

    def _hear_library(self, state: LibraryState) -> None:
        self._pages, self._rows = state.pages, state.models
        self.changed.emit()

    def _hear_model(self, told: ModelChanged) -> None:
        self._rows = (told.row, *(row for row in self.unused if row.key != told.row.key))
        self.changed.emit()
