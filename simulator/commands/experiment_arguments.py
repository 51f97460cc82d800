"""Arguments that several commands share: a model, a sequence, and what their numbers are for.

Imports nothing slow.
"""

import argparse
from typing import Final

from ..files.registry import listed
from .values import (
    file,
    lengths,
    names,
    normalisation,
    probability,
    target,
    whole,
)

LOSSES: Final = ("mse", "bce", "cross-entropy")


def add_experiment_arguments(
    parser: argparse.ArgumentParser, required: bool = True, folder: bool = False
) -> None:
    """Add a model, a sequence, and nn.LSTM's options.

    Args:
        required: whether model and sequence must be given. folder: whether a folder may stand for
            sequences.
    """
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
        f"{listed('text')}; several are the rows of a batch"
        + ("; or a folder, in which each file is a batch" if folder else ""),
    )
    add("--array", metavar="NAME", help="which array of an .npz sequence")
    add(
        "--columns",
        metavar="a,b",
        type=names,
        help="features of a table, in this order, by name or by number from 0",
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
        choices=("characters", "words", "ids"),
        help="tokens of a text (characters; ids if it has only numbers and --embedding reads them)",
    )
    add(
        "--vocabulary",
        metavar="FILE",
        type=file,
        help="of a text: one token per line, or JSON (by default its own)",
    )
    add(
        "--embedding",
        metavar="NAME",
        help="of a text, or of token ids, (T,) whole numbers: a tensor of the model (by default a "
        "text is one-hot)",
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
        help="h_0 in nn.LSTM's shape, or an .npz with an array of that name; needs --c0",
    )
    add("--c0", metavar="F.npy", type=file, help="c_0, likewise; needs --h0")
    add("--dtype", choices=("float32", "float64"), help="by default the checkpoint's")
    add("--dropout", metavar="P", type=probability, default=0.0, help="only with --train")
    add("--train", action="store_true", help="train mode: dropout between the layers")
    add("--seed", metavar="N", type=whole, default=0, help="seed of torch's dropout masks")


def add_objective_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the numbers are for: a Linear layer after the LSTM, targets and a loss."""
    add = parser.add_argument
    add(
        "--readout",
        metavar="NAME|FILE",
        type=file,
        help="the Linear layer after the LSTM: a file with V, or V and b (.npy, .npz, a "
        "checkpoint), or the name of a layer of the model (see inspect)",
    )
    add(
        "--target",
        metavar="FILE|ahead:K|column:NAME",
        type=target,
        help="targets: a file in the axes of the input (.npy .npz .csv .tsv .parquet, numbers, "
        "classes or one-hot); the input itself K timesteps ahead; or a column of the --sequence "
        "tables, which is then not an input unless --columns names it",
    )
    add(
        "--loss",
        choices=LOSSES,
        help="loss of y and the target (by default cross-entropy for classes, bce for only 0 and "
        "1, else mse); p is then softmax, sigmoid, or y itself",
    )
    add(
        "--over",
        choices=("every", "last", "h_n"),
        help="input of the readout: output at every timestep, output at the last timestep of each "
        "row, or h_n of the top layer (every)",
    )
    add("--reduction", choices=("mean", "sum"), help="how the losses are reduced to one (mean)")


def told_of_a_run(options: argparse.Namespace) -> list[str]:
    """List the given options that say how to read a model and a sequence."""
    parser = argparse.ArgumentParser()
    add_experiment_arguments(parser, required=False)
    add_objective_arguments(parser)
    usual = vars(parser.parse_args([]))
    names = [name for name, value in usual.items() if getattr(options, name) != value]
    return [f"--{name.replace('_', '-')}" for name in names]


def add_recurrent_activation(parser: argparse.ArgumentParser) -> None:
    """Add the answer to what a file of Keras weights may leave open."""
    parser.add_argument(
        "--recurrent-activation",
        choices=("sigmoid", "hard_sigmoid"),
        help="gate activation of Keras weights whose file does not give it; nn.LSTM's is sigmoid",
    )
