"""Picture of a trace for a notebook."""

from typing import Any


def html_of(trace: Any) -> str:
    return ""
