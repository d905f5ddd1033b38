"""Folders of documents and questions with known answers, in BEIR's habits.

    pdfs/, images/   the documents; docs.jsonl may name others, or call them otherwise: {"doc", "file"}
    queries.jsonl    {"_id", "text", "metadata": {"doc": the document that is meant, where there is one}}
    qrels.tsv        query-id, corpus-id, score under a header line; a page's id is "doc#page", counted from 1

A document's id is its file's name without the suffix, unless docs.jsonl says otherwise.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.errors import ExpectedError
from indexer.files import walk

CORPUS_FOLDERS = ("pdfs", "images")


@dataclass(frozen=True, slots=True)
class Question:
    """A question whose answers are known.

    doc: the document that is meant, or "".    relevant: ids of the pages that answer, each with its grade, above 0.
    """

    id: str
    text: str
    doc: str
    relevant: dict[str, int]


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents, and questions that their pages answer.

    docs: id to file.    roots: the files and folders to index, which hold all of them.
    """

    name: str
    docs: dict[str, Path]
    roots: tuple[str, ...]
    questions: tuple[Question, ...]


def load_collection(folder: Path) -> Collection:
    """Read a folder, questions without a relevant page left out.

    Raises ExpectedError when a file is missing or says what cannot be right.
    """
    # As the engine will call it.
    folder = Path(os.path.abspath(folder))
    if not folder.is_dir():
        raise ExpectedError(f"There is no folder {folder}.")
    docs = _docs(folder)
    relevant = _qrels(folder / "qrels.tsv", docs)
    questions = []
    for number, row in load_jsonl(folder / "queries.jsonl"):
        id_, text, metadata = row.get("_id"), row.get("text"), row.get("metadata")
        if not isinstance(id_, str) or not isinstance(text, str):
            raise ExpectedError(f"queries.jsonl, line {number}: a question has an _id and a text.")
        doc = metadata.get("doc", "") if isinstance(metadata, dict) else ""
        if doc and doc not in docs:
            raise ExpectedError(f"queries.jsonl, line {number}: there is no document {doc} in {folder.name}.")
        if pages := relevant.pop(id_, {}):
            questions.append(Question(id_, text, doc, pages))
    if relevant:
        raise ExpectedError(f"qrels.tsv names the question {next(iter(relevant))}, which is not in queries.jsonl.")
    if not questions:
        raise ExpectedError(f"{folder.name} has no question with a relevant page, so there is nothing to measure.")
    folders = [folder / name for name in CORPUS_FOLDERS if (folder / name).is_dir()]
    elsewhere = [file for file in docs.values() if not any(file.is_relative_to(known) for known in folders)]
    return Collection(folder.name, docs, tuple(map(str, [*folders, *elsewhere])), tuple(questions))


def load_jsonl(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the JSON objects of a file, one a line, with their line numbers. Raises ExpectedError."""
    for number, line in _lines(path):
        try:
            row = json.loads(line)
        except ValueError as error:
            raise ExpectedError(f"{path.name}, line {number}: this is not JSON.") from error
        if not isinstance(row, dict):
            raise ExpectedError(f"{path.name}, line {number}: this is not a JSON object.")
        yield number, row


def page_id(doc: str, number: int) -> str:
    """Name a page of a document."""
    return f"{doc}#{number}"


def split_page_id(page: str) -> tuple[str, int]:
    """Return the document and the number of a page. Raises ValueError when this is no page's id."""
    doc, _, number = page.rpartition("#")
    if not doc or int(number) < 1:
        raise ValueError(page)
    return doc, int(number)


def _docs(folder: Path) -> dict[str, Path]:
    names: dict[Path, str] = {}
    listing = folder / "docs.jsonl"
    if listing.is_file():
        for number, row in load_jsonl(listing):
            doc, file = row.get("doc"), row.get("file")
            if not isinstance(doc, str) or not isinstance(file, str):
                raise ExpectedError(f"docs.jsonl, line {number}: a document has a doc and a file.")
            if not (folder / file).is_file():
                raise ExpectedError(f"docs.jsonl, line {number}: there is no file {file} in {folder.name}.")
            names[Path(os.path.abspath(folder / file))] = doc
    for name in CORPUS_FOLDERS:
        for seen in walk(str(folder / name)).files:
            path = Path(seen.path)
            names.setdefault(path, path.stem)
    docs: dict[str, Path] = {}
    for path, doc in names.items():
        if doc in docs:
            raise ExpectedError(
                f"Two files are the document {doc}: {docs[doc].name} and {path.name}. Rename one of them."
            )
        docs[doc] = path
    if not docs:
        wanted = " or ".join(f"{name}/" for name in CORPUS_FOLDERS)
        raise ExpectedError(f"There are no documents in {folder}: they belong into {wanted}, or docs.jsonl names them.")
    return docs


def _qrels(path: Path, docs: dict[str, Path]) -> dict[str, dict[str, int]]:
    relevant: dict[str, dict[str, int]] = {}
    for at, (number, line) in enumerate(_lines(path)):
        place = f"{path.name}, line {number}"
        columns = line.rstrip("\r\n").split("\t")
        if len(columns) != 3:
            raise ExpectedError(
                f"{place}: there should be three columns, with tabs between: query-id, corpus-id, score."
            )
        question, page, grade = columns
        if at == 0:
            if _is_whole(grade):
                raise ExpectedError(f"{place}: the first line should be a header: query-id, corpus-id, score.")
            continue
        if not _is_whole(grade):
            raise ExpectedError(f"{place}: the score {grade!r} is not a whole number.")
        try:
            doc, _ = split_page_id(page)
        except ValueError:
            raise ExpectedError(f"{place}: {page!r} is not the id of a page, such as report#12.") from None
        if doc not in docs:
            raise ExpectedError(f"{place}: there is no document {doc} for the page {page}.")
        if int(grade) > 0:
            relevant.setdefault(question, {})[page] = int(grade)
    return relevant


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise ExpectedError(f"There is no {path.name} in {path.parent}.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ExpectedError(f"{path} cannot be read as UTF-8 text.") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line


def _is_whole(text: str) -> bool:
    try:
        int(text)
    except ValueError:
        return False
    return True
