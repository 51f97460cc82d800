"""Command `gradients`: goes back through a run from its loss, or from numbers that are named."""

from argparse import Namespace
from dataclasses import replace
from functools import partial

from ..analysis.address_parser import CELL_SEEDED, parse_seed, typed_seed
from ..engine.run import Run
from ..experiment.experiment import Experiment
from ..files.gradients.export import companions, weights_path, writing_gradients
from ..files.gradients.size import size_of_gradients
from ..files.traces.export import format_for
from ..gradients.backward_run import BackwardRun
from ..gradients.gradient_memory import gradient_bytes
from ..network.quantities import Y
from ..objective.objective import Seed, why_no_number
from . import objective
from .errors import CommandError, UsageError, check_outputs, torch_engine
from .input import named_experiment_of, refuse_too_large
from .output import follow, say
from .work import checked_back, computed


def gradients(options: Namespace) -> int:
    """Write every gradient of a loss, or of named numbers, to a file; 1 when torch disagrees."""
    format = options.format or format_for(options.output)
    check_outputs(options, "output", beside=partial(companions, format=format))
    seeds = _seeds(options)
    if options.check:
        torch_engine("checking")
    experiment, names = named_experiment_of(options)
    if seeds:
        experiment = _with_seeds(experiment, options.of, seeds)
    refuse_too_large(experiment, gradient_bytes(experiment))
    run = computed(options, experiment)
    told = _seeds_text(run, seeds) if seeds else objective.loss_text(run.trace)
    say(options, f"gradients of {told}")
    say(options, f"{options.output}: {size_of_gradients(experiment, format, names).text()}")
    back = BackwardRun(run)
    writing = writing_gradients(back, options.output, format, names)
    follow(options.quiet, "going back and writing", writing)
    beside = [] if format == "npz" else [weights_path(options.output)]
    say(options, f"wrote {' and '.join([options.output, *beside])}")
    if not options.check:
        return 0
    report = checked_back(options, back)
    say(options, report.text(), well=report.confirms)
    return 0 if report.confirms else 1


def _seeds(options: Namespace) -> tuple[Seed, ...]:
    """Read the numbers that the gradients are asked for; none where they are of a loss.

    Raises:
        UsageError: there is neither a loss nor a number, or both; or an address is none.
    """
    of, numbers = options.of or [], options.number or [1.0]
    if not of and options.target is None:
        raise UsageError(
            "there is neither a loss nor a number to go back from: add --readout and --target, or "
            'a number like --of "h[3] layer 0 at 17"'
        )
    if not of and options.number:
        raise UsageError("--number needs --of: give both, or leave it out")
    if of and options.target is not None:
        raise UsageError(
            "gradients are of the loss, as --target says, or of the numbers of --of: leave one out"
        )
    if len(numbers) not in (1, len(of)) and of:
        raise UsageError(
            f"--number is given {len(numbers)} times, and --of {len(of)} times: give one --number "
            "for all, or one for each"
        )
    numbers = numbers * len(of) if len(numbers) == 1 else numbers
    found = []
    for address, number in zip(of, numbers, strict=True):
        try:
            found.append(parse_seed(address, number))
        except ValueError as error:
            raise UsageError(f'--of "{address}": {error}') from error
    return tuple(found)


def _with_seeds(experiment: Experiment, told: list[str], seeds: tuple[Seed, ...]) -> Experiment:
    """Return an experiment with seeds, each of which it has.

    Raises:
        CommandError: says which part of an address it lacks, and what to choose of; or which
            number its dtype cannot hold.
    """
    for address, seed in zip(told, seeds, strict=True):
        if missing := _missing(experiment, seed):
            raise CommandError(f'--of "{address}": {missing}')
        if why := why_no_number(seed.number, experiment.dtype):
            raise CommandError(f"--number {why}")
    return experiment.with_objective(replace(experiment.objective, seeds=seeds))


def _missing(experiment: Experiment, seed: Seed) -> str:
    """Say what an experiment lacks of the place of a seed; nothing where it has it."""
    config, of_cells = experiment.config, seed.quantity in CELL_SEEDED
    readout = experiment.objective.readout
    if seed.quantity == Y and readout is None:
        return "y is of a readout: add --readout"
    if of_cells and seed.lane.layer >= config.num_layers:
        return f"there is no layer {seed.lane.layer}: choose of 0 to {config.num_layers - 1}"
    if of_cells and seed.lane not in config.lanes():
        return "there is no direction reverse: the LSTM is not bidirectional"
    if seed.row >= experiment.batch_size:
        return f"there is no row {seed.row}: choose of 0 to {experiment.batch_size - 1}"
    length = experiment.lengths[seed.row]
    if seed.t >= length:
        return f"there is no timestep {seed.t}: choose of 0 to {length - 1}"
    if seed.quantity == Y and readout and not experiment.objective.reads_at(seed.t, length):
        return f"there is no y at {seed.t}: --over {readout.over} gives one y, at {length - 1}"
    if seed.quantity == "output":
        width = config.num_directions * config.output_size
    else:
        width = experiment.width(seed.quantity)
    if seed.unit >= width:
        return f"there is no {seed.quantity}[{seed.unit}]: choose of 0 to {width - 1}"
    return ""


def _seeds_text(run: Run, seeds: tuple[Seed, ...]) -> str:
    """Say of which numbers the gradients are: `2 · h[3] layer 0 forward row 0 at 17`."""
    return " + ".join(
        f"{'' if seed.number == 1 else f'{seed.number:g} · '}{typed_seed(seed)}" for seed in seeds
    )
