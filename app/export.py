"""A page's picture with its answering parts lit up, as it is saved to a file."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Literal

from indexer.types import Region

AMBER = (232, 163, 23)
"""The colour of the light on a page, the same as in the window."""

WEAKEST, STRONGEST = 0.30, 0.62
"""How far white paper turns amber under the least and the most telling region."""

BREATH = 0.10
"""How much amber lies on top of it all: what shows on a dark page, which takes no light by multiplying."""

_JPEG_QUALITY = 85


def lit_page(png: bytes, regions: Sequence[Region], form: Literal["PNG", "JPEG"] = "PNG") -> bytes:
    """Return the picture with the regions lit: amber, soft-edged, and readable through."""
    from PIL import Image, ImageChops, ImageDraw, ImageFilter

    with Image.open(io.BytesIO(png)) as opened:
        page = opened.convert("RGB")
    light, edges = Image.new("L", page.size), Image.new("L", page.size)
    unit_px = max(1, round(page.width / 800))
    for region in regions:
        left, top, right, bottom = region.box
        box = (
            left * page.width - unit_px,
            top * page.height - unit_px,
            max(right, left) * page.width + unit_px,
            max(bottom, top) * page.height + unit_px,
        )
        radius = min(5 * unit_px, (box[2] - box[0]) / 3, (box[3] - box[1]) / 3)
        strength = WEAKEST + (STRONGEST - WEAKEST) * region.weight
        glow, edge = Image.new("L", page.size), Image.new("L", page.size)
        ImageDraw.Draw(glow).rounded_rectangle(box, radius, fill=round(255 * strength))
        edge_strength = 0.35 + 0.35 * region.weight
        ImageDraw.Draw(edge).rounded_rectangle(box, radius, outline=round(255 * edge_strength), width=unit_px)
        # The brighter one wins where regions overlap: adding them up would make the page unreadable there.
        light, edges = ImageChops.lighter(light, glow), ImageChops.lighter(edges, edge)
    light = light.filter(ImageFilter.GaussianBlur(unit_px / 2))
    # Multiplying keeps ink as dark as it was, so what is lit stays readable.
    page.paste(ImageChops.multiply(page, Image.new("RGB", page.size, AMBER)), mask=light)
    page.paste(AMBER, mask=light.point(lambda strength: round(strength * BREATH)))
    page.paste(AMBER, mask=edges)
    saved = io.BytesIO()
    page.save(saved, form, quality=_JPEG_QUALITY)
    return saved.getvalue()
