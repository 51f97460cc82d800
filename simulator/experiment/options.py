"""Options: changes of an experiment that keep every shape."""

import warnings
from dataclasses import dataclass, fields, replace

from ..arrays import Array
from ..network.config import LSTMConfig
from ..translation import tr
from .dropout_masks import MaskRequest
from .experiment import Experiment


@dataclass(frozen=True, slots=True)
class Options:
    """Options of an experiment that keep its shapes, named as nn.LSTM and torch name them."""

    batch_first: bool
    dropout: float
    training: bool
    seed: int
    dtype: str
    lengths: tuple[int, ...]
    packed: bool

    @classmethod
    def of(cls, experiment: Experiment) -> "Options":
        """Return the options of an experiment."""
        config = experiment.config
        return cls(
            config.batch_first,
            config.dropout,
            experiment.training,
            experiment.seed,
            str(experiment.dtype),
            experiment.lengths,
            experiment.packed,
        )

    def label(self, before: "Options") -> str:
        """Name the options that differ, as `dropout 0.4, training True`; empty when none does."""
        changed = [f.name for f in fields(self) if getattr(self, f.name) != getattr(before, f.name)]
        if "lengths" in changed and "packed" in changed:
            changed.remove("packed")  # which follows from the lengths
        return ", ".join(self._text(name, before) for name in changed)

    def _text(self, name: str, before: "Options") -> str:
        value = getattr(self, name)
        if name == "packed":
            return tr("lengths given") if value else tr("no lengths given")
        if name != "lengths":
            return f"{name} {value:g}" if isinstance(value, float) else f"{name} {value}"
        pairs = enumerate(zip(self.lengths, before.lengths, strict=False))
        rows = [row for row, (new, old) in pairs if new != old]
        if len(rows) != 1:
            return tr("lengths")
        return tr("length {length} of row {row}", length=self.lengths[rows[0]], row=rows[0])

    def validate(self, experiment: Experiment) -> None:
        """Check that the options fit an experiment, before any mask is drawn.

        Raises:
            ValueError: as for `applied_to`.
        """
        unmasked = replace(experiment, training=False, masks=())
        replace(self, training=False).applied_to(unmasked)

    def masks_to_draw(self, experiment: Experiment) -> MaskRequest | None:
        """Return the masks to draw before an experiment can get these options; None for none.

        Raises:
            ValueError: a dropout outside 0…1.
        """
        wanted = _request(experiment, self, self._config(experiment))
        return None if wanted == _request_of(experiment) else wanted

    def applied_to(self, experiment: Experiment, drawn: tuple[Array, ...] = ()) -> Experiment:
        """Return the experiment with these options.

        Args:
            drawn: the masks of `masks_to_draw`, if it asked for any.

        Raises:
            ValueError: lengths, holds or masks that do not fit, a dropout outside 0…1.
        """
        config = self._config(experiment)
        wanted = _request(experiment, self, config)
        kept = experiment.masks if wanted == _request_of(experiment) else ()
        base = experiment if experiment.dtype == self.dtype else experiment.astype(self.dtype)
        parameters = base.parameters
        return replace(
            base,
            parameters=parameters if config == base.config else parameters.with_config(config),
            lengths=self.lengths,
            packed=self.packed,
            training=self.training,
            seed=self.seed,
            masks=drawn or kept,
        )

    def _config(self, experiment: Experiment) -> LSTMConfig:
        before = experiment.config
        if (self.batch_first, self.dropout) == (before.batch_first, before.dropout):
            return before
        with warnings.catch_warnings():  # no warning here that dropout does nothing with one layer
            warnings.simplefilter("ignore")
            return replace(before, batch_first=self.batch_first, dropout=self.dropout)


def _request(experiment: Experiment, options: Options, config: LSTMConfig) -> MaskRequest | None:
    if not options.training:
        return None
    steps = len(experiment.sequence)
    lengths, packed = options.lengths, options.packed
    return MaskRequest.of(config, steps, lengths, packed, options.seed, options.dtype)


def _request_of(experiment: Experiment) -> MaskRequest | None:
    return _request(experiment, Options.of(experiment), experiment.config)
