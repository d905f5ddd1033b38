"""Collections as the Hugging Face hub has them: ViDoRe's, mteb's, and their kin, in parquet files.

    corpus    an id and a picture    corpus-id | corpus_id | id | _id, image {bytes, path}
    queries   an id and a text       query-id | query_id | id | _id, query | text; language where there are several
    qrels     which answers which    query-id | query_id, corpus-id | corpus_id, score

Each is a folder ("corpus/test-00000-of-00001.parquet", or "english-corpus/..." where there are several languages) or a
file of that name. The older sets have one table of pictures, each with the question that it answers, or none.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from app.measuring.collection import Collection, Question, page_id
from indexer.errors import ExpectedError

HUB = "hf://"
_HUB_OWNERS = ("vidore/", "mteb/")

_CORPUS_IDS = ("corpus-id", "corpus_id", "id", "_id")
_QUERY_IDS = ("query-id", "query_id", "id", "_id")
_QUERY_TEXTS = ("query", "text")
_ROWS_AT_ONCE = 16
_NAMED = re.compile(r"(?:(?P<language>.+)-)?(?P<kind>corpus|queries|query|qrels)(?:-.*)?")
_SUFFIXES = {
    b"\x89PNG": ".png",
    b"\xff\xd8\xff": ".jpg",
    b"GIF8": ".gif",
    b"BM": ".bmp",
    b"II*\x00": ".tif",
    b"MM\x00*": ".tif",
}


class _Kind(StrEnum):
    """What a table holds."""

    CORPUS = "corpus"
    QUERIES = "queries"
    QRELS = "qrels"
    PAIRS = "pairs"


@dataclass
class _Tables:
    """The parquet files of one collection by what they hold."""

    files: dict[tuple[_Kind, str], list[Path]] = field(default_factory=dict)

    def of(self, kind: _Kind, language: str) -> list[Path]:
        """Return the files of a kind, of this language or of none."""
        return self.files.get((kind, language)) or self.files.get((kind, "")) or []

    @property
    def languages(self) -> list[str]:
        """The languages that have tables of their own."""
        return sorted({language for kind, language in self.files if kind is _Kind.QUERIES and language})


def hub_name(source: str) -> str | None:
    """Return the name on the hub that something typed means, or None when it means a folder.

    Without hf:// only names that can hardly be meant otherwise go out of the house.
    """
    if source.startswith(HUB):
        return source.removeprefix(HUB).removeprefix("datasets/")
    return source if source.startswith(_HUB_OWNERS) and source.count("/") == 1 and not Path(source).exists() else None


def download(name: str) -> tuple[Path, str]:
    """Bring a dataset here, or find it where it was brought before; returns its folder, and its name with the revision.

    Raises ExpectedError.
    """
    try:
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError, RepositoryNotFoundError
    except ImportError as error:
        sentence = "Downloading needs the package huggingface-hub. To install it: pip install huggingface-hub"
        raise ExpectedError(sentence) from error
    try:
        folder = Path(snapshot_download(name, repo_type="dataset", allow_patterns=["*.parquet"]))
    except LocalEntryNotFoundError as error:
        raise ExpectedError(
            f"{name} is not on this machine, and Hugging Face cannot be reached. Connect to the network, or name a "
            "folder that holds it.",
            str(error),
        ) from error
    except (RepositoryNotFoundError, HFValidationError) as error:
        raise ExpectedError(f"There is no dataset {name} on Hugging Face, or it is not for everybody.") from error
    except OSError as error:
        raise ExpectedError(f"{name} could not be downloaded: {error}.") from error
    return folder, f"{name}@{folder.name[:12]}"


def holds_tables(folder: Path) -> bool:
    """Return whether a folder is a collection of this kind."""
    return not (folder / "queries.jsonl").exists() and next(folder.rglob("*.parquet"), None) is not None


def load_tables(folder: Path, name: str, pictures: Path, language: str = "") -> Collection:
    """Read a collection, and write its pictures into a folder. A document is a picture, with one page.

    language: which of its languages to ask in; may be "" where there is one only. Questions without a relevant page are
    left out, and so is what qrels say of questions that are not there: tables of one language name those of all.
    Raises ExpectedError.
    """
    try:
        tables = _find(folder)
        if tables.languages:
            language = _chosen(language, tables.languages, name)
        if pairs := tables.of(_Kind.PAIRS, ""):
            docs, questions = _read_pairs(folder, pairs, pictures)
        else:
            for kind in (_Kind.CORPUS, _Kind.QUERIES, _Kind.QRELS):
                if not tables.of(kind, language):
                    raise ExpectedError(f"{name} has no table of {kind}: one was looked for in its parquet files.")
            docs = _read_corpus(folder, tables.of(_Kind.CORPUS, language), pictures)
            texts = _read_queries(tables.of(_Kind.QUERIES, language), "" if tables.languages else language, name)
            relevant = _read_qrels(tables.of(_Kind.QRELS, language), texts, docs, name)
            questions = [Question(id_, text, "", relevant[id_]) for id_, text in texts.items() if id_ in relevant]
    except (pa.ArrowException, OSError) as error:
        raise ExpectedError(f"{name} cannot be read: {error}.") from error
    if not questions:
        raise ExpectedError(f"{name} has no question with a relevant page, so there is nothing to measure.")
    return Collection(name, docs, (str(pictures),), tuple(questions))


def _find(folder: Path) -> _Tables:
    tables = _Tables()
    for path in sorted(folder.rglob("*.parquet")):
        if classified := _classify(path.relative_to(folder), path):
            tables.files.setdefault(classified, []).append(path)
    for key, paths in tables.files.items():
        # Where there is more than one split, the one to measure on is called so.
        tables.files[key] = [path for path in paths if _is_test(path.relative_to(folder))] or paths
    return tables


def _classify(inside: Path, path: Path) -> tuple[_Kind, str] | None:
    """Tell what a file holds, by its folders and name or else by its columns, and in which language.

    None: something else, such as a table of the documents that pictures were taken of.
    """
    for at, part in enumerate(inside.with_suffix("").parts):
        if named := _NAMED.fullmatch(part):
            kind = _Kind.QUERIES if named["kind"] == "query" else _Kind(named["kind"])
            # Before a file's kind stands its split, not a language.
            is_folder = at < len(inside.parts) - 1
            return kind, (named["language"] or "") if is_folder else ""
    columns = set(pq.read_schema(path).names)
    if columns & {"query-id", "query_id"} and columns & {"corpus-id", "corpus_id"}:
        return _Kind.QRELS, ""
    if "image" in columns:
        return (_Kind.PAIRS if "query" in columns else _Kind.CORPUS), ""
    return None


def _is_test(inside: Path) -> bool:
    return any(part == "test" or part.startswith("test-") for part in (*inside.parts[:-1], inside.stem))


def _chosen(language: str, languages: Sequence[str], name: str) -> str:
    if language in languages:
        return language
    if not language and len(languages) == 1:
        return languages[0]
    none = f"{name} does not ask in {language}." if language else f"{name} asks in several languages."
    raise ExpectedError(f"{none} Choose one with --language: {', '.join(languages)}.")


def _read_corpus(folder: Path, paths: Sequence[Path], pictures: Path) -> dict[str, Path]:
    docs: dict[str, Path] = {}
    for row in _rows(paths, _CORPUS_IDS, ("image",)):
        content = _content(row[1], folder)
        if content is None:
            raise ExpectedError(f"The page {row[0]} has no picture. Only collections of pictures can be measured on.")
        docs[str(row[0])] = _write(content, pictures, len(docs))
    return docs


def _read_queries(paths: Sequence[Path], language: str, name: str) -> dict[str, str]:
    if "language" not in pq.read_schema(paths[0]).names:
        return {str(id_): text for id_, text in _rows(paths, _QUERY_IDS, _QUERY_TEXTS)}
    rows = list(_rows(paths, _QUERY_IDS, _QUERY_TEXTS, ("language",)))
    language = _chosen(language, sorted({str(row[2]) for row in rows}), name)
    return {str(id_): text for id_, text, its in rows if its == language}


def _read_qrels(
    paths: Sequence[Path], texts: dict[str, str], docs: dict[str, Path], name: str
) -> dict[str, dict[str, int]]:
    relevant: dict[str, dict[str, int]] = {}
    for query, doc, grade in _rows(paths, _QUERY_IDS[:2], _CORPUS_IDS[:2], ("score",)):
        if str(query) not in texts or not int(grade) > 0:
            continue
        if str(doc) not in docs:
            raise ExpectedError(f"{name} says that {doc} answers the question {query}, but has no such page.")
        relevant.setdefault(str(query), {})[page_id(str(doc), 1)] = int(grade)
    return relevant


def _read_pairs(folder: Path, paths: Sequence[Path], pictures: Path) -> tuple[dict[str, Path], list[Question]]:
    """Read a table of pictures with their questions. The same picture, or the same question, may come several times."""
    docs: dict[str, Path] = {}
    known: dict[bytes, str] = {}
    relevant: dict[str, dict[str, int]] = {}
    for image, text in _rows(paths, ("image",), ("query",)):
        content = _content(image, folder)
        if content is None:
            continue
        digest = hashlib.sha256(content).digest()
        if digest not in known:
            known[digest] = str(len(docs))
            docs[known[digest]] = _write(content, pictures, len(docs))
        if text:
            relevant.setdefault(text, {})[page_id(known[digest], 1)] = 1
    return docs, [Question(str(at), text, "", pages) for at, (text, pages) in enumerate(relevant.items())]


def _rows(paths: Sequence[Path], *columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of files, a few at a time: of each group of names the column that is there."""
    for path in paths:
        with pq.ParquetFile(path) as file:
            names = file.schema_arrow.names
            found = [next((name for name in some if name in names), "") for some in columns]
            if missing := [some for some, name in zip(columns, found, strict=True) if not name]:
                raise ExpectedError(f"{path.name} has no column {' or '.join(missing[0])}.")
            for batch in file.iter_batches(_ROWS_AT_ONCE, columns=found):
                yield from zip(*(batch.column(name).to_pylist() for name in found), strict=True)


def _content(image: Any, folder: Path) -> bytes | None:
    """Return the bytes of a picture: those in the table, or of the file in the folder that it names."""
    if not isinstance(image, dict):
        return image if isinstance(image, bytes) else None
    if image.get("bytes"):
        return bytes(image["bytes"])
    path = (folder / str(image.get("path") or "")).resolve()
    return path.read_bytes() if path.is_relative_to(folder.resolve()) and path.is_file() else None


def _write(content: bytes, pictures: Path, number: int) -> Path:
    """Write a picture, unless it is there already. Its name says nothing, so that no name answers a question."""
    suffix = next((suffix for start, suffix in _SUFFIXES.items() if content.startswith(start)), "")
    if not suffix and content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        suffix = ".webp"
    path = pictures / f"{number:06}{suffix or '.png'}"
    # Written anew it would be newer, and be read again for nothing.
    if not path.exists() or path.read_bytes() != content:
        path.write_bytes(content)
    return path
