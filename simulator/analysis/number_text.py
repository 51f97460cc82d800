"""Numbers in little room, as sentences and panels write them: `0.74`, `−6.0`, `2.0e−5`.

Each place has decimals of its own, which one choice for the whole program replaces. Only the window
makes that choice; commands write what each place has.
"""

import math
from typing import Final

MINUS: Final = "−"

_LEAST: Final = 2
_MOST_DIGITS: Final = 6
"""Digits before and behind the point up to which decimals beyond two are written."""


class _Chosen:
    decimals: int | None = None


def set_decimals(decimals: int | None) -> None:
    """Write numbers with so many decimals from now on; None for each place's own."""
    _Chosen.decimals = decimals


def decimals() -> int | None:
    """Return the decimals that the user has chosen; None for each place's own."""
    return _Chosen.decimals


def decimals_or(usual: int) -> int:
    """Return the decimals that the user has chosen, else a place's own."""
    return usual if _Chosen.decimals is None else _Chosen.decimals


def choices(usual: tuple[int, ...]) -> tuple[int, ...]:
    """Return the decimals to try in little room, the chosen ones first, for `fixed`."""
    chosen = _Chosen.decimals
    return usual if chosen is None else (chosen, *range(chosen - 1, usual[-1] - 1, -1))


def short(value: float, usual: int = 2) -> str:
    """Write a value with the decimals that the user has chosen, else with a place's usual ones."""
    return fixed(value, usual if _Chosen.decimals is None else _Chosen.decimals)


def signed(value: float, usual: int = 2) -> str:
    """Write like `short`, with a plus sign where there is no minus; zero has neither."""
    return with_sign(value, short(value, usual))


def fixed(value: float, decimals: int) -> str:
    """Write a value with these decimals, or two digits and an exponent where those hide it.

    A large number has fewer, down to two. Only zero is written as zero.
    """
    value = float(value)
    if not math.isfinite(value):
        return str(value).replace("-", MINUS)
    size = abs(value)
    if decimals > _LEAST and size >= 1:
        decimals = max(_LEAST, min(decimals, _MOST_DIGITS - 1 - math.floor(math.log10(size))))
    if size != 0 and (size < 0.5 * 10**-decimals or size >= 10 ** (6 - decimals)):
        mantissa, exponent = f"{size:.1e}".split("e")
        text = f"{mantissa}e{int(exponent)}".replace("-", MINUS)
    else:
        text = f"{size:.{decimals}f}"
    return MINUS + text if math.copysign(1, value) < 0 and size != 0 else text


def with_sign(value: float, text: str) -> str:
    """Put a plus before the text of a number that has no minus; zero and NaN have none."""
    return text if value == 0 or text.startswith((MINUS, "n")) else "+" + text


def scientific(value: float, figures: int = 2) -> str:
    """Write a gradient, which may have any size: sign, figures, exponent, as `+1.7e−3`.

    Only zero is written as 0; the decimals that the user has chosen do not matter.
    """
    value = float(value)
    if value == 0:
        return "0"
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "+∞" if value > 0 else f"{MINUS}∞"
    mantissa, exponent = f"{value:+.{figures - 1}e}".split("e")
    return f"{mantissa}e{int(exponent)}".replace("-", MINUS)
