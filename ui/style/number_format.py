"""Number format: how numbers are written and read in the whole window."""

import math
import re

import numpy as np

from simulator.analysis.number_text import MINUS as MINUS
from simulator.analysis.number_text import choices as choices
from simulator.analysis.number_text import decimals as decimals
from simulator.analysis.number_text import decimals_or as decimals_or
from simulator.analysis.number_text import fixed as fixed
from simulator.analysis.number_text import scientific as scientific
from simulator.analysis.number_text import set_decimals as set_decimals
from simulator.analysis.number_text import short as short
from simulator.analysis.number_text import signed as signed
from simulator.analysis.number_text import with_sign as with_sign
from simulator.translation import tr

DECIMALS = (2, 3, 4, 5, 6)
"""Decimals that the user can choose; by default each place has its own."""

_MOST_OF_END = 6
"""Letters of a scale's end, without its sign."""

_DIGITS = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def exact(value: np.floating) -> str:
    """Write the shortest text that reads back to the same bits in the value's own dtype."""
    text = np.format_float_positional(value, trim="0") if _plain(value) else str(value)
    return text.replace("-", MINUS, 1) if text.startswith("-") else text


def brief(value: float) -> str:
    """Write all digits of a number, without the `.0` of a whole one: `−1`, `0.5`, `3`."""
    return exact(np.float64(value)).removesuffix(".0")


def compact(value: float, decimals: int, most: int) -> str:
    """Write like `fixed`, with one digit before the exponent where else `most` letters are passed.

    The result may still be longer: `−1e−10`.
    """
    text = fixed(value, decimals)
    if len(text) <= most or not math.isfinite(value):
        return text
    mantissa, exponent = f"{value:.0e}".split("e")
    return min(text, f"{mantissa}e{int(exponent)}".replace("-", MINUS), key=len)


def in_figures(value: float, figures: int = 3) -> str:
    """Write a number with so many figures, with an exponent where it is long: `0.81`, `1e−5`."""
    text = f"{value:.{figures}g}"
    mantissa, e, exponent = text.partition("e")
    return (f"{mantissa}e{int(exponent)}" if e else text).replace("-", MINUS)


def scale_end(value: float) -> str:
    """Write the end of a scale: with all digits where they are few, as `−0.125`, else `8e−7`."""
    text = brief(value).replace("-", MINUS)
    most = _MOST_OF_END + (value < 0)
    return text if len(text) <= most else compact(value, 3, most)


def delta(value: float) -> str:
    """Write a difference in the least room: signed, with one digit before an exponent."""
    text = signed(value)
    if "e" not in text:
        return text
    mantissa, exponent = f"{abs(float(value)):.0e}".split("e")
    return f"{text[0]}{mantissa}e{int(exponent)}".replace("-", MINUS)


def change(before: np.floating, after: np.floating, usual: int = 2) -> str:
    """Write a change as `0.31 → 0.58`, with enough decimals to differ, or all digits."""
    decimals = decimals_or(usual)
    for places in range(decimals, decimals + 3):
        old, new = fixed(float(before), places), fixed(float(after), places)
        if old != new:
            return f"{old} → {new}"
    return f"{exact(before)} → {exact(after)}"


def share(ratio: float) -> str:
    """Write a share of a bound in percent: `2 %`, `< 1 %`; far beyond the bound as `3e6 ×`."""
    percent = 100 * ratio
    if 0 < percent < 1:
        return tr("{sign} {number} %", sign="<", number=1)
    if not math.isfinite(percent):
        return "∞"
    if percent < 1e5:
        return tr("{number} %", number=f"{percent:.0f}")
    mantissa, exponent = f"{ratio:.0e}".split("e")
    return f"{mantissa}e{int(exponent)} ×"


def parse(text: str) -> float:
    """Parse a typed number: `1e-3`, `-.5`, `0,25`, a real minus sign.

    Raises:
        ValueError: in words for the user, for anything that is not one finite number.
    """
    plain = text.strip().replace(MINUS, "-")
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    if not plain:
        raise ValueError(tr("type a number"))
    if not _DIGITS.fullmatch(plain):
        raise ValueError(tr("“{text}” is not a number", text=text.strip()))
    value = float(plain)
    if not math.isfinite(value):
        raise ValueError(tr("“{text}” is too large", text=text.strip()))
    return value


def parse_as(text: str, dtype: np.dtype) -> np.floating:
    """Parse a typed number, rounded to `dtype`.

    Raises:
        ValueError: as for `parse`, and for a number that the dtype cannot hold.
    """
    with np.errstate(over="ignore"):
        value: np.floating = dtype.type(parse(text))
    if not np.isfinite(value):
        raise ValueError(tr("“{text}” is too large for {dtype}", text=text.strip(), dtype=dtype))
    return value


def _plain(value: np.floating) -> bool:
    return bool(np.isfinite(value)) and (value == 0 or 1e-4 <= abs(float(value)) < 1e7)
