"""Formats of exports: what one of them needs, and the file that is asked for."""

import os
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from simulator.files.optional_packages import install_command, lacks
from simulator.files.registry import Format
from simulator.files.traces.sidecar import is_sidecar
from simulator.translation import tr
from ui.documents import save_file


def refuse_missing(format: str) -> None:
    """Refuse a format whose package is not installed.

    Raises:
        ValueError: says how to install it.
    """
    parquet = Format.PARQUET.row
    if format == "parquet" and lacks(parquet.package):
        raise ValueError(
            tr(
                "Parquet needs the package {package}, which is not installed: {command}",
                package=parquet.package,
                command=install_command(parquet.requirement),
            )
        )


def ask_file(
    parent: QWidget,
    title: str,
    suggested: str,
    kind: tuple[str, str],
    beside: Callable[[str], Sequence[str]],
) -> str | None:
    """Ask for a path, and whether files beside it may be replaced; None when the user cancels.

    Args:
        kind: its name in English, and its suffix.
        beside: returns the paths of the files that are written beside a path.
    """
    chosen = save_file.ask_path(parent, title, suggested, dict([kind]))
    if chosen is None:
        return None
    # The dialog has asked about the file itself, but not about those written beside it.
    others = [p for p in beside(chosen[0]) if os.path.lexists(p) and not is_sidecar(p)]
    if others and not save_file.ask_to_replace(parent, others):
        return None
    return chosen[0]
