"""What the buttons of an add-on do, and what becomes of it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.models.catalogue import Kind
from ui.models import addon_words
from ui.models.addon_dialog import AddonDialog
from ui.models.addon_part import AddonPart
from ui.models.addons_here import AddonRow, Addons
from ui.models.model_words import size
from ui.models.questions import ask_to_remove


class AddonControl(QObject):
    """Looks after the add-ons that the models of a dialog need.

    changed: how it is with them.    told: what became of one while nobody looked, and whether it is a problem.
    """

    changed = Signal()
    told = Signal(str, bool)

    def __init__(self, part: AddonPart, parent: QWidget) -> None:
        super().__init__(parent)
        self._part = part
        self._window = parent
        self._kind: Kind | None = None
        self._user = ""
        self._problems: dict[str, str] = {}
        self.dialog: AddonDialog | None = None
        self.addons = addons = Addons(self)
        part.get_asked.connect(self._get)
        part.stop_asked.connect(addons.stop)
        part.remove_asked.connect(self._ask_to_remove)
        addons.listed.connect(self.changed)
        addons.begun.connect(self._forget_problem)
        addons.progressed.connect(self._show_line)
        addons.installed.connect(self._tell_installed)
        addons.failed.connect(self._tell_failed)
        for ended in (addons.installed, addons.failed, addons.stopped, addons.removed):
            ended.connect(self._look_after)

    def look(self) -> None:
        """Find out what there is."""
        self.addons.look()
        self.changed.emit()

    def end(self) -> None:
        """End what is being done, and leave nothing of it behind."""
        self.addons.close()

    def is_lacking(self, kind: Kind | None) -> bool:
        """Return whether models of a kind cannot be used here, as far as is known."""
        row = self._row(kind)
        return row is not None and row.is_lacking

    def show_for(self, kind: Kind | None, user: str) -> None:
        """Show how it is with the add-on of a kind. user: the model that uses it now, or ""."""
        self._kind, self._user = kind, user
        row, here, addons = self._row(kind), self.addons.here, self.addons
        is_mine = row is not None and addons.busy == row.name
        is_shown = row is not None and (row.is_lacking or row.bytes_here > 0 or is_mine)
        self._part.setVisible(is_shown)
        if row is not None and here is not None and is_shown:
            line = (addons.lines[-1:] or [""])[0] if is_mine and addons.is_installing else None
            problem = "" if is_mine else self._problems.get(row.name, "")
            self._part.show_row(row, here.about_bytes[here.device], addons.busy, line, problem)

    def _row(self, kind: Kind | None) -> AddonRow | None:
        here = self.addons.here
        return here.rows.get(kind) if here is not None and kind is not None else None

    def _say(self, name: str, sentence: str) -> None:
        self._problems[name] = sentence
        self.changed.emit()

    # --- what is asked for

    def _get(self) -> None:
        row = self._row(self._kind)
        if row is None or self._is_used(row):
            return
        if self.dialog is None:
            self.dialog = AddonDialog(self.addons, self._window)
        self.dialog.open_for(row.name)

    def _ask_to_remove(self) -> None:
        row = self._row(self._kind)
        if row is None or self._is_used(row):
            return
        ask_to_remove(
            self._window,
            self.tr("Remove the add-on “{addon}” from this machine?").format(addon=addon_words.title(row.name)),
            self.tr("That frees {size}. Models and libraries stay, but its models cannot be used without it.").format(
                size=size(row.bytes_here)
            ),
            lambda: self._remove(row),
        )

    def _remove(self, row: AddonRow) -> None:
        # A model may have been put to use while the question stood there.
        if not self._is_used(row):
            self.addons.remove(row.name)

    def _is_used(self, row: AddonRow) -> bool:
        """Say so where a model in use stands in the way of another add-on in the place of this one, or of none."""
        if not self._user or row.is_lacking or self.addons.busy == row.name:
            return False
        sentence = self.tr("{model} needs this add-on now. Choose it in the list, and press “Stop using” first.")
        self._say(row.name, sentence.format(model=self._user))
        return True

    # --- what becomes of it

    def _look_after(self, name: str) -> None:
        # Without a name it was the looking that failed, and would again.
        if name:
            self.look()

    def _forget_problem(self, name: str) -> None:
        self._problems.pop(name, None)
        self.changed.emit()

    def _show_line(self, name: str, line: str) -> None:
        if name == self._kind:
            self._part.show_line(line)

    def _tell_installed(self, name: str) -> None:
        self._tell(addon_words.has_arrived(name), False)

    def _tell_failed(self, name: str, sentence: str) -> None:
        self._problems[name] = sentence
        self._tell(sentence, True)

    def _tell(self, sentence: str, is_problem: bool) -> None:
        is_seen = self._window.isVisible() or (self.dialog is not None and self.dialog.isVisible())
        if not is_seen:
            self.told.emit(sentence, is_problem)
