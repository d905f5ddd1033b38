"""What was downloaded, kept in a small JSON file: which revision is kept to, and what its files have to be.

{repository: {"revision": commit, "checksums": {file: checksum}, "base": repository or "", "is_asked_for": true}}
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from app import paths
from indexer.disk import replace_file
from indexer.errors import ExpectedError


@dataclass(frozen=True, slots=True)
class Record:
    """What was downloaded of a repository, or began to be.

    checksums: by file, as `app.models.hub.HubFile` has them.    base: the repository that this one only adds to, or "".
    is_asked_for: by a person, not only because another model adds to it.
    """

    revision: str
    checksums: Mapping[str, str]
    base: str
    is_asked_for: bool


def load() -> dict[str, Record]:
    """Read all records. Raises ExpectedError when the file cannot be understood."""
    try:
        read = json.loads(_path().read_bytes())
        return {repo: Record(**values) for repo, values in read.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise ExpectedError(
            f"The list of downloaded models cannot be read. Delete {_path()}: the models themselves stay.",
            f"{type(error).__name__}: {error}",
        ) from error


def keep(repo: str, record: Record | None) -> None:
    """Write a record, or take it away with None. Raises ExpectedError."""
    records = {name: asdict(each) for name, each in load().items() if name != repo}
    if record is not None:
        records[repo] = asdict(record)
    try:
        _path().parent.mkdir(parents=True, exist_ok=True)
        replace_file(_path(), json.dumps(records, indent=1).encode())
    except OSError as error:
        raise ExpectedError(f"What was downloaded could not be noted in {_path()}: {error.strerror}.") from error


def _path() -> Path:
    return paths.default_library().parent / "models.json"
