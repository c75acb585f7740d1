"""Pictures and plotted numbers in the form in which files hold them."""

import io

import pandas as pd
from PIL import Image

DPI = 144


def without_formulas(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with an apostrophe before text that a spreadsheet would run: a leading = + - @ or tab.

    >>> without_formulas(pd.DataFrame({"text": ["=A1", "a"], "number": [-1.5, 2]})).to_numpy().tolist()
    [["'=A1", -1.5], ['a', 2.0]]
    """
    text = frame.select_dtypes(exclude=["number", "bool", "datetime"]).columns
    return frame.assign(**{column: frame[column].map(_as_text) for column in text})


def _as_text(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def compressed_png(pixels: bytes, inches: tuple[float, float]) -> bytes:
    """Return pixels as PNG with a palette of 256 colours: charts have few, and the file shrinks to a third."""
    size, out = (int(inches[0] * DPI), int(inches[1] * DPI)), io.BytesIO()
    image = Image.frombuffer("RGBA", size, pixels).convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    image.save(out, "png", dpi=(DPI, DPI))
    return out.getvalue()
