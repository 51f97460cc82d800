"""View of a workspace as plain JSON: position, selection and layout."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, TypeGuard

from simulator.analysis.address import Address, Where
from simulator.breakpoints.condition_parser import parse
from simulator.breakpoints.conditions import Condition
from simulator.files.workspaces.workspace import Pinned
from simulator.lstm.lane import Lane
from ui.session.baselines import Baselines, Pin
from ui.session.snapshot import GATE, TIMESTEP, Snapshot
from ui.session.watching import Watching
from ui.session.workbench import Workbench


def view_of(snapshot: Snapshot, layout: str) -> dict[str, Any]:
    """Return the view for `restore`, and the sealed layout of the panels."""
    watching = snapshot.watching
    baselines = snapshot.against.baselines
    kept = [pin for pin in baselines.pins if pin.recorded is None]
    return {
        "position": snapshot.target,
        "granularity": snapshot.granularity,
        "lane": [*snapshot.lane, snapshot.row],
        "unit": snapshot.unit,
        "watches": [_typed(watch) for watch in watching.watches],
        "breakpoints": [
            [breakpoint.condition.text(), breakpoint.enabled] for breakpoint in watching.breakpoints
        ],
        "baseline": kept.index(baselines.chosen) if baselines.chosen in kept else None,
        "layout": layout,
    }


def restore(workbench: Workbench, view: Mapping[str, Any], pins: tuple[Pinned, ...]) -> None:
    """Restore a workspace's view on the workbench.

    A view comes from a file: parts that are missing or do not fit are ignored.
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
                workbench.select(Lane(layer, direction), row)
    unit = view.get("unit")
    if _is_count(unit) and unit < experiment.config.hidden_size:
        workbench.select_unit(unit)


def _typed(watch: Address) -> str:
    """Write a watch as the user would type it, with its whole place."""
    return f"{watch.name} {Where(*watch.lane, watch.row).text()}"


def _watching(view: Mapping[str, Any]) -> Watching:
    watching = Watching()
    for text in _list(view, "watches"):
        if isinstance(text, str):
            with suppress(ValueError):
                watching = watching.typed(text, Lane(), 0)
    for entry in _list(view, "breakpoints"):
        match entry:
            case [str(text), bool(enabled)]:
                with suppress(ValueError):
                    condition = parse(text)
                    if isinstance(condition, Condition):
                        watching = watching.with_breakpoint(condition)
                        watching = watching.enabling(condition, enabled)
    return watching


def _list(view: Mapping[str, Any], key: str) -> list[Any]:
    value = view.get(key)
    return value[:1000] if isinstance(value, list) else []


def _is_count(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
