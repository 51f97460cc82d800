"""Input: a sequence as the worker has read it, and its name in the window."""

from dataclasses import dataclass
from pathlib import Path

from simulator.files.sequences.sequence import Sequence
from simulator.translation import tr


@dataclass(frozen=True, eq=False, slots=True)
class Input:
    """Sequence file, read, or several as a batch: the others are named too.

    A typed sequence has no path.
    """

    path: str
    sequence: Sequence
    others: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Title of the sequence."""
        if not self.path:
            return tr("typed input")
        name = Path(self.path).name
        if not self.others:
            return name
        return tr("{name} and {count} more", name=name, count=len(self.others))
