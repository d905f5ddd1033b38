"""Writing what was found to a file: which one, how far it is, and where it lies then."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePath

from PySide6.QtCore import QLocale, QObject, Signal, Slot

from app.events import Exported, Exporting, Failed, Results
from app.requests import Cancel, Export
from ui.basics.file_dialogs import pick_to_save
from ui.bridge import Bridge
from ui.notices import NoticeBar, Notices

MOST_PAGES = 100
"""Of a PDF; a table has a line for every page that answers."""
_UNFIT = re.compile(r'[\\/:*?"<>|\s]+')


class Exports(QObject):
    """Asks where to, and tells what comes of it in the window's notices."""

    folder_asked = Signal(str)

    def __init__(self, bridge: Bridge, notices: Notices, shown: Callable[[], Results | None]) -> None:
        super().__init__(notices)
        self._bridge, self._notices, self._shown = bridge, notices, shown
        self._running: dict[int, tuple[str, NoticeBar]] = {}
        bridge.export_progressed.connect(self._show_progress)
        bridge.exported.connect(self._show_end)
        bridge.request_failed.connect(self._fail)

    def ask_for_pdf(self) -> None:
        """Let a person say where to write the pages that answer."""
        self._ask(self.tr("Export the best {n} pages").format(n=MOST_PAGES), self.tr("PDF"), "pdf")

    def ask_for_table(self) -> None:
        """Let a person say where to write a table of the pages that answer."""
        self._ask(self.tr("Export a table of the results"), self.tr("Table of values"), "csv")

    def _ask(self, title: str, kind: str, suffix: str) -> None:
        shown = self._shown()
        if shown is None or not shown.hits:
            self._notices.say(self.tr("There are no results to export. Search for something first."))
            return
        most = MOST_PAGES if suffix == "pdf" else max(shown.total, len(shown.hits))
        name = _UNFIT.sub(" ", shown.text).strip(" .")[:60] or self.tr("results")

        def write(path: str) -> None:
            self._write(shown.ticket, path, most)

        pick_to_save(self._notices.window(), title, f"{name}.{suffix}", write, f"{kind} (*.{suffix})", suffix=suffix)

    def _write(self, of: int, path: str, most: int) -> None:
        ticket = self._bridge.new_ticket()
        said = self.tr("Writing {name}…").format(name=PurePath(path).name)
        action = self.tr("Cancel"), lambda: self._cancel(ticket)
        self._running[ticket] = path, self._notices.say(said, action=action, is_lasting=True)
        self._bridge.send(Export(ticket, of, path, most))

    def _cancel(self, ticket: int) -> None:
        if self._running.pop(ticket, None) is not None:
            self._bridge.send(Cancel((ticket,)))

    @Slot(object)
    def _show_progress(self, exporting: Exporting) -> None:
        path, bar = self._running.get(exporting.ticket, ("", None))
        # It may have been sent away; the file is written all the same.
        if bar is not None and bar in self._notices.bars():
            number = QLocale().toString
            said = self.tr("Writing {name}: {done} of {total} pages.")
            bar.say(said.format(name=PurePath(path).name, done=number(exporting.done), total=number(exporting.total)))

    @Slot(object)
    def _show_end(self, exported: Exported) -> None:
        if not self._finish(exported.ticket):
            return
        number, name = QLocale().toString, PurePath(exported.path).name
        if exported.pages == 1:
            said = self.tr("1 page is written to {name}.").format(name=name)
        else:
            said = self.tr("{n} pages are written to {name}.").format(n=number(exported.pages), name=name)
        if exported.left_out == 1:
            said = self.tr("{written} 1 page could not be drawn.").format(written=said)
        elif exported.left_out:
            said = self.tr("{written} {n} pages could not be drawn.").format(written=said, n=number(exported.left_out))
        show = self.tr("Show in folder"), lambda: self.folder_asked.emit(exported.path)
        self._notices.say(said, action=show)

    @Slot(object)
    def _fail(self, failed: Failed) -> None:
        if self._finish(failed.ticket):
            changed = self.tr("The results have changed meanwhile. Export them again.")
            self._notices.say(failed.sentence or changed, is_problem=True)

    def _finish(self, ticket: int) -> bool:
        """Take the notice of its progress away; returns whether it was still wanted."""
        _, bar = self._running.pop(ticket, ("", None))
        if bar is not None and bar in self._notices.bars():
            bar.dismiss()
        return bar is not None
