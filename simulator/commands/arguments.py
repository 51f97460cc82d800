"""Arguments of the commands without a window. Imports nothing slow."""

import argparse
from typing import NoReturn

from ..files.registry import listed
from .experiment_arguments import add_experiment_arguments, add_objective_arguments
from .values import file, finite, names, numbers, whole

TASKS = (
    "parity", "anbn", "echo-5", "echo-10", "adding-20", "adding-50", "sine", "sunspots",
    "first-bit", "first-bit-1", "learning-rate", "exploding", "vanishing", "saturated", "dropout",
)  # fmt: skip
"""Tasks and mishaps by their keys."""

QUIET = (
    "no progress, and no result if everything is in order; errors, notes and disagreements are "
    "still printed"
)

A_LESSON = "a lesson's file (.toml), its id in the course, such as conveyor, or its number there"


class Parser(argparse.ArgumentParser):
    """An ArgumentParser with errors in one line and without abbreviated options."""

    def __init__(self, prog: str, description: str) -> None:
        super().__init__(prog, description=description, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        """Exit with status 2 and one line."""
        self.exit(2, f"{self.prog}: {' '.join(message.split())} (see {self.prog} --help)\n")


def add_trace_arguments(parser: Parser) -> None:
    """Add the arguments of `trace`."""
    add_experiment_arguments(parser)
    add_objective_arguments(parser)
    parser.add_argument(
        "--output",
        metavar="FILE",
        type=file,
        required=True,
        help="the file to write",
    )
    _add_format(parser)
    parser.add_argument(
        "--layout",
        choices=("wide", "long"),
        default="wide",
        help="one row per unit, or one row per value",
    )
    parser.add_argument(
        "--outputs",
        metavar="F.npz",
        type=file,
        help="also write output, h_n and c_n as nn.LSTM returns them; with --readout also y, p if "
        "it differs from y, and the loss of each step, in the axes of output: NaN where counted is "
        "False",
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
        "--torch", action="store_true", help="also torch's values and the differences"
    )
    parser.add_argument(
        "--with-input",
        action="store_true",
        help="also the input: x_<name> for each feature, in --outputs as well",
    )
    parser.add_argument(
        "--with-model",
        action="store_true",
        help="include the model and the sequence, so that compare can replay the trace",
    )
    parser.add_argument("--check", action="store_true", help="also compare every step with PyTorch")
    parser.add_argument("--quiet", action="store_true", help=QUIET)


def add_gradients_arguments(parser: Parser) -> None:
    """Add the arguments of `gradients`."""
    add_experiment_arguments(parser)
    add_objective_arguments(parser)
    parser.add_argument(
        "--of",
        metavar="ADDRESS",
        action="append",
        help='a value to differentiate instead of the loss, "h[3] layer 1 reverse row 0 at 17": a '
        'unit of h or c, "output[2] at 5", or "y[1] at 5" of a readout; if given several times, '
        "their sum",
    )
    parser.add_argument(
        "--number",
        metavar="N",
        action="append",
        type=finite,
        help="gradient at the value of --of (1); one for all, or one for each",
    )
    parser.add_argument(
        "--output",
        metavar="FILE",
        type=file,
        required=True,
        help="the file to write: .npz with torch's names; or .csv or .parquet, with the gradients "
        "of weights, input and states in G.weights.csv beside it",
    )
    _add_format(parser)
    parser.add_argument(
        "--check", action="store_true", help="also compare every gradient with PyTorch's autograd"
    )
    parser.add_argument("--quiet", action="store_true", help=QUIET)


def add_train_arguments(parser: Parser) -> None:
    """Add the arguments of `train`."""
    add_experiment_arguments(parser, required=False, folder=True)
    add_objective_arguments(parser)
    add = parser.add_argument
    add(
        "--task",
        metavar="NAME",
        help="instead of --model, --sequence and an objective: " + ", ".join(TASKS) + "; its "
        "network is initialised from --seed, and all settings that are not given are the task's",
    )
    add("--optimizer", choices=("sgd", "adam", "adamw", "rmsprop"), help="as in torch.optim (adam)")
    add("--lr", metavar="X", type=finite, help="learning rate (torch's for the optimiser)")
    add("--momentum", metavar="X", type=finite, help="momentum of sgd and rmsprop (0)")
    add("--weight-decay", metavar="X", type=finite, help="weight decay (torch's for the optimiser)")
    add("--clip", metavar="X", type=finite, help="largest norm of all gradients (no clipping)")
    add(
        "--steps",
        metavar="N",
        type=whole,
        help="training steps; for a task by default as many as it needs",
    )
    add(
        "--freeze",
        metavar="NAME",
        nargs="+",
        help="weights to freeze, by nn.LSTM's names and readout.weight, readout.bias, or patterns "
        "of them: '*_l0' for a layer, '*_l*' for all but the readout",
    )
    add(
        "--no-decay",
        metavar="NAME",
        nargs="+",
        help="weights without --weight-decay, likewise: '*bias*'",
    )
    add(
        "--batch",
        metavar="N",
        type=whole,
        help="rows per training step (all); for a folder, files (1)",
    )
    add(
        "--held-out",
        metavar="X",
        type=finite,
        help="the part, e.g. 0.2, used only for validation: of the files of a folder, else of the "
        "rows, or of the last timesteps of a single row (0)",
    )
    add(
        "--batch-seed",
        metavar="N",
        type=whole,
        default=0,
        help="seed of the order of rows, of a task's sequences, and of dropout with --train (0)",
    )
    add(
        "--output",
        metavar="FILE",
        type=file,
        required=True,
        help="the file to write, .safetensors or .pt: every tensor of --model under its name, with "
        "new values; from ONNX and Keras only the LSTM and its readout",
    )
    add("--log", metavar="LOG.csv", type=file, help="loss, norm and accuracy, one row per step")
    add(
        "--check",
        action="store_true",
        help="also compare every training gradient with PyTorch's autograd, and every optimiser "
        "step with torch.optim",
    )
    _add_report(parser)
    parser.add_argument("--quiet", action="store_true", help=QUIET)


def _add_format(parser: Parser) -> None:
    parser.add_argument(
        "--format",
        choices=("csv", "npz", "parquet"),
        help="by default from the suffix of --output, else csv",
    )


def add_check_arguments(parser: Parser) -> None:
    """Add the arguments of `check`."""
    add_experiment_arguments(parser)
    add_objective_arguments(parser)
    parser.add_argument(
        "--backward",
        action="store_true",
        help="also compare every gradient of the loss with torch's autograd",
    )
    _add_report(parser)
    parser.add_argument("--quiet", action="store_true", help=QUIET)


def add_selftest_arguments(parser: Parser) -> None:
    """Add the arguments of `selftest`."""
    parser.add_argument("--seed", metavar="N", type=whole, default=0, help="seed of the probe (0)")
    lines = parser.add_mutually_exclusive_group()
    lines.add_argument("--verbose", action="store_true", help="one line per error")
    lines.add_argument("--quiet", action="store_true", help=QUIET)
    _add_report(parser)


def add_diagnose_arguments(parser: Parser) -> None:
    """Add the arguments of `diagnose`."""
    add_experiment_arguments(parser)
    parser.add_argument(
        "--observed",
        metavar="FILE",
        type=file,
        required=True,
        help="results of the other code: .npz with output, h_n, c_n, h_l0, …; .npy or .csv with "
        "output; or a trace exported by Gatestep",
    )
    _add_report(parser)
    parser.add_argument(
        "--seconds",
        metavar="N",
        type=whole,
        default=60,
        help="how long to test pairs of mistakes (60)",
    )
    parser.add_argument("--quiet", action="store_true", help=QUIET)


def add_compare_arguments(parser: Parser) -> None:
    """Add the arguments of `compare`."""
    parser.add_argument(
        "traces",
        metavar="TRACE",
        nargs="+",
        type=file,
        help="a trace exported by trace or the window (.csv .npz .parquet); a second trace to "
        "compare it with, else the run of --model and --sequence, else its own model",
    )
    add_experiment_arguments(parser, required=False)
    add_objective_arguments(parser)
    _add_report(parser)
    parser.add_argument("--quiet", action="store_true", help=QUIET)


def add_inspect_arguments(parser: Parser) -> None:
    """Add the arguments of `inspect`."""
    parser.add_argument(
        "file",
        metavar="FILE",
        type=file,
        help=f"a model ({listed('checkpoint')})",
    )
    parser.add_argument("--json", action="store_true", help="as a JSON list of objects")


def add_lesson_check_arguments(parser: Parser) -> None:
    """Add the arguments of `lesson check`."""
    parser.add_argument("lessons", metavar="LESSON", type=file, nargs="+", help=A_LESSON)
    parser.add_argument("--quiet", action="store_true", help="only errors")


def add_install_desktop_arguments(parser: Parser) -> None:
    """Add the arguments of `install-desktop`."""
    parser.add_argument("--remove", action="store_true", help="remove what was installed")


def _add_report(parser: Parser) -> None:
    parser.add_argument(
        "--report",
        metavar="REPORT.json",
        type=file,
        help="write the result as JSON; - for stdout, instead of text",
    )
