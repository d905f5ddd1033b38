"""What crosses the pipe between a face (window, command line) and the engine: small, frozen and plain.

Requests go to the engine, events come back. A ticket is a number that the asker chooses, rising; every request that
carries one is answered by exactly one event with the same ticket, unless it was cancelled or a newer question came.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from indexer.types import Box, Page, Region


class Lane(StrEnum):
    """A way by which a page was found. LOOK is the built-in model's, MODEL that of the one beside it."""

    TEXT = "text"
    LOOK = "look"
    MODEL = "model"
    MEANING = "meaning"
    NAME = "name"


# --- requests ---


@dataclass(frozen=True, slots=True)
class Piece:
    """A picture to search by: a file's only or first page, or a page of the library, or a part of either.

    path: of a file, or "".    page: of the library, where there is no path.    box: the part.
    """

    path: str = ""
    page: Page | None = None
    box: Box = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Ask:
    """Find the pages that answer `text`, or look like `piece`. A newer Ask replaces one that has not been answered.

    within: only documents at or below these paths; empty means all.    limit: how many hits at most.
    lanes: the ways by which pages may be found.
    """

    ticket: int
    text: str
    within: tuple[str, ...] = ()
    limit: int = 50
    lanes: tuple[Lane, ...] = tuple(Lane)
    piece: Piece | None = None


@dataclass(frozen=True, slots=True)
class Draw:
    """Draw a page `width_px` wide. `thumbnail` asks for a small file (JPEG) rather than a sharp one (PNG)."""

    ticket: int
    page: Page
    width_px: int
    thumbnail: bool = False


@dataclass(frozen=True, slots=True)
class Cancel:
    """Forget these tickets; no event will answer them."""

    tickets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AddPaths:
    """Add files and folders to the library and index them. Paths are absolute."""

    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RemovePaths:
    """Forget what lies at or below these paths. The files themselves stay as they are."""

    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rescan:
    """Compare the library with the disk again and index what is new or changed."""


@dataclass(frozen=True, slots=True)
class Retry:
    """Try failed files again; no paths means all of them."""

    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unlock:
    """Try a locked file again with a password. It is kept in memory only, until the engine ends."""

    path: str
    password: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Stop indexing after the batch in flight. Questions are still answered."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Go on indexing."""


@dataclass(frozen=True, slots=True)
class Recompress:
    """Move the library to another profile, in the background; answered by Recompressed or Failed when it is over.

    profile: "" for the one that it has.    keep_exact: keep vectors as the model made them, too; None: if they
    are kept now.    reread: read the files again, where such vectors are not there to be used.
    """

    ticket: int
    profile: str
    keep_exact: bool | None = None
    reread: bool = False


@dataclass(frozen=True, slots=True)
class UseModel:
    """Look at the library with another model as well, behind; answered by ModelUsed or Failed once it is loaded.

    name: as the catalogue has it, or a folder; "" to stop using the one in use, whose work is kept.
    """

    ticket: int
    name: str


@dataclass(frozen=True, slots=True)
class ForgetModel:
    """Remove what another model than those in use made of this library; answered by ModelUsed or Failed.

    key: as LibraryState names it.
    """

    ticket: int
    key: str


@dataclass(frozen=True, slots=True)
class GetLibrary:
    """Send a LibraryState."""


Request: TypeAlias = (
    Ask
    | Draw
    | Cancel
    | AddPaths
    | RemovePaths
    | Rescan
    | Retry
    | Unlock
    | Pause
    | Resume
    | Recompress
    | UseModel
    | ForgetModel
    | GetLibrary
)

# --- events ---


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that answers.

    path: where the document lies now.    aspect: width / height of the page, 0 while it is not known.
    line: the line of text that matched best, or "".    bold: (start, end) character ranges of the words in `line`.
    """

    page: Page
    score: float
    lanes: tuple[Lane, ...]
    regions: tuple[Region, ...]
    path: str
    page_count: int
    aspect: float
    line: str = ""
    bold: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to an Ask, best page first.

    terms: the words that were looked for.    sentence: what to know about it, or "".
    is_final: False where a slow model has not said yet what it finds; the same ticket is answered again then.
    """

    ticket: int
    text: str
    hits: tuple[Hit, ...]
    terms: tuple[str, ...]
    elapsed_ms: float
    sentence: str = ""
    is_final: bool = True


