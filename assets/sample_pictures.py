"""Pictures: a chart, a poster, two scanned pages, and the illustrations of the other samples."""

from __future__ import annotations

import io
import random
from typing import Any

from PIL import Image, ImageDraw, ImageFilter

from assets.sheet import CENTRE, GREY, INK, RIGHT, RUST, SEA, Colour, Sheet, as_pixels, new_document

RAIN_MM = {
    "Jan": 142, "Feb": 98, "Mar": 87, "Apr": 61, "May": 48, "Jun": 39,
    "Jul": 33, "Aug": 52, "Sep": 74, "Oct": 118, "Nov": 131, "Dec": 136,
}  # fmt: skip


def rainfall_chart() -> bytes:
    """Draw a bar chart as a PNG: words that only the eye can read."""
    document = new_document()
    sheet = Sheet(document, (640, 420))
    sheet.line(40, 44, "Rainfall in Marrowby, 2025", 20, "hebo", INK)
    sheet.line(40, 64, "millimetres per month, measured at the harbour office", 11, "helv", GREY)
    for step in range(0, 151, 50):
        y = 360 - step * 1.8
        sheet.rule(70, y, 610, y, (0.85, 0.86, 0.88))
        sheet.line(62, y + 4, str(step), 10, "helv", GREY, RIGHT)
    for place, (month, rain) in enumerate(RAIN_MM.items()):
        x = 80 + place * 44
        sheet.bar((x, 360 - rain * 1.8, x + 30, 360), SEA if month != "Jan" else RUST)
        sheet.line(x + 15, 378, month, 10, "helv", INK, CENTRE)
    sheet.line(118, 112, "Storms: 142 mm", 10, "hebo", RUST)
    picture = Image.frombytes("RGB", *_sized(as_pixels(document)))
    saved = io.BytesIO()
    picture.quantize(64).save(saved, "PNG", optimize=True)
    return saved.getvalue()


def fair_poster() -> bytes:
    """Draw a poster as a JPEG, grainy as if photographed."""
    document = new_document()
    sheet = Sheet(document, (420, 594))
    sheet.bar((0, 0, 420, 594), (0.97, 0.90, 0.74))
    sheet.disc(210, 330, 120, (0.90, 0.47, 0.13))
    for offset in (-70, -35, 0, 35, 70):
        foot = 330 + (117**2 - offset**2) ** 0.5
        sheet.rule(210 + offset * 0.4, 214, 210 + offset, foot, (0.75, 0.35, 0.08), 3)
    sheet.shape([(202, 215), (218, 215), (228, 175), (208, 180)], (0.25, 0.40, 0.18))
    sheet.line(210, 82, "HARVEST FAIR", 46, "hebo", (0.45, 0.16, 0.06), CENTRE)
    sheet.line(210, 116, "Marrowby market square", 18, "tiit", INK, CENTRE)
    sheet.line(210, 500, "Saturday 4 October", 26, "tibo", INK, CENTRE)
    sheet.line(210, 530, "pumpkins, fiddles, cider and a tug of war", 15, "tiro", INK, CENTRE)
    sheet.line(210, 566, "free ferry for everyone in a straw hat", 12, "heit", RUST, CENTRE)
    picture = Image.frombytes("RGB", *_sized(as_pixels(document, dpi=130))).filter(ImageFilter.GaussianBlur(0.6))
    return _as_jpeg(_grainy(picture, seed=4), 72)


def harbour_letter() -> bytes:
    """Draw a typed letter and its enclosure as a black and white TIFF, a little askew, with specks of dust."""
    document = new_document()
    letter = Sheet(document)
    letter.line(70, 90, "HARBOUR OFFICE MARROWBY", 14, "cobo", INK)
    letter.line(70, 108, "Old Customs House", 11, "cour", INK)
    letter.line(525, 140, "3 May 1974", 11, "cour", INK, RIGHT)
    letter.block(
        (70, 170, 525, 640),
        "To the owners of the fishing vessel Anna Lund\n\nGentlemen,\n\non the morning of 27 April your vessel struck "
        "the northern mole and damaged two lamps, eleven metres of railing and the bench which the late Captain "
        "Winstanley gave to the town.\n\nThe repairs come to 486 crowns. I enclose a list and ask you to pay "
        "the sum to "
        "the harbour cashier before the end of June.\n\nI would add that the lamps were lit, the night was clear, and "
        "the bench has stood there since 1931.\n\nYours faithfully,",
        11,
        "cour",
    )
    letter.line(90, 560, "E. Thorne", 26, "tiit", INK)
    letter.line(70, 590, "Harbour master", 11, "cour", INK)
    enclosure = Sheet(document)
    enclosure.line(70, 90, "Enclosure: list of damages", 14, "cobo", INK)
    rows = (("Two lamps with glass", "164.00"), ("Railing, 11 metres", "231.50"), ("Bench, oak", "72.00"))
    for number, (item, price) in enumerate((*rows, ("Labour and carting", "18.50"), ("Sum in crowns", "486.00"))):
        enclosure.line(70, 150 + number * 28, item, 12, "cour", INK)
        enclosure.line(480, 150 + number * 28, price, 12, "cour", INK, RIGHT)
        enclosure.rule(70, 158 + number * 28, 480, 158 + number * 28, INK, 0.8)
    scans = [_scanned(document, page) for page in range(2)]
    saved = io.BytesIO()
    scans[0].save(saved, "TIFF", save_all=True, append_images=scans[1:], compression="group4", dpi=(150, 150))
    return saved.getvalue()


