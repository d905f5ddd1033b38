"""What a face (window, command line) asks of the engine: small, frozen and plain. What it answers is in `app.events`.

A ticket is a number that the asker chooses, rising; every request that carries one is answered by exactly one event
with the same ticket, where nothing else is said, unless it was cancelled or a newer question came.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from indexer.types import WHOLE, Box, Page


class Lane(StrEnum):
    """A way by which a page was found. LOOK is the built-in model's, MODEL that of the one beside it."""

    TEXT = "text"
    LOOK = "look"
    MODEL = "model"
    MEANING = "meaning"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Piece:
    """A picture to search by: a file's only or first page, or a page of the library, or a part of either.

    path: of a file, or "".    page: of the library, where there is no path.    box: the part.
    """

    path: str = ""
    page: Page | None = None
    box: Box = WHOLE


@dataclass(frozen=True, slots=True)
class Ask:
    """Find the pages that answer `text`, or look like `piece`. A newer Ask replaces one that has not been answered.

    within: only documents at or below these paths; empty means all.    limit: how many hits the answer holds at most;
    others come by More.    lanes: the ways by which pages may be found.    grouped: whether pages of one document stand
    together, the documents in the order of their best pages.
    """

    ticket: int
    text: str
    within: tuple[str, ...] = ()
    limit: int = 50
    lanes: tuple[Lane, ...] = tuple(Lane)
    piece: Piece | None = None
    grouped: bool = False


@dataclass(frozen=True, slots=True)
class More:
    """Send further hits of an answer, `count` from the one at place `start` on; answered by MoreHits.

    of: the ticket of the Ask. An answer that is not the newest any more is Failed with an empty sentence.
    """

    ticket: int
    of: int
    start: int
    count: int


@dataclass(frozen=True, slots=True)
class ReadText:
    """Send what is written in a part of a page, line by line; answered by TextRead."""

    ticket: int
    page: Page
    box: Box = WHOLE


@dataclass(frozen=True, slots=True)
class Heat:
    """Send how strongly each part of a page answers each term; answered by HeatMap. of: the ticket of the Ask."""

    ticket: int
    of: int
    page: Page


@dataclass(frozen=True, slots=True)
class Export:
    """Write the best hits of an answer to a file: their pages with the light on them as PDF, or a table as CSV.

    of: the ticket of the Ask.    path: absolute, ends with .pdf or .csv, and is written as a whole or not at all.
    most: how many hits; a PDF has no more than 500.
    Answered by Exporting as it goes on, then by Exported or Failed; Cancel stops it.
    """

    ticket: int
    of: int
    path: str
    most: int = 100


@dataclass(frozen=True, slots=True)
class Draw:
    """Draw a page `width_px` wide. `thumbnail` asks for a small file (JPEG) rather than a sharp one (PNG).

    clip: only this part of the page is sent, drawn as finely as the whole page would be.
    """

    ticket: int
    page: Page
    width_px: int
    thumbnail: bool = False
    clip: Box = WHOLE


@dataclass(frozen=True, slots=True)
class Cancel:
    """Forget these tickets; no event will answer them."""

    tickets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Estimate:
    """Say what adding these files and folders would take; answered by Estimated, again and again until it is whole."""

    ticket: int
    paths: tuple[str, ...]


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
    """Compare the library, or these roots of it only, with the disk again and index what is new or changed."""

    roots: tuple[str, ...] = ()


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
    """Stop indexing after the batch in flight, of all or of these roots only. Questions are still answered."""

    roots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Resume:
    """Go on indexing, all (roots that were paused by name stay so) or these roots."""

    roots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skip:
    """From now on leave out files and folders of these names (as fnmatch has them), besides those always left out."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CompareProfiles:
    """Measure on this library what each profile would cost and keep; answered by ProfilesCompared or Failed."""

    ticket: int


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
    | More
    | ReadText
    | Heat
    | Export
    | Draw
    | Estimate
    | Skip
    | CompareProfiles
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
