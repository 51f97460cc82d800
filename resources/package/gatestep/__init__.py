"""Gatestep: an LSTM stepped one timestep and one gate at a time, with every number kept.

An installed wheel has everything in this folder. In a checkout this is the folder that an editable
install puts on the path, and the rest stands at the repository's root.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

_HERE = Path(__file__).resolve().parent
_ROOT = _HERE if (_HERE / "simulator").is_dir() else _HERE.parents[2]

if _ROOT != _HERE:
    __path__.append(str(_ROOT))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program in this process: open the window, or run a command.

    Returns:
        The exit status, as `main.py` gives it.
    """
    sys.path.insert(0, str(_ROOT))  # the process is the program's own: its names come first
    import main as program

    return program.main(arguments)
