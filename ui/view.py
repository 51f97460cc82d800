"""How a workspace is looked at, as plain JSON: where it stands, what is selected, the layout."""

import base64
import binascii
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, TypeGuard

from PySide6.QtCore import QByteArray

from simulator.conditions import Where
from simulator.files.workspace import Pinned
from ui.baselines import Baselines, Pin
from ui.snapshot import Lane, Snapshot
from ui.watching import Watch, Watching
from ui.workbench import GATE, TIMESTEP, Workbench

_LAYOUT_BYTES = 64 * 1024


def view_of(snapshot: Snapshot, layout: QByteArray) -> dict[str, Any]:
    """What `take_view` and `layout_of` understand."""
    lane, watching = snapshot.lane, snapshot.watching
    baselines = snapshot.against.baselines
    chosen = baselines.chosen
    return {
        "position": snapshot.target,
        "granularity": snapshot.granularity,
        "lane": [lane.layer, lane.direction, lane.row],
        "unit": snapshot.unit,
        "watches": [_typed(watch) for watch in watching.watches],
        "breakpoints": [
            [breakpoint.condition.text(), breakpoint.enabled] for breakpoint in watching.breakpoints
        ],
        "baseline": None if chosen is None else baselines.pins.index(chosen),
        "layout": base64.b64encode(layout.data()).decode("ascii"),
    }


def take_view(workbench: Workbench, view: Mapping[str, Any], pins: tuple[Pinned, ...]) -> None:
    """Look at what is on the bench as a workspace says.

    A view comes from a file: what it has not, or what does not fit, stays as it is.
    """
    if view.get("granularity") in (TIMESTEP, GATE):
        workbench.set_granularity(view["granularity"])
    kept = tuple(Pin(pin.name, pin.experiment) for pin in pins)
    baseline = view.get("baseline")
    chosen = kept[baseline] if _is_count(baseline) and baseline < len(kept) else None
    workbench.set_baselines(Baselines(kept, chosen))
    workbench.set_watching(_watching(view))
    if _is_count(view.get("position")):
        workbench.go_to(view["position"])
    experiment = workbench.snapshot().experiment
    match view.get("lane"):
        case [layer, direction, row] if all(map(_is_count, (layer, direction, row))):
            there = layer < experiment.config.num_layers
            there &= direction < experiment.config.num_directions
            if there and row < experiment.batch_size:
                workbench.select(Lane(layer, direction, row))
    unit = view.get("unit")
    if _is_count(unit) and unit < experiment.config.hidden_size:
        workbench.select_unit(unit)


def layout_of(view: Mapping[str, Any]) -> QByteArray | None:
    """The layout of the panels, for `QMainWindow.restoreState`; None when there is none."""
    text = view.get("layout")
    if not isinstance(text, str) or len(text) > _LAYOUT_BYTES:
        return None
    try:
        return QByteArray(base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError):
        return None


def _typed(watch: Watch) -> str:
    """A watch as a person would type it, with its whole place."""
    where = Where(watch.layer, watch.direction, watch.row)
    return f"{watch.quantity}[{watch.unit}] {where.text()}"


def _watching(view: Mapping[str, Any]) -> Watching:
    watching = Watching()
    for text in _list(view, "watches"):
        if isinstance(text, str):
            with suppress(ValueError):
                watching = watching.typed(text, 0, 0, 0)
    for entry in _list(view, "breakpoints"):
        match entry:
            case [str(text), bool(enabled)]:
                with suppress(ValueError):
                    watching = watching.typed(text, 0, 0, 0)
                    if not enabled:
                        last = watching.breakpoints[-1]
                        watching = watching.enabling(last.condition, False)
    return watching


def _list(view: Mapping[str, Any], key: str) -> list[Any]:
    value = view.get(key)
    return value[:1000] if isinstance(value, list) else []


def _is_count(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
