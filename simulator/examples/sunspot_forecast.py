"""Sunspot forecast: an LSTM trained on the yearly numbers from 1700 to 2008."""

from ..experiment.experiment import Experiment
from ..objective.loss import MSE, Loss
from ..objective.objective import Objective
from ..objective.readout import Readout
from ..objective.targets import Targets
from ..translation import mark
from .example import RESOURCES, Example, ExampleWords

SUNSPOTS = ExampleWords(
    "sunspots",
    mark("Sunspots"),
    mark("Trained on years up to 1949."),
    mark(
        "Two layers of eight units, trained to predict next year's sunspot number "
        "from the years before. The input is the year's number divided by 100. On "
        "the years 1950 to 2008, which it never saw, its error is 17.4 sunspots. "
        "Predicting that next year equals this year gives an error of 33.2; the best "
        "weighted sum of the last nine years gives 18.8. The network needs about one "
        "solar cycle of history: with 11 years its error is 18.0, with 8 years 23.0. "
        "What does it use? See the lesson “Sunspots”."
    ),
)


def sunspots() -> Example:
    """Load two layers of eight units, trained on real data (resources/SOURCES.md)."""
    from ..files.checkpoints import checkpoint
    from ..files.checkpoints.linears import linears, read_linear
    from ..files.sequences import sequence
    from ..files.sequences.column_choice import ColumnChoice

    path = RESOURCES / "sunspots.safetensors"
    parameters, stored = checkpoint.load(path)
    (linear,) = linears(path, parameters.config.output_size, stored.name)
    V, b = read_linear(path, linear)
    scaled = sequence.load(RESOURCES / "sunspots.csv", pick=ColumnChoice((1,), labels=0))
    experiment = Experiment.create(parameters, scaled.values)
    readout = Readout(V, b, names=("next year",), layer=linear.name)
    next_year = Targets.forecast(experiment.sequence, experiment.lengths, 1)
    return Example(
        *SUNSPOTS,
        experiment.with_objective(Objective(readout, next_year, Loss(MSE))),
        scaled.columns or (),
        scaled.labels,
        place="layer 1 250",
    )
