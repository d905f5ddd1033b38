"""Pictures as pages, through Pillow."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Callable

import numpy as np
from PIL import ExifTags, Image, ImageOps

from indexer.arrays import Bytes
from indexer.files import shown_name
from indexer.sources.pdf import empty_text
from indexer.sources.print_size import enlargement
from indexer.sources.protocol import MAX_PIXELS, MAX_SIDE_PX, SourceError
from indexer.types import WHOLE, Box, PageContent, PageImage, Sight

_MAX_SOURCE_PIXELS = 400_000_000
_JPEG_QUALITY = 80
_GLANCE_PX = 64
_SCANNERS_DPI = (100, 1200)
_SHEET_INCHES = 11.5
_LARGEST_SCREEN_PX = 2000
# Frames of an animation are not pages; those of these formats are.
_PAGED_FORMATS = frozenset({"TIFF"})
# The EXIF orientations that swap width and height.
_ON_ITS_SIDE = frozenset({5, 6, 7, 8})


class ImageSource:
    """An open picture; a TIFF may have several pages. Raises SourceError when it cannot be opened."""

    kind = "image"

    def __init__(self, path: str) -> None:
        self._name = shown_name(path)
        Image.MAX_IMAGE_PIXELS = _MAX_SOURCE_PIXELS
        # Pillow's complaints about damaged files; what matters comes back as a sentence.
        warnings.filterwarnings("ignore", module=r"PIL\.")
        try:
            self._stream = open(path, "rb")  # noqa: SIM115 (closed by close)
        except FileNotFoundError:
            raise SourceError(f"{self._name} is no longer there.", "retry") from None
        try:
            with Image.open(self._stream) as file:
                self.pages = int(getattr(file, "n_frames", 1)) if file.format in _PAGED_FORMATS else 1
        except Image.DecompressionBombError as error:
            self.close()
            raise SourceError(f"{self._name} is too large a picture to open.", detail=str(error)) from error
        except Exception as error:  # Pillow raises many kinds over a damaged file.
            self.close()
            raise SourceError(f"{self._name} is damaged or not a picture.", detail=str(error)) from error

    def read(self, number: int, sight: Sight | None) -> PageContent:
        """Read a page: a picture has no words; its pixels are decoded in any case, so that damage shows."""
        try:
            pixels = self._pixels(number, sight)
        except Exception as error:
            why = "too large" if isinstance(error, Image.DecompressionBombError | MemoryError) else "damaged"
            return PageContent(number, 1.0, empty_text(), None, f"Page {number} could not be read ({why}).")
        return PageContent(number, self._aspect, empty_text(), pixels)

    def draw(self, number: int, width_px: int, thumbnail: bool, clip: Box = WHOLE) -> PageImage:
        """Draw a page about `width_px` wide, or a part of it as finely; never finer than the picture itself."""
        try:
            return _encode(self._decode(number, lambda _: width_px, clip), "JPEG" if thumbnail else "PNG")
        except Exception as error:
            sentence = f"{self._name} cannot be drawn: the picture is damaged."
            raise SourceError(sentence, detail=str(error)) from error

    def close(self) -> None:
        """Let go of the file."""
        self._stream.close()

    def _pixels(self, number: int, sight: Sight | None) -> Bytes | None:
        if sight is None:
            self._decode(number, lambda _: _GLANCE_PX)
            return None
        pixels = self._seen(number, sight, 1.0)
        larger = enlargement(pixels) if sight.enlarges_print else 1.0
        return pixels if larger == 1 else self._seen(number, sight, larger)

    def _seen(self, number: int, sight: Sight, larger: float) -> Bytes:
        image = self._decode(number, lambda file: _model_width(file, sight, larger))
        return np.asarray(image if sight.is_colour else image.convert("L"))

    def _decode(self, number: int, width_of: Callable[[Image.Image], int], clip: Box = WHOLE) -> Image.Image:
        self._stream.seek(0)
        # Afresh each time: a JPEG that was decoded small once stays small, and pixels need not wait in memory.
        with Image.open(self._stream) as file:
            if self.pages > 1:
                file.seek(number - 1)
            whole = file.size
            width_px = width_of(file)
            if file.format == "JPEG":
                # Lets the decoder skip detail that the wanted size cannot show, whichever way the picture is turned.
                side = width_px * 2
                file.draft("RGB", (side, side))
                if file.getexif().get(ExifTags.Base.Orientation) in _ON_ITS_SIDE:
                    whole = whole[1], whole[0]
            image = _on_white(ImageOps.exif_transpose(file))
            width, height = whole if file.format == "JPEG" else image.size
        self._aspect = width / max(height, 1)
        left, top, right, bottom = clip
        across, down = (right - left) * width, (bottom - top) * height
        scale = min(1.0, width_px / width, math.sqrt(MAX_PIXELS / (across * down)), MAX_SIDE_PX / max(across, down))
        size = max(1, round(across * scale)), max(1, round(down * scale))
        if clip == WHOLE and size == image.size:
            return image
        part = left * image.width, top * image.height, right * image.width, bottom * image.height
        return image.resize(size, Image.Resampling.LANCZOS, box=part)


def _model_width(file: Image.Image, sight: Sight, larger: float) -> int:
    """Return how wide a picture is to be so that its print is about as large as on a page drawn at the sight's dpi.

    larger: how many times that.
    """
    width, height = file.size
    if file.getexif().get(ExifTags.Base.Orientation) in _ON_ITS_SIDE:
        width, height = height, width
    scale = 1.0
    # What a file says of itself is only believed of scanners: cameras and screens write 72 or 96 whatever they show.
    told = float(file.info.get("dpi", (0, 0))[0])
    if not sight.dpi:
        scale = 1.0  # As large as it may be.
    elif _SCANNERS_DPI[0] <= told <= _SCANNERS_DPI[1]:
        scale = sight.dpi / told
    elif max(width, height) > _LARGEST_SCREEN_PX:
        # A photograph, most likely of a sheet of paper; a screenshot is best seen as it is.
        scale = sight.dpi * _SHEET_INCHES / max(width, height)
    return max(1, round(width * min(larger * scale, math.sqrt(sight.most_pixels / max(width * height, 1)))))


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I") or image.mode == "F":
        # 16 and 32 bit greys: Pillow clips them to 8 bit instead of scaling.
        low, high = image.getextrema()
        span = (float(high) - float(low)) or 1.0  # type: ignore[arg-type]
        return image.convert("F").point(lambda value: (value - float(low)) * (255.0 / span)).convert("RGB")  # type: ignore[arg-type]
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        layered = image.convert("RGBA")
        ground = Image.new("RGBA", layered.size, "white")
        ground.alpha_composite(layered)
        return ground.convert("RGB")
    return image.convert("RGB")


def _encode(image: Image.Image, form: str) -> PageImage:
    buffer = io.BytesIO()
    if form == "JPEG":
        image.save(buffer, form, quality=_JPEG_QUALITY)
    else:
        image.save(buffer, form, compress_level=1)
    return PageImage(buffer.getvalue(), image.width, image.height)
