"""What the engine has told of the library that is open."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.events import Activity, FilesChanged, LibraryState, Progress
from app.rows import FileRow, FileState


@dataclass
class Library:
    """What the engine has told of the library that is open."""

    state: LibraryState | None = None
    files: dict[str, FileRow] = field(default_factory=dict)
    progress: Progress = field(default_factory=lambda: Progress(Activity.IDLE))

    def hear(self, event: object) -> None:
        """Take over what is new."""
        if isinstance(event, LibraryState):
            self.state = event
            self.files = {row.path: row for row in event.files}
        elif isinstance(event, FilesChanged):
            self.files.update((row.path, row) for row in event.files)
        elif isinstance(event, Progress):
            self.progress = event

    def in_state(self, state: FileState) -> set[str]:
        """Return the paths of the files in a state."""
        return {path for path, row in self.files.items() if row.state is state}
