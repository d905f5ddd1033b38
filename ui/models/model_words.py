"""What the window says about a model: what it is, what it takes, and how far it has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QLocale

from app.models.catalogue import Entry, Kind
from app.models.speeds import estimate_s
from app.rows import ModelRow, ModelStage
from ui.basics import figures
from ui.models.shelf import Offer

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Choice:
    """A model in the list: one that can be had, one that is in use, or both; or one whose work is kept."""

    name: str
    offer: Offer | None = None
    row: ModelRow | None = None

    @property
    def kind(self) -> Kind | None:
        """What it is one of; None where that is not known."""
        return self.offer.kind if self.offer is not None else None

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
    return translate("Models", "{done} of {all} pages").format(done=number(row.pages_done), all=number(pages))


def short_state(choice: Choice, pages: int, busy: str) -> str:
    """Say in few words how it is with a model, for the list. busy: the one that is downloaded or removed now, or ""."""
    if choice.name == busy:
        return translate("Models", "Being removed") if choice.is_here else translate("Models", "Being downloaded")
    if choice.is_kept:
        return translate("Models", "Not in use, its work is kept")
    if choice.row is not None:
        match choice.row.stage:
            case ModelStage.LOADING:
                return translate("Models", "In use, being loaded")
            case ModelStage.LOOKING:
                return translate("Models", "In use, {seen}").format(seen=seen(choice.row, pages))
            case ModelStage.FAILED:
                return translate("Models", "In use, but it failed")
            case _:
                return translate("Models", "In use")
    return translate("Models", "On this machine") if choice.is_here else translate("Models", "Not downloaded")


def state(choice: Choice, pages: int) -> str:
    """Say in a sentence how it is with a model, or "" when there is nothing to say but that it failed."""
    row = choice.row
    if row is None or choice.has_failed:
        return ""
    match row.stage:
        case ModelStage.UNUSED:
            return translate(
                "Models",
                "This model looked at the library once and is not in use. What it made is kept, "
                "so that it need not look at the same pages again.",
            )
        case ModelStage.LOADING:
            return translate("Models", "The model is being loaded.")
        case ModelStage.DONE:
            return translate("Models", "The model has seen all pages and answers questions.")
    parts = [translate("Models", "Seen {seen}").format(seen=seen(row, pages))]
    if row.pages_per_s > 0:
        left = figures.duration(estimate_s(max(0, pages - row.pages_done), row.pages_per_s))
        parts += [figures.rate(row.pages_per_s), translate("Models", "about {time} left").format(time=left)]
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
        known.append((translate("Models", "On this machine"), size(offer.bytes_here)))
    elif offer.entry is not None:
        known.append(
            (
                translate("Models", "Download"),
                translate("Models", "about {size}").format(size=size(offer.entry.download_bytes)),
            )
        )
    if not choice.is_in_use:
        known.append((translate("Models", "This library"), _time_for(pages, offer.speeds)))
    measured = [
        translate("Models", "{rate} on the {device}").format(rate=figures.rate(speed), device=_device(device))
        for device, speed in offer.speeds.items()
    ]
    return [*known, (translate("Models", "Speed here"), ", ".join(measured) or translate("Models", "not tried yet"))]


def _known(entry: Entry) -> list[tuple[str, str]]:
    made_for = (
        translate("Models", "pages: print, tables, charts and drawings")
        if entry.kind == "colvision"
        else translate("Models", "photographs and drawings rather than print")
    )
    licence = entry.licence.replace("not commercial", translate("Models", "not commercial"))
    memory = translate("Models", "about {size}, half of that on a graphics card").format(size=size(entry.ram_bytes))
    known = [
        (translate("Models", "Made for"), made_for),
        (translate("Models", "Languages"), ", ".join(_language(name) for name in entry.languages)),
        (translate("Models", "Licence"), licence),
        (translate("Models", "Memory"), memory),
    ]
    if entry.published is not None:
        score = QLocale().toString(entry.published.score, "f", 1)
        told = translate("Models", "{score} of 100 ({benchmark}), as published in {source}; not measured here").format(
            score=score, benchmark=entry.published.benchmark, source=entry.published.source
        )
        known.append((translate("Models", "Published"), told))
    return known


def _time_for(pages: int, speeds: Mapping[str, float]) -> str:
    """Say how long pages take on the devices tried. speeds: pages a second by device."""
    counted = figures.pages(pages)
    if not speeds:
        return translate("Models", "{pages}: how long is not known before it was tried on this machine").format(
            pages=counted
        )
    slowest_first = sorted(speeds.items(), key=lambda each: each[1])
    times = [
        translate("Models", "{time} on the {device}").format(
            time=figures.duration(estimate_s(pages, speed)), device=_device(device)
        )
        for device, speed in slowest_first
    ]
    return translate("Models", "{pages}: about {times}").format(pages=counted, times=", ".join(times))


def _language(name: str) -> str:
    """Say the catalogue's name of a language."""
    said = {"English": translate("Models", "English"), "many": translate("Models", "many")}
    return said.get(name, name)


def _device(name: str) -> str:
    """Say one of Torch's devices as people do."""
    return translate("Models", "processor") if name == "cpu" else translate("Models", "graphics card")
