"""MaskRequest: which dropout masks an experiment in train mode needs; torch draws them."""

from dataclasses import dataclass

from .experiment import Experiment


@dataclass(frozen=True, slots=True)
class MaskRequest:
    """Everything that decides the masks of `nn.LSTM`: equal requests draw equal masks.

    Attributes:
        shape: (T, B, D*R) of one layer's output. lengths: of the B batch rows.
        num_layers: there is a mask after each layer but the last. p: the dropout.
        seed: as for `torch.manual_seed`. dtype: float32 or float64.
    """

    shape: tuple[int, int, int]
    lengths: tuple[int, ...]
    num_layers: int
    p: float
    seed: int
    dtype: str

    @classmethod
    def of(cls, experiment: Experiment, seed: int) -> "MaskRequest | None":
        """Return the request for an experiment's own dropout under a seed; None without dropout."""
        config, dtype = experiment.config, experiment.dtype.name
        if config.dropout == 0 or config.num_layers == 1:
            return None
        shape, lengths = experiment.mask_shape, experiment.lengths
        return cls(shape, lengths, config.num_layers, config.dropout, seed, dtype)
