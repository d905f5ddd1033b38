"""What the library panel shows a row for: files, the folders that brought them in, and models."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FileState(StrEnum):
    """What has become of a file."""

    WAITING = "waiting"
    INDEXING = "indexing"
    INDEXED = "indexed"
    FAILED = "failed"


class Remedy(StrEnum):
    """What a person can do about a failed file."""

    NONE = ""
    RETRY = "retry"
    PASSWORD = "password"


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of the library as a person sees it.

    root: the added file or folder that brought it in.    pages: 0 until known.    textless: pages without a text layer.
    sentence: why it failed, or what to know about an indexed file; "" when there is nothing to say.
    document: the hash of an indexed file's content, so that its pages can be shown.
    """

    path: str
    root: str
    state: FileState
    pages: int = 0
    pages_done: int = 0
    textless: int = 0
    sentence: str = ""
    remedy: Remedy = Remedy.NONE
    document: str = ""


@dataclass(frozen=True, slots=True)
class RootRow:
    """A file or folder that a person added. `present` is False while it cannot be reached (an unplugged drive).

    is_paused: whether it was paused by itself.    is_watched: whether changes are noticed at once, not only looked for.
    """

    path: str
    is_folder: bool
    present: bool
    is_paused: bool = False
    is_watched: bool = False


class ModelStage(StrEnum):
    """What a model other than the built-in one does here."""

    LOADING = "loading"
    LOOKING = "looking"
    DONE = "done"
    FAILED = "failed"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A model that looks at the library beside the built-in one, or once did.

    name: as a person chose it, or its key where it is not in use.    key: what its tables are named after, "" while it
    is loaded.    pages_done: pages that it has seen.    pages_per_s: how fast it was lately, 0 while that is not known.
    sentence: why it failed.
    """

    name: str
    key: str
    stage: ModelStage
    pages_done: int = 0
    pages_per_s: float = 0.0
    sentence: str = ""
