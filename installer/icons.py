"""Draws the program's icon in the sizes and formats that systems want, from assets/icons/pagelight.svg.

python installer/icons.py FOLDER

FOLDER then holds pagelight-SIZE.png, pagelight.svg, pagelight.ico (Windows) and pagelight.icns (macOS).
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SVG = Path(__file__).resolve().parent.parent / "assets" / "icons" / "pagelight.svg"
SIZES = (16, 22, 24, 32, 48, 64, 96, 128, 256, 512, 1024)
ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)


def draw(folder: Path) -> None:
    """Write all icons into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    renderer = QSvgRenderer(QByteArray(SVG.read_bytes()))
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        image.save(str(_png(folder, size)))
    shutil.copyfile(SVG, folder / "pagelight.svg")
    with Image.open(_png(folder, 1024)) as large:
        pictures = [Image.open(_png(folder, size)) for size in ICO_SIZES]
        large.save(folder / "pagelight.ico", sizes=[(size, size) for size in ICO_SIZES], append_images=pictures)
        large.save(folder / "pagelight.icns")


def _png(folder: Path, size: int) -> Path:
    return folder / f"pagelight-{size}.png"


if __name__ == "__main__":
    application = QGuiApplication(["icons", "-platform", "offscreen"])
    draw(Path(sys.argv[1]))
