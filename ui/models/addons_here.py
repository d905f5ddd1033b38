"""The add-ons on this machine, as the window sees them: looked for, installed and removed in threads beside it.

Only these threads import `app.models.addons`, which brings along what downloads uv.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal

from indexer.errors import ExpectedError
from ui.basics.engine_words import said
from ui.models.work import Work

_NUMBERS = re.compile(r"[\d.]+")


@dataclass(frozen=True, slots=True)
class AddonRow:
    """An add-on.

    is_lacking: whether models need it here, and it is not installed.    bytes_here: what it takes, 0 where it is not
    installed.    version: of the Pagelight that installed it.    is_current: whether that is this one.
    """

    name: str
    is_lacking: bool
    bytes_here: int = 0
    version: str = ""
    is_current: bool = True


@dataclass(frozen=True, slots=True)
class AddonsHere:
    """How it is with add-ons on this machine.

    rows: by name.    folder: where they lie.    has_uv: whether it is there, which installs them.    device: what this
    machine computes on, "cpu" or "cuda".    about_bytes: about what an add-on takes, by device.
    """

    rows: Mapping[str, AddonRow]
    folder: str
    has_uv: bool
    device: str
    about_bytes: Mapping[str, int]


class Addons(Work):
    """Installs or removes one add-on at a time.

    listed: an AddonsHere.    begun, installed, removed: a name.    progressed: a name and a line.
    failed: a name or "", and a sentence. Of what failed or was stopped nothing stays behind.
    """

    listed = Signal(object)
    begun = Signal(str)
    progressed = Signal(str, str)
    installed = Signal(str)
    removed = Signal(str)
    failed = Signal(str, str)

    # What was begun is deleted, which may be some gigabytes.
    end_within_s = 10.0

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.here: AddonsHere | None = None
        self.lines: list[str] = []
        self.is_installing = False
        self.listed.connect(self._take)
        self.progressed.connect(self._note)

    def look(self) -> None:
        """Find out what there is; `listed` tells it."""
        self._start("", _list_addons, "listed")

    def install(self, name: str, offered: str = "", device: str = "", may_fetch_uv: bool = False) -> None:
        """Install an add-on, in the place of one of this name.

        offered: a prepared folder, "" to take it from the network.    The others: as `app.models.addons` has them.
        """
        if self.busy:
            return
        self.lines.clear()
        self.is_installing = True

        def tell(line: str) -> None:
            self._check_wanted()
            if line:
                self._heard.emit("progressed", (name, said(line)))

        def install() -> str:
            from app.models import addons

            folder = Path(offered) if offered else None
            if addons.find_uv(folder) is None and not may_fetch_uv:
                raise ExpectedError(
                    QCoreApplication.translate(
                        "Models",
                        "Add-ons are installed by the program uv, which is neither in that folder nor on this machine.",
                    )
                )
            addons.install(name, tell, folder, device, may_fetch_uv)
            return name

        self._start(name, install, "installed")
        self.begun.emit(name)

    def remove(self, name: str) -> None:
        """Delete an add-on from this machine."""
        if self.busy:
            return
        self.is_installing = False

        def remove() -> str:
            from app.models import addons

            addons.remove(name)
            return name

        self._start(name, remove, "removed")
        self.begun.emit(name)

    def stop(self) -> None:
        """Stop the installation, and say so until what was begun is removed."""
        super().stop()
        if self.busy and self.is_installing:
            stopping = QCoreApplication.translate("Models", "Stopping, and removing what was begun…")
            self.progressed.emit(self.busy, stopping)

    def _take(self, here: AddonsHere) -> None:
        self.here = here

    def _note(self, _name: str, line: str) -> None:
        # What only counts on takes the place of the line before.
        if self.lines and _NUMBERS.sub("", self.lines[-1]) == _NUMBERS.sub("", line):
            self.lines.pop()
        self.lines.append(line)


def _list_addons() -> AddonsHere:
    from app.models import addons

    rows = {}
    for name in addons.ADDONS:
        addon = addons.installed(name)
        if addon is None:
            rows[name] = AddonRow(name, addons.is_needed())
        else:
            size = addons.bytes_on_disk(addon.folder)
            rows[name] = AddonRow(name, False, size, addon.version, addon.version == addons.version())
    return AddonsHere(rows, str(addons.folder()), addons.find_uv() is not None, addons.usual_device(), addons.BYTES)
