"""What was searched for lately, for as long as a person wants it remembered."""

from __future__ import annotations

from PySide6.QtCore import QSettings

MOST = 20
WANTED = "search/remember"
_KEPT = "search/recent"


class RecentSearches:
    """The newest questions in words, kept with the window's other settings."""

    def __init__(self, memory: QSettings) -> None:
        self._memory = memory

    def newest_first(self) -> list[str]:
        """Return what was searched for; nothing where a person does not want it remembered."""
        if not self._memory.value(WANTED, True, bool):
            return []
        kept = self._memory.value(_KEPT, [], list)
        return [str(text) for text in kept] if isinstance(kept, list) else []

    def remember(self, text: str) -> None:
        """Put a question first. One that was only the beginning of it is forgotten."""
        if not text or not self._memory.value(WANTED, True, bool):
            return
        before = [other for other in self.newest_first() if other != text]
        if before and text.startswith(before[0]):
            del before[0]
        self._memory.setValue(_KEPT, [text, *before][:MOST])

    def forget(self, text: str) -> None:
        """Forget one question."""
        self._memory.setValue(_KEPT, [other for other in self.newest_first() if other != text])

    def clear(self) -> None:
        """Forget all of them."""
        self._memory.remove(_KEPT)
