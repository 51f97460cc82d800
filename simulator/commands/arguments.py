"""Arguments of the commands without a window. Imports nothing slow."""

import argparse
from typing import NoReturn

from ..files.registry import listed
from .values import (
    file,
    finite,
    lengths,
    names,
    normalisation,
    numbers,
    probability,
    target,
    whole,
)

LOSSES = ("mse", "bce", "cross-entropy")


class Parser(argparse.ArgumentParser):
    """An ArgumentParser with errors in one line and without abbreviated options."""

    def __init__(self, prog: str, description: str) -> None:
        super().__init__(prog, description=description, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        """Exit with status 2 and one line."""
        self.exit(2, f"{self.prog}: {' '.join(message.split())} (see {self.prog} --help)\n")


def add_trace_arguments(parser: Parser) -> None:
    """Add the arguments of `trace`."""
    _add_experiment_arguments(parser)
    _add_objective_arguments(parser)
    parser.add_argument(
        "--output",
        metavar="FILE",
        type=file,
        required=True,
        help="the file that the trace is written to",
    )
    _add_format(parser)
    parser.add_argument(
        "--layout", choices=("wide", "long"), default="wide", help="a row a unit, or a row a value"
    )
    parser.add_argument(
        "--outputs",
        metavar="F.npz",
        type=file,
        help="also write output, h_n and c_n as nn.LSTM returns them; with --readout y, p where it "
        "is not y, and the loss of each step, over the axes of output",
    )
    parser.add_argument(
        "--quantities",
        metavar="i,c,h",
        type=names,
        help="which of z_i … z_o, i f g o c m h, and of a readout y p target loss (all)",
    )
    parser.add_argument("--layers", metavar="0,1", type=numbers, help="which layers (all)")
    parser.add_argument("--units", metavar="0,5,7", type=numbers, help="which units (all)")
    parser.add_argument("--start", metavar="T", type=whole, default=0, help="first timestep (0)")
    parser.add_argument("--stop", metavar="T", type=whole, help="timestep to end before (all)")
    parser.add_argument(
        "--torch", action="store_true", help="torch's values and the differences beside ours"
    )
    parser.add_argument(
        "--with-input",
        action="store_true",
        help="what the LSTM read too: x_<name> for each feature, in --outputs as well",
    )
    parser.add_argument(
        "--with-model",
        action="store_true",
        help="the model and the sequence too, so that compare can replay the trace",
    )
    parser.add_argument("--check", action="store_true", help="also compare every step with PyTorch")


def add_gradients_arguments(parser: Parser) -> None:
    """Add the arguments of `gradients`."""
    _add_experiment_arguments(parser)
    _add_objective_arguments(parser)
    parser.add_argument(
        "--of",
        metavar="ADDRESS",
        action="append",
        help='of a number instead of the loss, "h[3] layer 1 reverse row 0 at 17": a unit of h or '
        'c, "output[2] at 5", or "y[1] at 5" of a readout; given several times, of their sum',
    )
    parser.add_argument(
        "--number",
        metavar="N",
        action="append",
        type=finite,
        help="what to lay on the number of --of (1); one for all, or one for each",
    )
    parser.add_argument(
        "--output",
        metavar="FILE",
        type=file,
        required=True,
        help="the file that the gradients are written to: .npz with torch's names; or .csv or "
        ".parquet, and beside it G.weights.csv with those of weights, input and states",
    )
    _add_format(parser)
    parser.add_argument(
        "--check", action="store_true", help="also compare every gradient with PyTorch's autograd"
    )


def _add_format(parser: Parser) -> None:
    parser.add_argument(
        "--format", choices=("csv", "npz", "parquet"), help="by default as --output ends, else csv"
    )


def add_check_arguments(parser: Parser) -> None:
    """Add the arguments of `check`."""
    _add_experiment_arguments(parser)
    _add_objective_arguments(parser)
    parser.add_argument(
        "--backward",
        action="store_true",
        help="every gradient of the loss too, with torch's autograd",
    )
    _add_report(parser, "write the result as JSON")


def add_selftest_arguments(parser: Parser) -> None:
    """Add the arguments of `selftest`."""
    parser.add_argument("--seed", metavar="N", type=whole, default=0, help="of the probe (0)")
    parser.add_argument("--verbose", action="store_true", help="one line for every mistake")
    _add_report(parser, "write the result as JSON")


def add_diagnose_arguments(parser: Parser) -> None:
    """Add the arguments of `diagnose`."""
    _add_experiment_arguments(parser)
    parser.add_argument(
        "--observed",
        metavar="FILE",
        type=file,
        required=True,
        help="what the other code gave: .npz with output, h_n, c_n, h_l0, …; .npy or .csv with "
        "output; or a trace as Gatestep writes it",
    )
    _add_report(parser, "write the diagnosis as JSON")
    parser.add_argument(
        "--seconds",
        metavar="N",
        type=whole,
        default=60,
        help="how long to test pairs of mistakes (60)",
    )


def add_compare_arguments(parser: Parser) -> None:
    """Add the arguments of `compare`."""
    parser.add_argument(
        "traces",
        metavar="TRACE",
        nargs="+",
        type=file,
        help="one that trace or the window has exported (.csv .npz .parquet); a second to compare "
        "it with, else the run that --model and --sequence give, else what it was made with",
    )
    _add_experiment_arguments(parser, required=False)
    _add_objective_arguments(parser)


def told_of_a_run(options: argparse.Namespace) -> list[str]:
    """List the given options that say how to read a model and a sequence."""
    parser = Parser("", "")
    _add_experiment_arguments(parser, required=False)
    _add_objective_arguments(parser)
    usual = vars(parser.parse_args([]))
    names = [name for name, value in usual.items() if getattr(options, name) != value]
    return [f"--{name.replace('_', '-')}" for name in names]


def add_inspect_arguments(parser: Parser) -> None:
    """Add the arguments of `inspect`."""
    parser.add_argument(
        "file",
        metavar="FILE",
        type=file,
        help=f"a model ({listed('checkpoint')})",
    )
    parser.add_argument("--json", action="store_true", help="as a JSON list of objects")


def add_recurrent_activation(parser: Parser) -> None:
    """Add the answer to what a file of Keras weights may leave open."""
    parser.add_argument(
        "--recurrent-activation",
        choices=("sigmoid", "hard_sigmoid"),
        help="of Keras weights whose file does not tell it; nn.LSTM's is sigmoid",
    )


def _add_report(parser: Parser, help: str) -> None:
    parser.add_argument("--report", metavar="REPORT.json", type=file, help=help)


def _add_experiment_arguments(parser: Parser, required: bool = True) -> None:
    """Add the arguments that several commands share: a model, a sequence, and nn.LSTM's options."""
    add = parser.add_argument
    add(
        "--model",
        metavar="FILE",
        type=file,
        required=required,
        help=listed("checkpoint"),
    )
    add(
        "--sequence",
        metavar="FILE",
        nargs="+",
        type=file,
        required=required,
        help=f"{listed('array')}: (T, I) or (T, B, I); {listed('table')}: (T, I); or "
        f"{listed('text')}; several are the rows of a batch",
    )
    add("--array", metavar="NAME", help="which array of an .npz sequence")
    add(
        "--columns",
        metavar="a,b",
        type=names,
        help="of a table: its features in this order, by name or by number from 0",
    )
    add(
        "--normalise",
        metavar="HOW",
        type=normalisation,
        default=("none", 1.0),
        help="each feature: min-max, z-score, or a number to divide by (none)",
    )
    add(
        "--split",
        choices=("characters", "words"),
        help="of a text: what its tokens are (characters)",
    )
    add(
        "--vocabulary",
        metavar="FILE",
        type=file,
        help="of a text: a token a line, or JSON (by default its own)",
    )
    add(
        "--embedding",
        metavar="NAME",
        help="of a text, or of token ids, (T,) whole numbers: a tensor of the model's (by default "
        "a text is one-hot)",
    )
    add("--lstm", metavar="NAME", help="which LSTM of the checkpoint (see inspect)")
    add_recurrent_activation(parser)
    add("--batch-first", action="store_true", help="a 3-D sequence is (B, T, I)")
    add(
        "--axes",
        choices=("TBI", "BTI"),
        help="the axes of a 3-D sequence file (BTI with --batch-first, else TBI)",
    )
    add("--lengths", metavar="7,5,2", type=lengths, help="the timesteps of each batch row")
    add(
        "--h0",
        metavar="F.npy",
        type=file,
        help="h_0 in nn.LSTM's shape, also as an array of that name in an .npz; goes with --c0",
    )
    add("--c0", metavar="F.npy", type=file, help="c_0, likewise; goes with --h0")
    add("--dtype", choices=("float32", "float64"), help="by default the checkpoint's")
    add("--dropout", metavar="P", type=probability, default=0.0, help="acts with --train")
    add("--train", action="store_true", help="train mode: dropout between the layers")
    add("--seed", metavar="N", type=whole, default=0, help="draws torch's own dropout masks")


def _add_objective_arguments(parser: Parser) -> None:
    """Add what the numbers are for: a Linear layer after the LSTM, targets and a loss."""
    add = parser.add_argument
    add(
        "--readout",
        metavar="NAME|FILE",
        type=file,
        help="the Linear layer after the LSTM: a file with V, or V and b (.npy, .npz, a "
        "checkpoint); where there is no such file, a layer of the model by its name (see inspect)",
    )
    add(
        "--target",
        metavar="FILE|ahead:K|column:NAME",
        type=target,
        help="the right answers: a file in the axes of the input (.npy .npz .csv .tsv .parquet, "
        "numbers, classes or one-hot); the input itself K timesteps ahead; or a column of the "
        "--sequence tables, which is then no input unless --columns names it",
    )
    add(
        "--loss",
        choices=LOSSES,
        help="of y against the target (by default: cross-entropy for classes, bce for 0 and 1 "
        "alone, else mse); p is then softmax, sigmoid, or y itself",
    )
    add(
        "--over",
        choices=("every", "last", "h_n"),
        help="what the readout reads: output at every timestep, output at each row's last, or h_n "
        "of the top layer (every)",
    )
    add("--reduction", choices=("mean", "sum"), help="of the losses to one (mean)")
