"""Memory of a backward pass, before it is taken."""

from collections.abc import Iterator, Sequence

from ..cells.edges import gradients_kept
from ..experiment.experiment import Experiment
from ..network.interventions import Hold
from ..network.lane import Lane
from ..network.quantities import Y
from ..objective.readout import EVERY
from .gradient_trace import kept_widths
from .lane_backward import scratch_numbers
from .sources import place_of
from .weight_sums import SumPlan


def gradient_bytes(experiment: Experiment) -> int:
    """Bytes that a backward pass through an experiment takes, the sums of its weights among them.

    They are counted at its largest moment: what it keeps, what walks of lanes at once work with,
    and every sum S_k that is kept. At its end the walks' part is free again.
    """
    lanes = [*experiment.config.lanes()]
    layers = {lane.layer: [other for other in lanes if other.layer == lane.layer] for lane in lanes}
    at_once = layers.values() if experiment.config.bidirectional else [lanes]
    numbers = _kept(experiment) + max(_worked_with(experiment, some) for some in at_once)
    sums = sum(plan.nbytes for plan in _plans(experiment))
    return numbers * experiment.dtype.itemsize + sums + _held(experiment)


def _kept(experiment: Experiment) -> int:
    """Return the numbers of the kept gradients, of dy, and of a readout's last gradients."""
    config, readout = experiment.config, experiment.objective.readout
    units = sum(sum(kept_widths(config, lane.layer).values()) for lane in config.lanes())
    if readout is not None and experiment.source == "readout":
        units += readout.width
        units += config.num_directions * config.output_size if readout.over != EVERY else 0
    return units * experiment.num_timesteps * experiment.batch_size


def _worked_with(experiment: Experiment, lanes: Sequence[Lane]) -> int:
    """Return the numbers that the walks of some lanes work with, seeds among them."""
    seeds = [seed for seed in experiment.objective.seeds if seed.quantity != Y]
    places = {place_of(seed, experiment)[:2] for seed in seeds}
    units = sum(experiment.config.width(quantity) for quantity, at in places if at in lanes)
    units += sum(_whole(experiment, lane) for lane in lanes)
    scratch = sum(scratch_numbers(experiment, lane.layer) for lane in lanes)
    return units * experiment.num_timesteps * experiment.batch_size + scratch


def _whole(experiment: Experiment, lane: Lane) -> int:
    """Return the units of all that comes to a lane from above, where its walk keeps it."""
    config, readout = experiment.config, experiment.objective.readout
    if not (config.bidirectional and experiment.uneven):
        return 0
    if lane.layer < config.num_layers - 1:
        return config.output_size
    reads = readout is not None and experiment.source == "readout" and readout.over == EVERY
    return config.num_directions * config.output_size if reads else 0


def _plans(experiment: Experiment) -> Iterator[SumPlan]:
    """Yield the plan of each sum of weights."""
    config, readout = experiment.config, experiment.objective.readout
    for lane in config.lanes():
        for matrix in ("gates", *(["weight_hr"] if config.proj_size else [])):
            yield SumPlan.of_lane(experiment, lane.layer, matrix)
    if readout is not None and experiment.source == "readout":
        yield SumPlan.of_readout(experiment, readout)


def _held(experiment: Experiment) -> int:
    """Return the bytes in which `GradientTrace` keeps where numbers are held."""
    kept = gradients_kept(experiment.config.cell)
    places = {
        (hold.quantity, hold.lane)
        for hold in experiment.holds
        if isinstance(hold, Hold) and hold.quantity in kept
    }
    steps = experiment.num_timesteps * experiment.batch_size
    return steps * experiment.config.hidden_size * len(places)
