"""The German catalogue of all sentences of the window."""

from __future__ import annotations

from xml.etree import ElementTree

from ui.basics.language import FOLDER

CATALOGUE = FOLDER / "pagelight_de.ts"


def entries() -> list[tuple[str, str, str, bool]]:
    """Return context, English, German and whether that is finished, of all sentences."""
    found = []
    for context in ElementTree.parse(CATALOGUE).getroot().iter("context"):
        for message in context.iter("message"):
            said = message.find("translation")
            assert said is not None
            is_finished = said.get("type") is None and bool(said.text)
            english = message.findtext("source", "")
            found.append((context.findtext("name", ""), english, said.text or "", is_finished))
    return found
