"""Sources of targets: where the right answers come from."""

from dataclasses import dataclass
from pathlib import Path

from simulator.arrays import Array
from simulator.experiment.experiment import Experiment
from simulator.experiment.tokens import ahead, one_hot_ids
from simulator.files.errors import StrPath, plain
from simulator.files.objectives.target_file import load_targets
from simulator.files.objectives.typed_target import typed_targets
from simulator.objective.readout import Readout
from simulator.objective.targets import Targets
from simulator.translation import tr


@dataclass(frozen=True, eq=False, slots=True)
class Asked:
    """What targets are asked for.

    Attributes:
        experiment: the one that they are for. readout: the readout that they are for.
        classes: True for classes, False for a number of each output, None for what a file holds.
        token_ids: (T, B), the input's tokens by number; None where it has none.
        ahead: the timesteps of a forecast. column: of a table; None for all. text: as typed.
    """

    experiment: Experiment
    readout: Readout
    classes: bool | None
    token_ids: Array | None = None
    ahead: int = 1
    column: str | None = None
    text: str = ""

    @property
    def key(self) -> tuple[object, ...]:
        """What decides the targets, beside their source and the experiment."""
        readout = self.readout
        of_readout = readout.width, readout.over, readout.names
        return *of_readout, self.classes, self.ahead, self.column, self.text


@dataclass(frozen=True, eq=False, slots=True)
class Present:
    """Targets that are there."""

    targets: Targets

    @property
    def label(self) -> str:
        """What the user chooses."""
        return tr("as they are")

    def made(self, asked: Asked) -> Targets:
        """Return the targets."""
        return self.targets


@dataclass(frozen=True, slots=True)
class Forecast:
    """The input itself, some timesteps ahead."""

    @property
    def label(self) -> str:
        """What the user chooses."""
        return tr("the input, n timesteps ahead")

    def made(self, asked: Asked) -> Targets:
        """Return the input moved back in time.

        Raises:
            ValueError: it is shorter, or the readout has another number of outputs.
        """
        experiment, K = asked.experiment, asked.readout.width
        sequence, lengths = experiment.sequence, experiment.lengths
        one_hot = one_hot_ids(experiment) is not None
        if asked.classes and asked.token_ids is not None and not one_hot:
            return Targets.of(ahead(asked.token_ids, lengths, asked.ahead))
        if experiment.config.input_size != K:
            raise ValueError(
                tr(
                    "a forecast of the input needs {features} outputs, one per "
                    "feature, but the readout has {outputs}",
                    features=experiment.config.input_size,
                    outputs=K,
                )
            )
        return Targets.forecast(sequence, lengths, asked.ahead, bool(asked.classes))


@dataclass(frozen=True, slots=True)
class OfFile:
    """Targets in a file.

    Attributes:
        path: the file. columns: the names of its columns, for a table.
    """

    path: StrPath
    columns: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """What the user chooses."""
        return plain(Path(self.path).name)

    def made(self, asked: Asked) -> Targets:
        """Read the targets.

        Raises:
            FileError: they cannot be read, or have another shape.
        """
        return load_targets(
            self.path,
            asked.experiment,
            asked.readout.width,
            asked.classes,
            asked.readout.over,
            asked.column,
            asked.readout.names,
        )


@dataclass(frozen=True, slots=True)
class Typed:
    """Targets as the user types them."""

    @property
    def label(self) -> str:
        """What the user chooses."""
        return tr("typed here")

    def made(self, asked: Asked) -> Targets:
        """Read the text.

        Raises:
            ValueError: it is no answer, or there are more or fewer of them.
        """
        return typed_targets(asked.text, asked.experiment, asked.readout, bool(asked.classes))


Source = Present | Forecast | OfFile | Typed


def sources(present: Targets | None) -> list[Source | None]:
    """List sources; None for no targets.

    Args:
        present: the present targets.
    """
    there: list[Source] = [] if present is None else [Present(present)]
    return [*there, Forecast(), Typed(), None]
