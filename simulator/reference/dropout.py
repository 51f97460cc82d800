"""Dropout masks as torch draws them. Torch is imported only when they are drawn."""

from ..arrays import Array
from ..experiment.dropout_masks import MaskRequest


def draw_masks(request: MaskRequest) -> tuple[Array, ...]:
    """Draw the num_layers - 1 masks of a request, arrays of its shape and dtype.

    Raises:
        ValueError: torch refuses. ImportError: torch is not installed.
    """
    from . import torch_lstm

    return torch_lstm.dropout_masks(
        request.shape, request.lengths, request.num_layers, request.p, request.seed, request.dtype
    )
