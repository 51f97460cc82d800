"""MaskRequest: which dropout masks an LSTM in train mode needs; torch draws them."""

from dataclasses import dataclass

from ..network.config import LSTMConfig


@dataclass(frozen=True, slots=True)
class MaskRequest:
    """Everything that decides the masks of `nn.LSTM`: equal requests draw equal masks.

    Attributes:
        shape: (T, B, D*R) of one layer's output. lengths: of the B batch rows.
        packed: whether nn.LSTM gets a PackedSequence, whose rows torch sorts by length.
        num_layers: there is a mask after each layer but the last. p: the dropout.
        seed: as for `torch.manual_seed`. dtype: float32 or float64.
    """

    shape: tuple[int, int, int]
    lengths: tuple[int, ...]
    packed: bool
    num_layers: int
    p: float
    seed: int
    dtype: str

    @classmethod
    def of(
        cls,
        config: LSTMConfig,
        steps: int,
        lengths: tuple[int, ...],
        packed: bool,
        seed: int,
        dtype: str,
    ) -> "MaskRequest | None":
        """Return the request for `steps` timesteps of rows of these lengths; None without dropout.

        Rows shorter than `steps` are packed in any case. This is for train mode: in eval mode
        dropout does nothing.
        """
        if not config.drops_between_layers:
            return None
        shape = (steps, len(lengths), config.layer_input_size(1))
        packed = packed or min(lengths) < steps
        return cls(shape, lengths, packed, config.num_layers, config.dropout, seed, dtype)
