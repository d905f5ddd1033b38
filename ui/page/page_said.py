"""What screen readers say of the page that is painted: whose it is, what is lit on it, and by which words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from indexer.types import Region
from ui.page.page_bars import PageFooter, PageHeader
from ui.page.page_canvas import PageCanvas


def describe(
    canvas: PageCanvas,
    header: PageHeader,
    footer: PageFooter,
    regions: Sequence[Region],
    terms: Sequence[str],
    match: int,
) -> None:
    """Say what the bars say, and the words that each lit region answers; of the one at hand alone, where there is one.

    match: which region is at hand, -1 for none.
    """
    canvas.setAccessibleName(f"{header.name.accessibleName()}, {header.place.text()}")
    shown = [regions[match]] if match >= 0 else regions
    parts = [footer.matches.accessibleName()]
    parts += [", ".join(terms[term] for term in region.tokens if term < len(terms)) for region in shown]
    if canvas.heating.heat is not None:
        parts.append(QCoreApplication.translate("PageFooter", "Heat map"))
    canvas.setAccessibleDescription("; ".join(filter(None, parts)))
