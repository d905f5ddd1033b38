"""What the engine says to a face (window, command line): small, frozen and plain. Its requests: `app.requests`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from app.requests import Lane
from app.rows import FileRow, ModelRow, Remedy, RootRow
from indexer.types import Page, Region


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
class Group:
    """A document of an answer, and how many of its pages answer."""

    path: str
    pages: int


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to an Ask, best page first.

    terms: the words that were looked for.    sentence: what to know about it, or "".
    total: how many pages answer, those in `hits` and those that More brings.    groups: the documents of all of them
    in their order, where it was asked so.    filters: what was read as a filter and not as words, as it was typed.
    is_final: False where a slow model has not said yet what it finds, or pages further down are still looked up, so
    that `total` grows; the same ticket is answered again then.
    """

    ticket: int
    text: str
    hits: tuple[Hit, ...]
    terms: tuple[str, ...]
    elapsed_ms: float
    sentence: str = ""
    is_final: bool = True
    total: int = 0
    groups: tuple[Group, ...] = ()
    filters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MoreHits:
    """The answer to a More."""

    ticket: int
    start: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class TextRead:
    """The answer to a ReadText; "" where nothing can be read."""

    ticket: int
    text: str


@dataclass(frozen=True, slots=True)
class HeatMap:
    """The answer to a Heat: for each term of the question rows x cols bytes, row by row, 0 for nothing to 255."""

    ticket: int
    page: Page
    rows: int
    cols: int
    heat: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Exporting:
    """How far an Export is."""

    ticket: int
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Exported:
    """An Export is written. left_out: pages that could not be drawn."""

    ticket: int
    path: str
    pages: int
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Estimated:
    """What adding files would take: those that the library does not have yet.

    seconds: None until the speed of this machine is known.    bytes_on_disk: what the library would grow by.
    is_whole: False while files are still counted; the same ticket is answered again then.
    """

    ticket: int
    files: int
    pages: int
    seconds: float | None
    bytes_on_disk: int
    is_whole: bool


@dataclass(frozen=True, slots=True)
class ProfileCost:
    """What a profile takes and keeps, measured on pages of this library.

    bytes_per_page: all that is stored of a page's look.    same_first: the share of questions for which it finds the
    same first page as vectors kept exactly.    kept: its nDCG@10 with that truth, 0..1.
    """

    name: str
    bytes_per_page: float
    same_first: float
    kept: float


@dataclass(frozen=True, slots=True)
class ProfilesCompared:
    """The answer to a CompareProfiles. pages, questions: how many it was measured on."""

    ticket: int
    pages: int
    questions: int
    profiles: tuple[ProfileCost, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """The answer to a Draw: an encoded image (PNG or JPEG) of the part that was asked for."""

    ticket: int
    page: Page
    data: bytes
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class Failed:
    """A request with a ticket could not be answered; `sentence` says why, `remedy` what a person can do about it."""

    ticket: int
    sentence: str
    remedy: Remedy = Remedy.NONE


@dataclass(frozen=True, slots=True)
class LibraryState:
    """The whole library panel: sent when the engine is ready, when asked for, and after roots or plans change.

    documents, pages, textless_pages: what is searchable now.    bytes_on_disk: all of the library's folder.
    sizes: the same by what it is for.    profile: what is kept of pages.    keeps_exact: whether vectors are also kept
    as the model made them.    models: those other than the built-in one.    skipped: names that are left out.
    folder: where the library lies.
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
    skipped: tuple[str, ...] = ()
    folder: str = ""


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
    | MoreHits
    | TextRead
    | HeatMap
    | Exporting
    | Exported
    | Estimated
    | ProfilesCompared
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
