"""Output of several commands: JSON to a file, and progress on a terminal."""

import json
import sys
from collections.abc import Mapping
from typing import Any

from ..files.atomic import atomic_write


def write_json(path: str, content: Mapping[str, Any]) -> None:
    """Write JSON to a file."""
    with atomic_write(path) as file:
        file.write(json.dumps(content, indent=2).encode() + b"\n")


def percent(fraction: float) -> None:
    """Print the progress of long work, on a terminal only."""
    if sys.stderr.isatty():
        end = "\r" if fraction < 1 else "\r\033[K"
        print(f"{fraction:4.0%}", end=end, file=sys.stderr, flush=True)
