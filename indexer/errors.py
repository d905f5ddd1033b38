"""Errors that are the world's fault, as sentences a person can act on.

Anything that is not an ExpectedError is a bug of ours.

    ExpectedError
    ├── LibraryBusy       another Pagelight has the library open
    ├── LibraryTooNew     the library was written by a newer Pagelight
    ├── DiskFull          nothing more can be written
    └── Unreadable        files that have to be read again cannot be, now
"""

from __future__ import annotations


class ExpectedError(Exception):
    """Something outside the program went wrong, and `sentence` says what and what to do."""

    def __init__(self, sentence: str, detail: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.detail = detail


class LibraryBusy(ExpectedError):
    """Another process has the library open."""


class LibraryTooNew(ExpectedError):
    """The library's format has a newer major version than this program reads."""


class DiskFull(ExpectedError):
    """The disk that holds the library has no room left."""


class Unreadable(ExpectedError):
    """Files of the library that have to be read again cannot be reached, or not be read."""
