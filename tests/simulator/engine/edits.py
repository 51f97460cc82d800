"""Random edits of an experiment, of every kind that keeps its shapes, and the runs after them."""

from dataclasses import replace

from simulator.engine.run import Run
from simulator.network.parameters import Parameters
from tests.simulator.gradients.cases import random_hold, random_objective, random_seed


def finished(experiment, former=None):
    """Return a finished run, which shares what it can with a former one."""
    run = Run(experiment, former=former)
    run.advance()
    return run


def with_weight(experiment, name, index, by=1.0):
    """Return the experiment with another number in a weight."""
    arrays = dict(experiment.parameters.arrays)
    arrays[name] = changed(arrays[name], index, by)
    return experiment.with_parameters(Parameters(experiment.config, arrays))


def changed(array, index, by=1.0):
    """Return a copy with another number at one place."""
    copy = array.copy()
    copy[index] += by
    return copy


def random_edit(rng, experiment):
    """Return another experiment of the same shapes, a random edit away."""
    edits = [_weight, _input, _state, _add_hold, _drop_hold, _objective, _same_again]
    edits += [_target, _seed] if experiment.objective else []
    edits += [_mask] if experiment.masks else []
    return edits[int(rng.integers(len(edits)))](rng, experiment)


def random_edit_of_objective(rng, experiment):
    """Return the experiment with another target, or another seed in place of its objective's."""
    edit = _seed if experiment.objective.seeds or not rng.integers(4) else _target
    return edit(rng, experiment)


def _weight(rng, experiment):
    name = str(rng.choice(list(experiment.parameters.arrays)))
    return with_weight(experiment, name, _place(rng, experiment.parameters.arrays[name]))


def _input(rng, experiment):
    place = _place(rng, experiment.sequence)
    return experiment.with_sequence(changed(experiment.sequence, place))


def _state(rng, experiment):
    name = str(rng.choice(["h_0", "c_0"]))
    state = getattr(experiment, name)
    return experiment.with_states(**{name: changed(state, _place(rng, state))})


def _mask(rng, experiment):
    layer = int(rng.integers(len(experiment.masks)))
    masks = list(experiment.masks)
    masks[layer] = changed(masks[layer], _place(rng, masks[layer]))
    return replace(experiment, masks=tuple(masks))


def _add_hold(rng, experiment):
    steps, batch, _ = experiment.sequence.shape
    holds = list(experiment.holds)
    holds.insert(
        int(rng.integers(len(holds) + 1)), random_hold(rng, experiment.config, steps, batch)
    )
    return experiment.with_holds(*holds)


def _drop_hold(rng, experiment):
    holds = list(experiment.holds)
    if holds:
        del holds[int(rng.integers(len(holds)))]
    return experiment.with_holds(*holds)


def _objective(rng, experiment):
    return experiment.with_objective(random_objective(rng, experiment))


def _target(rng, experiment):
    target = experiment.objective.named("target")
    if target is None:
        return experiment
    other = changed(target, _place(rng, target))
    return experiment.with_objective(experiment.objective.with_named("target", other))


def _seed(rng, experiment):
    readout = experiment.objective.readout
    seeds = (random_seed(rng, experiment, readout),)
    return experiment.with_objective(replace(experiment.objective, seeds=seeds))


def _same_again(rng, experiment):
    sequence = experiment.sequence.copy()
    return experiment.with_sequence(sequence)


def _place(rng, array):
    return tuple(int(rng.integers(n)) for n in array.shape)
