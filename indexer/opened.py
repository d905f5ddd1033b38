"""How often a library's documents were opened: what a person looks at is looked at first by a model that takes long."""

from __future__ import annotations

import json
import logging
from collections import Counter
from pathlib import Path

from indexer.disk import replace_file

log = logging.getLogger(__name__)

_FILE = "opened.json"
_NOTES_UNTIL_SAVED = 20


class Opened:
    """Counts by document, kept in a file of the library's folder. Losing it costs nothing but an order."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FILE
        self.counts: Counter[str] = Counter()
        self._unsaved = 0
        try:
            self.counts.update({str(name): int(count) for name, count in json.loads(self._path.read_text()).items()})
        except FileNotFoundError:
            pass
        except (OSError, ValueError, AttributeError, TypeError):
            log.warning("%s cannot be read and is begun anew", self._path)

    def note(self, document: str) -> None:
        """Take note that a document was opened."""
        self.counts[document] += 1
        self._unsaved += 1
        if self._unsaved >= _NOTES_UNTIL_SAVED:
            self.save()

    def save(self) -> None:
        """Write the counts, if there is anything new."""
        if not self._unsaved:
            return
        self._unsaved = 0
        try:
            replace_file(self._path, json.dumps(self.counts).encode())
        except OSError:
            log.warning("%s cannot be written", self._path)
