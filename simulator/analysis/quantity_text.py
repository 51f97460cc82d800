"""Quantities in words: what each is and how it is computed, for the texts under the mouse."""

import re
from typing import Final

from ..network.quantities import Quantity
from ..translation import mark, tr

_TIME: Final = re.compile(r"_\{(t[−+]?1?)\}")
_NAME: Final = re.compile(r"_\{([^}]*)\}")
_SUM: Final = mark("Pre-activation: the weighted sum of the gate, before σ or tanh.")


def explained(of: Quantity) -> str:
    """Say what a quantity is, and below how it is computed."""
    return f"{tr(of.sentence or _SUM)}\n{equation_text(of)}"


def equation_text(of: Quantity) -> str:
    """Write a quantity's equation in one line of plain text: `c[t] = f[t] ⊙ c[t−1] + …`."""
    return _NAME.sub(r"_\1", _TIME.sub(r"[\1]", of.equation))
