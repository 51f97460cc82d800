"""Words of the gradient flow panel: what runs are called, and what is said of them."""

import math

from simulator.analysis.gradient_flow.verdict import NOT_FINITE, NOTHING, Verdict
from simulator.analysis.meaning.gradients.flow_verdict import WORDS, headline, ratio_text
from simulator.analysis.meaning.spans import NAME, Span, Spans, sentence
from simulator.analysis.number_text import scientific
from simulator.translation import mark, tr
from ui.panels.gradients.flows.reading import FlowReading, FlowRow, FlowView
from ui.session.snapshot import Snapshot
from ui.style import number_format
from ui.style.key_names import NAMES

_NO_SOURCE = mark(
    "Gradients need a loss or a value to differentiate. Set a readout with a loss: "
    "{way}. Or right-click a value and choose “Gradients of this value”"
)
_NOT_WALKED = mark(
    "Backward pass not run yet. {key} goes to the end of the forward pass; press it "
    "again to run the backward pass. A single step runs part of it"
)
_LANE_NOT_WALKED = mark("The backward pass has not reached {lane} yet")
_AGAINST = mark("In the run {name} it is {ratio}: {word}")
_AGAINST_ELSEWHERE = mark("In the run {name} it is {ratio} from t {begin} to t {end}: {word}")


def why_nothing(snapshot: Snapshot) -> str:
    """Say why there is no flow to show, and what to do."""
    if not snapshot.schedule.backward:
        way = NAMES.way("readout")
        return tr(_NO_SOURCE, way=tr("Edit → Readout and loss…") if way == "readout" else way)
    if snapshot.goes_back:
        return tr(_LANE_NOT_WALKED, lane=snapshot.lane.text())
    return tr(_NOT_WALKED, key=NAMES.way("last"))


def headlines(view: FlowView, both: bool = True) -> Spans:
    """Return the verdict on this run in a sentence; with `both` on the one compared with too."""
    reading = view.present
    if view.rows and view.rows[0].problem:
        return (Span(view.rows[0].problem),)
    if reading is None or reading.verdict is None:
        return (Span(tr("computing…")),)
    said = [*headline(reading.verdict)]
    chosen = next((row for row in view.rows if row.chosen and not row.present), None)
    other = None if chosen is None or chosen.reading is None else chosen.reading.verdict
    if both and chosen is not None and other is not None:
        said += _against(chosen.name, other, reading.verdict)
    return tuple(said)


def _against(name: str, other: Verdict, own: Verdict) -> Spans:
    """Say the verdict on another run, with its timesteps where they are not this run's."""
    if other.kind in (NOTHING, NOT_FINITE):
        return ()
    same = (other.begin, other.end) == (own.begin, own.end)
    against = sentence(
        _AGAINST if same else _AGAINST_ELSEWHERE,
        name=Span(name, NAME),
        ratio=ratio_text(other.ratio),
        begin=Span(str(other.begin)),
        end=Span(str(other.end)),
        word=Span(tr(WORDS[other.kind])),
    )
    return (Span(". "), *against)


def words_at(view: FlowView, t: int) -> str:
    """Write the sizes of the gradients of every run at a timestep."""
    said = []
    for row in view.rows:
        if row.reading is not None and not math.isnan(row.reading.dc[t]):
            said.append(f"{row.name}: {_sizes(row.reading, t)}{_of_figures(row, t)}")
        elif row.reading is not None and any(t == at for at, _ in row.reading.covered):
            said.append(f"{row.name}: {tr('hidden')}")
    return f"t {t} · " + "; ".join(said) if said else ""


def _of_figures(row: FlowRow, t: int) -> str:
    """Write what of dh came through each gate, and how four directions grew, where it is known."""
    figures, written = row.figures, []
    if figures is None:
        return ""
    sizes = [(gate, float(norm[t])) for gate, norm in (figures.gates or {}).items()]
    if sizes and not math.isnan(sizes[0][1]):
        parts = (f"{gate} {scientific(size, 2).removeprefix('+')}" for gate, size in sizes)
        written.append(tr("‖dh‖ through {parts}", parts=", ".join(parts)))
    if figures.growth is not None and not math.isnan(figures.growth[t, 0]):
        factors = ", ".join(f"{factor:.3g}" for factor in figures.growth[t].tolist())
        written.append(tr("fastest growth × {factors}", factors=factors))
    return "".join(f", {part}" for part in written)


def words_of_unit(reading: FlowReading, name: str, t: int, unit: int) -> str:
    """Write one gradient of c."""
    hidden = (t, unit) in reading.covered
    value = tr("hidden") if hidden else scientific(reading.flow.dc[t, unit], 4)
    return f"dc[{unit}] t {t} · {name}: {value}"


def _sizes(reading: FlowReading, t: int) -> str:
    sizes = [
        ("‖dc‖", reading.dc[t]),
        (tr("along c"), reading.direct[t]),
        ("‖dh‖", reading.dh[t]),
    ]
    written = [
        f"{name} {scientific(size, 2).removeprefix('+')}"
        for name, size in sizes
        if not math.isnan(size)
    ]
    growth = float(reading.growth[t])
    if math.isfinite(growth):
        written.append(tr("× {growth} per step", growth=number_format.in_figures(growth)))
    return ", ".join(written)
