"""Long work behind everything else, a piece at a time in the thread of whoever asks for the next one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator

from indexer.disk import writing


class Piecewise(ABC):
    """Does all there is to do in small pieces; what comes in the meantime is done as well."""

    def __init__(self) -> None:
        self._work: Iterator[bool] | None = None

    @property
    def is_working(self) -> bool:
        """Whether it was begun and is not done."""
        return self._work is not None

    def step(self) -> bool:
        """Do a piece of work, if there is any; says whether anything was done. Raises DiskFull."""
        if self._work is None:
            if not self._waiting():
                return False
            self._work = self._pieces()
        try:
            with writing():
                return next(self._work)
        except StopIteration:
            self._work = None
            return True
        except BaseException:
            self._break_off()
            raise

    def _break_off(self) -> None:
        """Begin anew with the next step."""
        self._work = None

    @abstractmethod
    def _waiting(self) -> list[str]:
        """Return the documents that something is left to do for, the first one first."""

    @abstractmethod
    def _pieces(self) -> Iterator[bool]:
        """Do all of it; yields whether anything was done since the last time."""
