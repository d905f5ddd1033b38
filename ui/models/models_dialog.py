"""The models that can look at the library beside the built-in one: get them, use them, remove them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.events import Failed
from app.models.catalogue import Kind
from app.requests import ForgetModel, UseModel
from ui.basics.file_dialogs import pick
from ui.basics.theme import SPACE, set_tone
from ui.bridge import Bridge
from ui.models import model_words
from ui.models.addon_control import AddonControl
from ui.models.model_details import ModelDetails
from ui.models.model_words import Choice
from ui.models.models_here import ModelsHere
from ui.models.questions import ask_to_remove
from ui.models.shelf import Offer, Shelf

LIST_WIDTH_PX = 36 * SPACE


class ModelsDialog(QDialog):
    """A list of models and the one that is chosen there; the window stays usable beside it.

    told: what became of a model while nobody looked, and whether it is a problem.
    """

    told = Signal(str, bool)

    def __init__(self, bridge: Bridge, here: ModelsHere, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._here = here
        self._offers: tuple[Offer, ...] = ()
        self._choices: tuple[Choice, ...] = ()
        self._problems: dict[str, str] = {}
        self._stopped: set[str] = set()
        self._short_of_memory: set[str] = set()
        self._tickets: dict[int, str] = {}
        self.setWindowTitle(self.tr("Models"))
        self.setModal(False)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Models"))
        self.list.setFixedWidth(max(LIST_WIDTH_PX, 26 * self.list.fontMetrics().averageCharWidth()))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        set_tone(self.list, "choices")
        self.folder = QPushButton(self.tr("Use a folder…"))
        self.folder.setAutoDefault(False)
        self.folder.setToolTip(self.tr("Use a model that you have made or downloaded yourself"))
        self.details = ModelDetails()
        self.shelf = Shelf(self)
        self.addons = AddonControl(self.details.addon, self)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self.details)
        self._scroll.setWidgetResizable(True)
        self._scroll.setAccessibleName(self.tr("The chosen model"))
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.viewport().setAutoFillBackground(False)
        self.details.setAutoFillBackground(False)
        self._scroll.hide()
        self.waiting = QLabel(self.tr("Looking which models are on this machine…"))
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.waiting.setWordWrap(True)
        set_tone(self.waiting, "quiet")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        about = QLabel(
            self.tr(
                "The built-in model always looks at your pages. One of these can look as well: "
                "it finds more, and takes longer. Nothing leaves this machine."
            )
        )
        about.setWordWrap(True)
        about.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, SPACE)
        set_tone(about, "quiet")
        left = QVBoxLayout()
        left.addWidget(self.list, 1)
        left.addWidget(self.folder, 0, Qt.AlignmentFlag.AlignLeft)
        body = QHBoxLayout()
        body.addLayout(left)
        body.addWidget(self._scroll, 1)
        body.addWidget(self.waiting, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        layout.addWidget(about)
        layout.addLayout(body, 1)
        self.resize(QSize(880, 560).boundedTo(self.screen().availableSize()))

    def _connect(self) -> None:
        self._here.changed.connect(self._show)
        self._bridge.request_failed.connect(self._hear_failure)
        self._bridge.model_used.connect(lambda used: self._tickets.pop(used.ticket, None))
        self.list.currentRowChanged.connect(lambda _row: self._show_details())
        self.folder.clicked.connect(self._ask_for_folder)
        details, shelf = self.details, self.shelf
        details.download_asked.connect(self._download)
        details.stop_asked.connect(shelf.stop)
        details.remove_asked.connect(self._ask_to_remove)
        details.use_asked.connect(lambda: self._use(self._chosen().name))
        details.leave_asked.connect(lambda: self._use(""))
        details.forget_asked.connect(self._ask_to_forget)
        shelf.listed.connect(self._take_offers)
        shelf.progressed.connect(self._show_progress)
        shelf.failed.connect(self._show_failure)
        shelf.stopped.connect(self._tell_stopped)
        shelf.downloaded.connect(lambda name: self._tell(self.tr("{name} is on this machine now.").format(name=name)))
        shelf.removed.connect(lambda _name: self.shelf.look())
        self.addons.changed.connect(self._show)
        self.addons.told.connect(self.told)

    def open_beside(self) -> None:
        """Show the dialog, with what there is now."""
        self.show()
        self.raise_()
        self.activateWindow()
        self.shelf.look()
        self.addons.look()

    def end(self) -> None:
        """End all that is done beside the window."""
        self.shelf.close()
        self.addons.end()

    # --- what is shown

    def _take_offers(self, offers: tuple[Offer, ...]) -> None:
        self._offers = offers
        self._show()

    def _show(self) -> None:
        if not self.isVisible():
            return
        chosen = self._choices[self.list.currentRow()].name if self.list.currentRow() >= 0 else ""
        self._choices = model_words.choices(self._offers, self._here.in_use, self._here.unused)
        self.list.blockSignals(True)
        while self.list.count() > len(self._choices):
            self.list.takeItem(self.list.count() - 1)
        for place, choice in enumerate(self._choices):
            item = self.list.item(place) if place < self.list.count() else QListWidgetItem(self.list)
            state = model_words.short_state(choice, self._here.pages, self.shelf.busy)
            item.setText(f"{choice.name}\n{state}")
            item.setToolTip(choice.name)
        names = [choice.name for choice in self._choices]
        self.list.setCurrentRow(names.index(chosen) if chosen in names else 0 if names else -1)
        self.list.blockSignals(False)
        self._show_details()

    def _chosen(self) -> Choice:
        return self._choices[self.list.currentRow()]

    def _show_details(self) -> None:
        if self._choices:
            name = self._chosen().name
            problem, is_short = self._problems.get(name, ""), name in self._short_of_memory
            is_stopped, lacks_addon = name in self._stopped, self.addons.is_lacking(self._chosen().kind)
            self.details.show_choice(
                self._chosen(), self._here.pages, self.shelf.busy, problem, is_short, is_stopped, lacks_addon
            )
            self.addons.show_for(self._chosen().kind, self._user_of(self._chosen().kind))
        self._scroll.setVisible(bool(self._choices))
        self.waiting.setVisible(not self._choices)

    def _user_of(self, kind: Kind | None) -> str:
        """Return the model that works now if it is of a kind, as far as is known, or ""."""
        used = next((choice for choice in self._choices if choice.is_in_use and not choice.has_failed), None)
        return used.name if used is not None and used.kind in (kind, None) else ""

    # --- downloads

    def _download(self, is_memory_checked: bool) -> None:
        name = self._chosen().name
        self._problems.pop(name, None)
        for marked in (self._short_of_memory, self._stopped):
            marked.discard(name)
        self.shelf.download(name, is_memory_checked)
        self._show()

    def _remove(self, name: str) -> None:
        self._problems.pop(name, None)
        self.shelf.remove(name)
        self._show()

    def _show_progress(self, name: str, done: int, total: int) -> None:
        if self._choices and self._chosen().name == name:
            self.details.show_bytes(done, total)

    def _show_failure(self, name: str, sentence: str, is_memory_short: bool) -> None:
        if is_memory_short:
            self._short_of_memory.add(name)
        self._say(name, sentence)
        if not self.isVisible():
            self.told.emit(sentence, True)

    def _tell_stopped(self, name: str) -> None:
        self._stopped.add(name)
        self._show()

    def _tell(self, sentence: str) -> None:
        if self.isVisible():
            self.shelf.look()
        else:
            self.told.emit(sentence, False)

    def _say(self, name: str, sentence: str) -> None:
        name = name or (self._chosen().name if self._choices else "")
        self._problems[name] = sentence
        self._show()

    # --- use

    def _use(self, name: str) -> None:
        self._problems.clear()
        self._tickets[ticket := self._bridge.new_ticket()] = name
        self._bridge.send(UseModel(ticket, name))

    def _forget(self, key: str) -> None:
        self._tickets[ticket := self._bridge.new_ticket()] = key
        self._bridge.send(ForgetModel(ticket, key))

    def _hear_failure(self, failed: Failed) -> None:
        if failed.ticket in self._tickets:
            self._say(self._tickets.pop(failed.ticket), failed.sentence)

    def _ask_for_folder(self) -> None:
        title = self.tr("Use a model in a folder")
        pick(self, title, QFileDialog.FileMode.Directory, lambda paths: self._use(paths[0]))

    # --- questions

    def _ask_to_remove(self) -> None:
        choice = self._chosen()
        assert choice.offer is not None
        freed = model_words.size(choice.offer.bytes_here)
        ask_to_remove(
            self,
            self.tr("Remove {name} from this machine?").format(name=choice.name),
            self.tr("That frees {size}. To use it again, it has to be downloaded again.").format(size=freed),
            lambda: self._remove(choice.name),
        )

    def _ask_to_forget(self) -> None:
        choice = self._chosen()
        assert choice.row is not None
        key = choice.row.key
        ask_to_remove(
            self,
            self.tr("Remove what {name} made of this library?").format(name=choice.name),
            self.tr("That frees disk. To use it again, it has to look at all pages again."),
            lambda: self._forget(key),
        )
