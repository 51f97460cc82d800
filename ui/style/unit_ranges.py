"""Unit ranges: a choice of units as text such as `0–3, 37`."""

import re

from simulator.translation import tr

_PART = re.compile(r"(\d{1,9})(?:\s*[-–]\s*(\d{1,9}))?", re.ASCII)


def parse_units(text: str, width: int, most: int) -> tuple[int, ...]:
    """Parse a typed choice among `width` units; an empty text is none.

    Raises:
        ValueError: in words for the user.
    """
    units: set[int] = set()
    for part in filter(None, (p.strip() for p in text.split(","))):
        match = _PART.fullmatch(part)
        if match is None:
            raise ValueError(
                tr("“{part}” is not a unit. Type numbers and ranges, e.g. 0–3, 7", part=part)
            )
        first = int(match[1])
        last = int(match[2] or first)
        if last < first or last >= width:
            raise ValueError(
                tr("“{part}” is not one of the units 0–{last}", part=part, last=width - 1)
            )
        if last - first >= most:
            raise ValueError(
                tr(
                    "“{part}”: at most {most} curves can be distinguished",
                    part=part,
                    most=most,
                )
            )
        units.update(range(first, last + 1))
    if len(units) > most:
        raise ValueError(
            tr(
                "{count} units are too many: at most {most} can be distinguished",
                count=len(units),
                most=most,
            )
        )
    return tuple(sorted(units))


def units_text(units: tuple[int, ...]) -> str:
    """Write units as they are typed: neighbours as a range."""
    runs: list[list[int]] = []
    for unit in units:
        if runs and unit == runs[-1][1] + 1:
            runs[-1][1] = unit
        else:
            runs.append([unit, unit])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)
