"""What the library says about a folder or a file: how it stands, and what there is to know."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.rows import FileRow, FileState
from ui.basics import figures
from ui.basics.engine_words import said
from ui.library.branch import Branch

translate = QCoreApplication.translate


def status(row: Branch | FileRow) -> str:
    """Say in a few words how a folder or a file stands."""
    return _branch_status(row) if isinstance(row, Branch) else _file_status(row)


def remark(row: Branch | FileRow) -> str:
    """Say in a sentence or two what there is to know of a folder or a file, or ""."""
    if isinstance(row, FileRow):
        return reason(row) or _textless(row.textless)
    if row.root is None:
        return ""
    if not row.root.present:
        return translate(
            "Library", "This place cannot be reached now. Its pages stay in the library until it is there again."
        )
    if row.root.is_paused:
        return translate("Library", "Paused: new files here wait until you go on.")
    if row.root.is_watched:
        return translate("Library", "Changes here are noticed at once.")
    return translate("Library", "Changes here are looked for now and then, and at every start.")


def reason(file: FileRow) -> str:
    """Say why a file could not be read, or what else the engine says about it, or ""."""
    return said(file.sentence)


def use_of_disk(kind: str) -> str:
    """Say what bytes of a library are for. kind: as LibraryState names it."""
    known = {
        "codes": translate("Library", "codes"),
        "sets": translate("Library", "sets"),
        "codebooks": translate("Library", "codebooks"),
        "exact vectors": translate("Library", "exact vectors"),
        "text index": translate("Library", "text index"),
        "text and word boxes": translate("Library", "text and word boxes"),
        "meaning of passages": translate("Library", "meaning of passages"),
        "documents and places": translate("Library", "documents and places"),
        "other": translate("Library", "other"),
    }
    return known.get(kind, kind)


def share_read(file: FileRow) -> float:
    """Return how much of a file has been read, 0..1."""
    return file.pages_done / file.pages if file.pages else 0.0


def _branch_status(branch: Branch) -> str:
    if not branch.is_present:
        return translate("Library", "not connected")
    parts = [figures.files(branch.size) if branch.size else translate("Library", "no files yet")]
    if branch.root is not None and branch.root.is_paused:
        parts.append(translate("Library", "paused"))
    if branch.share_done < 1:
        parts.append(figures.percent(branch.share_done))
    elif branch.size:
        parts.append(figures.pages(branch.pages))
    if failed := branch.states[FileState.FAILED]:
        parts.append(translate("Library", "{n} not read").format(n=figures.number(failed)))
    return " · ".join(parts)


def _file_status(file: FileRow) -> str:
    if file.state is FileState.FAILED:
        return reason(file) or translate("Library", "could not be read")
    if file.state is FileState.WAITING:
        return translate("Library", "waiting")
    if file.state is FileState.INDEXING:
        return figures.percent(share_read(file)) if file.pages else translate("Library", "being opened")
    return figures.pages(file.pages)


def _textless(pages: int) -> str:
    if pages == 0:
        return ""
    if pages == 1:
        return translate(
            "Library",
            "1 page has no text layer: it is found by how its words look and by the file's name, not by meaning.",
        )
    return translate(
        "Library",
        "{n} pages have no text layer: they are found by how their words look and by the file's name, not by meaning.",
    ).format(n=figures.number(pages))
