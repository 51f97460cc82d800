"""Experiment from the numbers of a file."""

import numpy as np

from ...arrays import Array, cast
from ...experiment.experiment import Experiment
from ...experiment.normalisation import NONE, Normalisation
from ...network.parameters import Parameters
from ...translation import tr
from .sequence import Sequence, fit_width


def experiment_over(
    parameters: Parameters,
    given: Sequence,
    h_0: Array | None = None,
    c_0: Array | None = None,
    lengths: tuple[int, ...] | None = None,
    fitted: Normalisation | None = None,
) -> Experiment:
    """Create an experiment of an LSTM over a sequence from a file, normalised as requested.

    Args:
        parameters: the weights. given: the sequence.
        h_0, c_0, lengths: as for `Experiment.create`; by default the sequence's lengths,
            where they differ: files of one length are a batch like any other.
        fitted: a normalisation that is fitted already; by default the sequence's own.

    Raises:
        FileError: the sequence's width is not the model's.
        ValueError: states or lengths that do not fit, or numbers that cannot be normalised.
    """
    config = parameters.config
    fit_width(given, config.input_size)
    values = given.as_input(config.batch_first)
    if lengths is None and given.lengths is not None and len({*given.lengths}) > 1:
        lengths = given.lengths
    experiment = Experiment.create(parameters, cast(values, parameters.dtype), h_0, c_0, lengths)
    kind, by = given.normalisation
    if kind == NONE:
        return experiment
    if not experiment.batched:
        values = values[:, None]
    elif config.batch_first:
        values = values.swapaxes(0, 1)
    return experiment.normalised(kind, by, np.asarray(values, np.float64), fitted)


def notes_of(given: Sequence, experiment: Experiment) -> tuple[str, ...]:
    """List remarks for the user on how the sequence was read and converted."""
    return (*given.notes, *overflow_notes(given.values, experiment.sequence))


def overflow_notes(given: Array, converted: Array) -> tuple[str, ...]:
    """Return a remark when numbers have become infinite in another dtype."""
    if given.dtype == converted.dtype:
        return ()
    lost = int(np.isfinite(given).sum() - np.isfinite(converted).sum())
    if lost <= 0:
        return ()
    told = tr(
        "values too large for {dtype} became infinite: {count:,}. Use float64",
        dtype=converted.dtype,
        count=lost,
    )
    return (told,)
