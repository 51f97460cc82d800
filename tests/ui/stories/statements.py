"""Statements: what the panels and bars on screen say of the cell that is looked at, and of now.

They are read off what is shown or painted: texts, frames, marks, handles. What is hidden says
nothing. Panels that show the same cell make equal claims about it.
"""

import re
from collections import defaultdict
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect

from simulator.network.lane import DIRECTIONS, Lane
from ui.window.transport.lane_selector import DIRECTION, LAYER, ROW

LOOKED_AT, HERE, ELSEWHERE, LANE, ROW_OF_BATCH = "looked at", "here", "elsewhere", "lane", "row"
"""Timestep that is looked at; that of the position, None before it; whether they differ; whose."""

NEWEST = "newest"
"""Timestep of the newest numbers: at the position they may be of the step before."""


class Claim(NamedTuple):
    """What one part of the window says."""

    who: str
    of: str
    value: object


def contradictions(window, painted):
    """List the facts of which two parts of a window say different things, with who says what.

    Args:
        painted: the picture of Cell was painted since the last change, so it counts too.
    """
    said = defaultdict(list)
    for claim in (*claims(window), *(_painted(window._panels["Cell"]) if painted else ())):
        said[claim.of].append(claim)
    facts = [said[of] for of in (ELSEWHERE, LANE, ROW_OF_BATCH)]
    if any(claim.value for claim in said[ELSEWHERE]):
        facts += [said[LOOKED_AT] + said[NEWEST], said[HERE]]
    else:
        facts.append(said[LOOKED_AT] + said[HERE])
    return [told for told in facts if len({claim.value for claim in told}) > 1]


def claims(window):
    """Yield the claims of all parts of a window that are seen."""
    if is_seen(window._bars.transport):
        yield from _of_the_transport(window._bars.transport)
    for key, panel in window._panels.items():
        bar = window._docks._bars[key]
        if panel.lag.behind and bar.lag_line.autoFillBackground():
            continue  # it says itself that it speaks of the run of before
        if is_seen(bar):
            stays = key == "Ledger" and panel.snapshot.weight_subject is not None
            yield from _of_a_title(f"title of {key}", bar, panel.shows_cell, stays)
        if is_seen(panel) and key in _OF_PANELS:
            for of, value in _OF_PANELS[key](panel):
                yield Claim(key, of, value)


def is_seen(widget):
    """Return True for a widget of which a part is on screen; its own parts may cover it."""
    if not widget.isVisible():
        return False
    if not widget.visibleRegion().isEmpty():
        return True
    window = widget.window()
    place = QRect(widget.mapTo(window, QPoint()), widget.size()) & window.rect()
    there = None if place.isEmpty() else window.childAt(place.center())
    return there is not None and widget.isAncestorOf(there)


def _of_the_transport(bar):
    count, slider = bar.count, bar.slider
    if count.tail.text().split(" ")[0] == "of":  # else it is being computed
        yield Claim("box", HERE, count.box.value() if count.box.value() >= 0 else None)
    yield Claim("slider", ELSEWHERE, slider.looked_at() is not None)
    boxes = bar.lanes._boxes
    yield Claim("lanes", LANE, Lane(boxes[LAYER].currentIndex(), boxes[DIRECTION].currentIndex()))
    yield Claim("lanes", ROW_OF_BATCH, boxes[ROW].currentIndex())


def _of_a_title(name, bar, shows_cell, stays_at_weight):
    """Yield what a title bar says: in its colour only, where the words are cut.

    Where the ledger stays at a weight's gradient, its title names the weight's layer, while the
    steps go through all of them.
    """
    elsewhere = bar.back.isVisible()
    if shows_cell or elsewhere:
        yield Claim(name, ELSEWHERE, elsewhere)
    caption = bar.caption.text()
    if elsewhere:
        yield Claim(name, LOOKED_AT, _timestep(caption))
        yield Claim(name, HERE, _timestep(bar.back.text()))
    elif caption and not stays_at_weight:
        yield from (Claim(name, of, value) for of, value in _place(caption))


def _of_the_cell(panel):
    """Yield the notes of the boxes, which stand under their titles where there is room."""
    if panel.canvas._values.begun:  # else it shows what comes next
        for key in ("x", "c", "h"):
            vector = panel.canvas.plate(key).vector
            yield LOOKED_AT, _timestep(vector.note)
            if key != "x":
                yield LANE, vector.origins[0].lane
                yield ROW_OF_BATCH, vector.origins[0].row