def coast(sun_low: bool) -> bytes:
    """Paint a coast as a JPEG: sky, sun, sea and hills."""
    width, height = 640, 560 if sun_low else 285
    top, bottom = ((250, 176, 92), (255, 226, 176)) if sun_low else ((120, 175, 220), (224, 236, 240))
    picture = _gradient(width, height, top, bottom)
    draw = ImageDraw.Draw(picture)
    horizon = int(height * 0.55)
    if sun_low:
        draw.ellipse((430, horizon - 90, 530, horizon + 10), fill=(255, 244, 214))
    picture.paste(_gradient(width, height - horizon, (40, 98, 128), (16, 52, 78)), (0, horizon))
    hill = [(0, horizon - height // 6), (150, horizon - height // 4), (330, horizon + 8), (0, horizon + 8)]
    draw.polygon(hill, fill=(70, 92, 70))
    draw.polygon([(0, horizon + 40), (230, horizon + 26), (470, height), (0, height)], fill=(46, 70, 48))
    draw.polygon(
        [(88, horizon - 60), (104, horizon - 60), (108, horizon + 34), (84, horizon + 34)], fill=(244, 240, 230)
    )
    draw.rectangle((88, horizon - 74, 104, horizon - 60), fill=(184, 70, 46))
    return _as_jpeg(_grainy(picture.filter(ImageFilter.GaussianBlur(1.2)), seed=11), 68)


def bowl(colour: Colour) -> bytes:
    """Paint a bowl of soup, seen from above, as a JPEG."""
    picture = _gradient(640, 322, (122, 94, 70), (84, 62, 46))
    draw = ImageDraw.Draw(picture)
    soup = tuple(round(part * 255) for part in colour)
    draw.ellipse((170, 14, 470, 314), fill=(58, 44, 34))
    draw.ellipse((178, 10, 462, 300), fill=(240, 238, 232))
    draw.ellipse((202, 34, 438, 276), fill=soup)
    chance = random.Random(sum(soup))
    for _ in range(60):
        x, y = chance.gauss(320, 45), chance.gauss(155, 45)
        draw.ellipse((x, y, x + chance.uniform(3, 9), y + 4), fill=(92, 140, 62))
    draw.ellipse((510, 60, 560, 130), fill=(196, 198, 202))
    draw.rectangle((530, 120, 540, 300), fill=(196, 198, 202))
    return _as_jpeg(_grainy(picture.filter(ImageFilter.GaussianBlur(1.4)), seed=5), 68)


def _sized(pixels: tuple[int, int, bytes]) -> tuple[tuple[int, int], bytes]:
    width, height, data = pixels
    return (width, height), data


def _gradient(width: int, height: int, top: tuple[int, int, int], bottom: tuple[int, int, int]) -> Image.Image:
    shade = Image.linear_gradient("L").resize((width, height))
    return Image.composite(Image.new("RGB", (width, height), bottom), Image.new("RGB", (width, height), top), shade)


def _grainy(picture: Image.Image, seed: int) -> Image.Image:
    # Pillow's own noise cannot be seeded; coarse grain also keeps the JPEG small.
    size = (picture.width // 3, picture.height // 3)
    grain = Image.frombytes("L", size, random.Random(seed).randbytes(size[0] * size[1])).resize(picture.size)
    return Image.blend(picture, Image.merge("RGB", (grain, grain, grain)), 0.05)


def _scanned(document: Any, page: int) -> Image.Image:
    picture = Image.frombytes("RGB", *_sized(as_pixels(document, page, 150))).convert("L")
    picture = picture.rotate(0.7 - page * 1.3, Image.Resampling.BICUBIC, fillcolor=255)
    draw = ImageDraw.Draw(picture)
    chance = random.Random(page)
    for _ in range(180):
        x, y = chance.randrange(picture.width), chance.randrange(picture.height)
        draw.ellipse((x, y, x + chance.randrange(3), y + chance.randrange(3)), fill=0)
    return picture.point(lambda shade: 255 if shade > 150 else 0).convert("1")


def _as_jpeg(picture: Image.Image, quality: int) -> bytes:
    saved = io.BytesIO()
    picture.save(saved, "JPEG", quality=quality, optimize=True)
    return saved.getvalue()
