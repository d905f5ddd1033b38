"""Values sent to another process and back through plain pipes, its standard input and output.

Nothing here depends on how that process was started, or on which Python it runs.
"""

from __future__ import annotations

import pickle
import struct
from io import BufferedReader, FileIO
from typing import Any

_LENGTH = struct.Struct("<Q")


class Pipe:
    """Both ends of a conversation: what comes in, and what goes out. One thread sends at a time, one receives.

    incoming, outgoing: files of bytes; closed with the pipe.
    """

    def __init__(self, incoming: BufferedReader, outgoing: FileIO) -> None:
        self._incoming = incoming
        self._outgoing = outgoing

    def send(self, value: Any) -> None:
        """Send a value that can be pickled. Raises OSError when nobody is there to take it."""
        pickled = pickle.dumps(value, protocol=5)
        for part in (_LENGTH.pack(len(pickled)), pickled):
            left = memoryview(part)
            while left:
                left = left[self._outgoing.write(left) :]

    def recv(self) -> Any:
        """Wait for a value. Raises EOFError when none will come."""
        (length,) = _LENGTH.unpack(self._read(_LENGTH.size))
        return pickle.loads(self._read(length))

    def close(self) -> None:
        """Close both files. Nobody may be sending or receiving."""
        self._incoming.close()
        self._outgoing.close()

    def _read(self, size: int) -> bytes:
        read = self._incoming.read(size)
        if len(read) < size:
            raise EOFError
        return read