@dataclass(frozen=True, slots=True)
class Picture:
    """The answer to a Draw: an encoded image (PNG or JPEG)."""

    ticket: int
    page: Page
    data: bytes
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class Failed:
    """A request with a ticket could not be answered; `sentence` says why."""

    ticket: int
    sentence: str


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
    """A file or folder that a person added. `present` is False while it cannot be reached (an unplugged drive)."""

    path: str
    is_folder: bool
    present: bool


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


@dataclass(frozen=True, slots=True)
class LibraryState:
    """The whole library panel: sent when the engine is ready, when asked for, and after roots or plans change.

    documents, pages, textless_pages: what is searchable now.    bytes_on_disk: all of the library's folder.
    sizes: the same by what it is for.    profile: what is kept of pages.    keeps_exact: whether vectors are also kept
    as the model made them.    models: those other than the built-in one.
    """

    roots: tuple[RootRow, ...]
    files: tuple[FileRow, ...]
    documents: int
    pages: int
    textless_pages: int
    bytes_on_disk: int
    sizes: tuple[tuple[str, int], ...] = ()
    profile: str = ""
    keeps_exact: bool = False
    models: tuple[ModelRow, ...] = ()


@dataclass(frozen=True, slots=True)
class FilesChanged:
    """Some rows of the library panel are new or different; sent at most a few times a second."""

    files: tuple[FileRow, ...]


class Activity(StrEnum):
    """What the engine is doing apart from answering. UNDERSTANDING: what is indexed is read again for its meaning.

    RECOGNISING: the print on pages without a text layer is read by Tesseract.
    """

    IDLE = "idle"
    SCANNING = "scanning"
    INDEXING = "indexing"
    UNDERSTANDING = "understanding"
    RECOGNISING = "recognising"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far indexing is; sent at most a few times a second, and once whenever the activity changes.

    The file and page figures cover the work since the engine was last idle. pages_total grows while files are opened.
    seconds_left is None until it can be estimated.    file: the path being read, or "".
    """

    activity: Activity
    files_done: int = 0
    files_total: int = 0
    pages_done: int = 0
    pages_total: int = 0
    pages_per_s: float = 0.0
    seconds_left: float | None = None
    file: str = ""


@dataclass(frozen=True, slots=True)
class Recompressing:
    """How far a Recompress is; sent at most a few times a second."""

    ticket: int
    pages_done: int
    pages_total: int


@dataclass(frozen=True, slots=True)
class Recompressed:
    """The library has moved to the profile that was asked for; a LibraryState follows."""

    ticket: int
    profile: str
    codes: str


@dataclass(frozen=True, slots=True)
class ModelUsed:
    """A model is loaded and looks at the library, or is not used any more, or what it made is removed."""

    ticket: int


@dataclass(frozen=True, slots=True)
class ModelChanged:
    """How it is with the model beside the built-in one; sent at most a few times a second."""

    row: ModelRow


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence for the person, not tied to a ticket. `is_problem` marks one that wants attention."""

    sentence: str
    is_problem: bool = False


@dataclass(frozen=True, slots=True)
class Ready:
    """The engine has opened the library and answers questions from now on.

    codes: what made the codes of the pages: model, revision, dimension and codec.
    """

    model: str
    codes: str = ""


@dataclass(frozen=True, slots=True)
class EngineLost:
    """The engine ended unasked; made by app.worker. `restarting` says whether a new one is on its way."""

    sentence: str
    restarting: bool


Event: TypeAlias = (
    Results
    | Picture
    | Failed
    | LibraryState
    | FilesChanged
    | Progress
    | Recompressing
    | Recompressed
    | ModelUsed
    | ModelChanged
    | Notice
    | Ready
    | EngineLost
)