def _painted(panel):
    """Yield the note that was painted under `c[t]`."""
    if not is_seen(panel.canvas) or not panel.canvas._values.begun:
        return
    texts = [written.text for written in panel.canvas.written]
    for title, note in pairwise(texts):
        if title in ("c[t]", "h[t]") and _timestep(note) is not None:
            yield Claim("picture of Cell", LOOKED_AT, _timestep(note))


def _of_the_ledger(panel):
    if panel.snapshot.weight_subject is not None:
        return  # a weight's gradient comes from all timesteps
    if is_seen(panel._page):
        yield LOOKED_AT, _timestep(panel.heading())
    elif is_seen(panel._message.number):
        yield LOOKED_AT, _timestep(panel._message.number.text())
    if panel._tools.number.isEnabled():
        yield LOOKED_AT, _timestep(panel._tools.number.accessibleName())


def _of_now(panel):
    text = panel.place.text()
    yield from (claim for claim in _place(text) if claim[0] != LOOKED_AT or "next" not in text)


def _of_the_timeline(panel):
    frames, fits = panel.plots.frames, panel.plots.fits
    here = frames.chip.isVisible()
    if here or fits:
        yield HERE, int(frames.chip.text) if here else None
    if frames.chip_elsewhere.isVisible():
        yield LOOKED_AT, int(frames.chip_elsewhere.text)
    if frames.elsewhere.isVisible() or fits:
        yield ELSEWHERE, frames.elsewhere.isVisible()


def _of_the_weights(panel):
    """Yield the timestep of the vectors over the columns: x or h of the layer below, or m."""
    if not panel.is_side_by_side:
        return
    for tab in panel.side.tabs:
        found = re.search(r"[xm]\[(\d+)\]|h\[(\d+)\] below", panel.side._heads[tab][1].text())
        if found is not None:
            yield LOOKED_AT, int(found[1] or found[2])


def _of_the_inputs(panel):
    if panel.tab == "input":
        yield from ((LOOKED_AT, mark.block.top) for mark in panel.single.heat_map.marks)


def _of_activations(panel):
    if not panel.over_time:
        yield from _place(panel.heading.text())


def _of_the_check(panel):
    now, looked_at = panel.strips.now, panel.strips.looked_at
    yield HERE, None if now is None else now.timestep
    yield ELSEWHERE, looked_at is not None
    if looked_at is not None:
        yield LOOKED_AT, looked_at.timestep
    for place in filter(None, (now, looked_at)):
        yield LANE, place.lane


def _of_watches(panel):
    """Yield what the foot names, and the timesteps of the numbers in the rows."""
    if panel.subject.text():
        yield LOOKED_AT, _timestep(panel.subject.text())
    for row in panel.rows.rows:
        if row.subject is not None:
            yield NEWEST, row.subject.t


def _of_units(panel):
    """Yield the timestep of the numbers now, where it lists them."""
    spot = panel._spot_of(0)
    if spot is not None:
        yield NEWEST, spot.subject.t


def _of_answers(panel):
    """Yield the timestep of the number that a click on the first row looks at."""
    spot = panel.spot_of_keys()
    if spot is not None and panel.snapshot.timestep is not None:
        yield LOOKED_AT, spot.subject.t


_OF_PANELS = {
    "Cell": _of_the_cell,
    "Ledger": _of_the_ledger,
    "Now": _of_now,
    "Timeline": _of_the_timeline,
    "Weights": _of_the_weights,
    "Inputs": _of_the_inputs,
    "Lens": _of_activations,
    "Check": _of_the_check,
    "Watches": _of_watches,
    "Units": _of_units,
    "Answers": _of_answers,
}
"""What a panel says, by its key; Holds and Shapes speak of no cell."""


def _timestep(text):
    found = re.search(r"\bt (\d+)", text)
    return None if found is None else int(found[1])


def _place(text):
    """Yield the timestep, the lane and the batch row that a text names: `t 6 · layer 0 forward`."""
    if _timestep(text) is not None:
        yield LOOKED_AT, _timestep(text)
    lane = re.search(rf"layer (\d+)(?: ·)? ({'|'.join(DIRECTIONS)})", text)
    if lane is not None:
        yield LANE, Lane(int(lane[1]), DIRECTIONS.index(lane[2]))
    row = re.search(r"\brow (\d+)", text)
    if row is not None:
        yield ROW_OF_BATCH, int(row[1])
