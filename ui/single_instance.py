"""One window for each library: a second start hands its paths to the first, and ends."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

CONNECT_MS = 500
ANSWER_MS = 3000
MOST_BYTES = 4_000_000
HEARD = b"heard\n"


def address(library: Path) -> str:
    """Return the name under which the window of a library can be reached."""
    return "pagelight-" + hashlib.sha256(os.fsencode(library.resolve())).hexdigest()[:24]


def hand_over(library: Path, paths: Sequence[str]) -> bool:
    """Give paths to the window that has this library open, which comes to the front; returns whether there is one."""
    socket = QLocalSocket()
    socket.connectToServer(address(library))
    if not socket.waitForConnected(CONNECT_MS):
        return False
    socket.write(json.dumps(list(paths)).encode() + b"\n")
    socket.flush()
    heard = socket.waitForReadyRead(ANSWER_MS)
    socket.close()
    return heard


class OpenLibrary(QObject):
    """Hears later starts for a library, and tells which paths they bring: a list, which may be empty."""

    started_again = Signal(object)

    def __init__(self, library: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        # The paths of other people on this machine are none of our business.
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._welcome)
        # Nobody answered, so what a crash may have left behind belongs to nobody.
        QLocalServer.removeServer(address(library))
        self._server.listen(address(library))

    def end(self) -> None:
        """Hear nothing any more."""
        self._server.close()

    def _welcome(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.readyRead.connect(self._hear)
            if socket.bytesAvailable():
                self._read(socket)

    def _hear(self) -> None:
        socket = self.sender()
        if isinstance(socket, QLocalSocket):
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if socket.bytesAvailable() > MOST_BYTES:
            socket.abort()
        elif socket.canReadLine():
            line = bytes(socket.readLine().data())
            socket.write(HEARD)
            socket.flush()
            try:
                paths = json.loads(line)
            except ValueError:
                return
            if isinstance(paths, list):
                self.started_again.emit([path for path in paths if isinstance(path, str) and os.path.isabs(path)])
