"""What the window says about add-ons: what they are for, where they come from, and how it is with one."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ui.basics import figures
from ui.models.addons_here import AddonRow
from ui.models.model_words import size

translate = QCoreApplication.translate

TITLES = {"colvision": "ColVision", "clip": "CLIP"}


def title(name: str) -> str:
    """Say what people call an add-on."""
    return TITLES.get(name, name)


def use(name: str) -> str:
    """Say what an add-on is for, before the folder where it is put."""
    models = (
        translate("Models", "Models of the ColVision family (ColPali, ColQwen, ColSmol …)")
        if name == "colvision"
        else translate("Models", "CLIP models")
    )
    return translate(
        "Models",
        "{models} compute with libraries that are too large to come with Pagelight. They are put in a folder of their "
        "own and can be removed at any time:",
    ).format(models=models)


def source(is_from_folder: bool, has_uv: bool, about_bytes: int) -> str:
    """Say who fetches what an add-on is made of, and where from. about_bytes: what it takes on disk."""
    if is_from_folder:
        return translate(
            "Models",
            "Nothing is downloaded. The folder has to be one that was prepared for this add-on. Each of its files is "
            "compared with its checksum before anything is installed, and models that lie in it are copied as well.",
        )
    told = translate(
        "Models",
        "They are downloaded from the Python Package Index and from PyTorch by uv, a program that installs Python "
        "libraries, and take about {size} of disk. Nothing about your documents is sent, and nothing is downloaded "
        "before you press “Install”.",
    ).format(size=figures.size(about_bytes))
    without = translate(
        "Models", "uv is not on this machine. If you agree, it is downloaded too, from its makers’ page on GitHub."
    )
    return told if has_uv else f"{told}\n\n{without}"


def has_arrived(name: str) -> str:
    """Say that an add-on was installed just now."""
    told = translate("Models", "The add-on “{addon}” is installed. Its models can be used now.")
    return told.format(addon=title(name))


def installed(row: AddonRow) -> str:
    """Say how it is with an add-on that is installed."""
    told = translate("Models", "The add-on “{addon}” is installed and takes {size}.").format(
        addon=title(row.name), size=size(row.bytes_here)
    )
    if row.is_current:
        by = translate("Models", "It was made by this version of Pagelight, {version}.") if row.version else ""
    else:
        by = translate(
            "Models",
            "It was made by another version of Pagelight ({version}). If its models do not work, install it again.",
        )
    return " ".join(part for part in (told, by.format(version=row.version)) if part)
