"""Pictures as small PNG files."""

import io

from PIL import Image

DPI = 144


def compressed_png(pixels: bytes, inches: tuple[float, float]) -> bytes:
    """Return pixels as PNG with a palette of 256 colours: charts have few, and the file shrinks to a third."""
    size, out = (int(inches[0] * DPI), int(inches[1] * DPI)), io.BytesIO()
    image = Image.frombuffer("RGBA", size, pixels).convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    image.save(out, "png", dpi=(DPI, DPI))
    return out.getvalue()
