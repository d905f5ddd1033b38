"""What the window says about a model: what it is, what it takes, and how far it has come."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QLocale

from app.catalogue import Entry
from app.rows import ModelRow, ModelStage
from app.speeds import duration, estimate, estimate_s
from ui import figures
from ui.shelf import Offer


@dataclass(frozen=True, slots=True)
class Choice:
    """A model in the list: one that can be had, one that is in use, or both; or one whose work is kept."""

    name: str
    offer: Offer | None = None
    row: ModelRow | None = None

    @property
    def is_here(self) -> bool:
        """Whether its files are on this machine."""
        return self.offer is not None and self.offer.bytes_here > 0

    @property
    def is_kept(self) -> bool:
        """Whether it is only about what a model once made of this library."""
        return self.row is not None and self.row.stage is ModelStage.UNUSED

    @property
    def is_in_use(self) -> bool:
        """Whether it looks at this library."""
        return self.row is not None and not self.is_kept

    @property
    def has_failed(self) -> bool:
        """Whether it should look at this library and cannot."""
        return self.row is not None and self.row.stage is ModelStage.FAILED

    @property
    def can_be_downloaded(self) -> bool:
        """Whether its files are wanting on this machine."""
        return self.offer is not None and not self.is_here and (not self.is_in_use or self.has_failed)

    @property
    def can_be_used(self) -> bool:
        """Whether it can be used with this library, or be tried again."""
        is_at_hand = self.is_here or (self.offer is None and self.is_in_use)
        return is_at_hand and (not self.is_in_use or self.has_failed)


def choices(offers: tuple[Offer, ...], in_use: ModelRow | None, kept: tuple[ModelRow, ...]) -> tuple[Choice, ...]:
    """Put together what can be had and what is in use; a folder that is in use stands first."""
    used = in_use.name if in_use is not None else None
    listed = [Choice(offer.name, offer, in_use if offer.name == used else None) for offer in offers]
    if in_use is not None and all(choice.name != used for choice in listed):
        listed.insert(0, Choice(in_use.name, None, in_use))
    return (*listed, *(Choice(row.name, None, row) for row in kept))


def size(bytes_: int) -> str:
    """Say a size as people do."""
    return QLocale().formattedDataSize(bytes_, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def seen(row: ModelRow, pages: int) -> str:
    """Say how many pages a model has seen."""
    number = QLocale().toString
    return _tr("{done} of {all} pages").format(done=number(row.pages_done), all=number(pages))


def short_state(choice: Choice, pages: int, busy: str) -> str:
    """Say in few words how it is with a model, for the list. busy: the one that is downloaded or removed now, or ""."""
    if choice.name == busy:
        return _tr("Being removed") if choice.is_here else _tr("Being downloaded")
    if choice.is_kept:
        return _tr("Not in use, its work is kept")
    if choice.row is not None:
        match choice.row.stage:
            case ModelStage.LOADING:
                return _tr("In use, being loaded")
            case ModelStage.LOOKING:
                return _tr("In use, {seen}").format(seen=seen(choice.row, pages))
            case ModelStage.FAILED:
                return _tr("In use, but it failed")
            case _:
                return _tr("In use")
    return _tr("On this machine") if choice.is_here else _tr("Not downloaded")


def state(choice: Choice, pages: int) -> str:
    """Say in a sentence how it is with a model, or "" when there is nothing to say but that it failed."""
    row = choice.row
    if row is None or choice.has_failed:
        return ""
    match row.stage:
        case ModelStage.UNUSED:
            return _tr(
                "This model looked at the library once and is not in use. What it made is kept, "
                "so that it need not look at the same pages again."
            )
        case ModelStage.LOADING:
            return _tr("The model is being loaded.")
        case ModelStage.DONE:
            return _tr("The model has seen all pages and answers questions.")
    parts = [_tr("Seen {seen}").format(seen=seen(row, pages))]
    if row.pages_per_s > 0:
        left = duration(estimate_s(max(0, pages - row.pages_done), row.pages_per_s))
        parts += [figures.rate(row.pages_per_s), _tr("about {time} left").format(time=left)]
    return ", ".join(parts) + "."


def facts(choice: Choice, pages: int) -> list[tuple[str, str]]:
    """Return what is known of a model, as names and values."""
    if choice.is_kept:
        return []
    offer = choice.offer
    known = _known(offer.entry) if offer is not None and offer.entry is not None else []
    if offer is None:
        return known
    if choice.is_here:
        known.append((_tr("On this machine"), size(offer.bytes_here)))
    elif offer.entry is not None:
        known.append((_tr("Download"), _tr("about {size}").format(size=size(offer.entry.download_bytes))))
    if not choice.is_in_use:
        known.append((_tr("This library"), estimate(pages, offer.speeds)))
    measured = [
        _tr("{rate} on the {device}").format(rate=figures.rate(speed), device=_device(device))
        for device, speed in offer.speeds.items()
    ]
    return [*known, (_tr("Speed here"), ", ".join(measured) or _tr("not tried yet"))]


def _known(entry: Entry) -> list[tuple[str, str]]:
    made_for = (
        _tr("pages: print, tables, charts and drawings")
        if entry.kind == "colvision"
        else _tr("photographs and drawings rather than print")
    )
    memory = _tr("about {size}, half of that on a graphics card").format(size=size(entry.ram_bytes))
    known = [
        (_tr("Made for"), made_for),
        (_tr("Languages"), ", ".join(entry.languages)),
        (_tr("Licence"), entry.licence),
        (_tr("Memory"), memory),
    ]
    if entry.published is not None:
        score = QLocale().toString(entry.published.score, "f", 1)
        told = _tr("{score} of 100 ({benchmark}), as published in {source}; not measured here").format(
            score=score, benchmark=entry.published.benchmark, source=entry.published.source
        )
        known.append((_tr("Published"), told))
    return known


def _device(name: str) -> str:
    """Say one of Torch's devices as people do."""
    return _tr("processor") if name == "cpu" else _tr("graphics card")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Models", text)
