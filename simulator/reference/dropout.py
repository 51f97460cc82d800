"""Dropout masks as torch draws them. Torch is imported only when they are drawn."""

from dataclasses import replace

from ..arrays import Array
from ..experiment.dropout_masks import MaskRequest
from ..experiment.experiment import Experiment


def draw_masks(request: MaskRequest) -> tuple[Array, ...]:
    """Draw the num_layers - 1 masks of a request, arrays of its shape and dtype.

    Raises:
        ValueError: torch refuses. ImportError: torch is not installed.
    """
    from . import torch_lstm

    return torch_lstm.dropout_masks(
        request.shape,
        request.lengths,
        request.num_layers,
        request.p,
        request.seed,
        request.dtype,
        request.packed,
    )


def in_train_mode(experiment: Experiment, seed: int) -> Experiment:
    """Return an experiment in train mode, with the masks that its dropout draws under a seed.

    Raises:
        ValueError, ImportError: as for `draw_masks`.
    """
    e = experiment
    request = MaskRequest.of(e.config, len(e.sequence), e.lengths, e.packed, seed, e.dtype.name)
    masks = () if request is None else draw_masks(request)
    return replace(experiment, training=True, seed=seed, masks=masks)
