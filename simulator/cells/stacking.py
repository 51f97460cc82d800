"""Ways of reading or writing torch's stacked arrays wrongly, for a cell of any number of gates.

An array is weight_ih (4H, I), weight_hh (4H, R) or a bias (4H,) of an LSTM: a block for each gate,
one below the other.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import permutations

import numpy as np

from ..arrays import Array
from .sheet import STEMS, Cell

ArrayChange = Callable[[Array], Array]


def in_blocks(array: Array, count: int, change: ArrayChange) -> Array:
    """Change the block of each gate by itself."""
    return np.concatenate([change(block) for block in np.split(array, count)])


def transposed(W: Array, count: int) -> Array:
    """Transpose the block of each gate, where they are square."""
    return in_blocks(W, count, np.transpose) if len(W) == count * W.shape[1] else W


def reshaped(W: Array) -> Array:
    """Read the numbers of an (m, n) array as (n, m), without transposing."""
    return W.reshape(W.shape[::-1]).T


def reshaped_back(W: Array) -> Array:
    """Write the numbers of an (n, m) array as (m, n), without transposing."""
    return W.T.reshape(W.shape)


def in_order(array: Array, right: Sequence[str], order: Sequence[str]) -> Array:
    """Read blocks that are stacked in another order as if they were in the right one."""
    blocks = np.split(array, len(right))
    return np.concatenate([blocks[order.index(gate)] for gate in right])


def unit_by_unit(array: Array, count: int) -> Array:
    """Read rows as if the gates of a unit stood together."""
    return np.concatenate([array[gate::count] for gate in range(count)])


def unit_by_unit_back(array: Array, count: int) -> Array:
    """Write rows with the gates of a unit together."""
    units = len(array) // count
    return array.reshape(count, units, -1).swapaxes(0, 1).reshape(array.shape)


def other_orders(cell: Cell) -> list[tuple[str, ...]]:
    """Return the orders of the gates but torch's; those come first that exchange what is first."""
    right = tuple(cell.gates["torch"])
    moved = {
        order: [k for k, gate in enumerate(order) if gate != right[k]]
        for order in permutations(right)
    }
    return sorted((order for order in moved if order != right), key=moved.__getitem__)


def of_arrays(cell: Cell) -> Iterator[tuple[str, Mapping[str, ArrayChange]]]:
    """Yield changes of a cell's stacked arrays by torch's kind, with a few words on each."""
    kinds = [kind for kind in STEMS if kind in cell.stacks]
    matrices = [kind for kind in kinds if kind.startswith("weight")]
    right, count = tuple(cell.gates["torch"]), len(cell.gates["torch"])
    every: dict[str, ArrayChange] = {}
    for order in other_orders(cell):
        every[f"gates stacked {''.join(order)}"] = partial(in_order, right=right, order=order)
    if count > 1:
        every["rows unit by unit"] = partial(unit_by_unit, count=count)
        every["rows written unit by unit"] = partial(unit_by_unit_back, count=count)
    for name, change in every.items():
        for some in (kinds, *([kind] for kind in kinds)):
            yield f"{name}: {', '.join(some)}", dict.fromkeys(some, change)
    of_matrix: dict[str, ArrayChange] = {
        "transposed": partial(transposed, count=count),
        "reshaped": reshaped,
        "each gate reshaped": partial(in_blocks, count=count, change=reshaped),
    }
    for name, change in of_matrix.items():
        for kind in matrices:
            yield f"{kind} {name}", {kind: change}
    for kind in kinds:
        if kind not in matrices:
            yield f"{kind} left out", {kind: np.zeros_like}
