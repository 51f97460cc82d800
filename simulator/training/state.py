"""OptimiserState: what an optimiser keeps from step to step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from ..arrays import Array

_NOTHING: Mapping[str, Mapping[str, Array]] = MappingProxyType({})


@dataclass(frozen=True, eq=False, slots=True)
class OptimiserState:
    """Number of steps taken, and the arrays kept.

    Attributes:
        count: n. buffers: by torch's names of their kinds (`optimisers.KINDS`), then by the names
            of the weights that learn, each of its weight's shape and dtype, read-only.
    """

    count: int = 0
    buffers: Mapping[str, Mapping[str, Array]] = field(default_factory=lambda: _NOTHING)

    def __post_init__(self) -> None:
        frozen = {k: MappingProxyType(dict(named)) for k, named in self.buffers.items()}
        object.__setattr__(self, "buffers", MappingProxyType(frozen))

    def __repr__(self) -> str:
        """Return the count and the kinds, without the numbers."""
        return f"OptimiserState({self.count}, {', '.join(self.buffers) or 'nothing'})"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as plain dictionaries."""
        return OptimiserState, (self.count, {k: dict(v) for k, v in self.buffers.items()})

    @classmethod
    def fresh(cls) -> "OptimiserState":
        """Return the state before the first step."""
        return cls()

    @property
    def nbytes(self) -> int:
        """Bytes of the arrays."""
        return sum(array.nbytes for named in self.buffers.values() for array in named.values())
