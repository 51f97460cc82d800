"""Arguments of the window, of a lesson in it, and of its picture. Imports nothing slow."""

import argparse

from ..files.registry import listed
from .arguments import A_LESSON, Parser
from .experiment_arguments import add_recurrent_activation
from .place import place
from .values import file, whole


def add_appearance(parser: Parser) -> None:
    """Add how the window looks, and which language it speaks."""
    parser.add_argument("--theme", choices=("light", "dark", "system"), default="system")
    parser.add_argument("--language", choices=("en", "ko"), default="", help="(the system's)")


def add_handover(parser: Parser) -> None:
    """Add the workspace that Python hands to its window. It is no file of the user's."""
    parser.add_argument("--handed", default="", help=argparse.SUPPRESS)


def add_lesson_arguments(parser: Parser) -> None:
    """Add the arguments of `lesson`."""
    parser.add_argument(
        "lesson", metavar="LESSON", type=file, help=f"{A_LESSON}; or check, to check them"
    )
    add_appearance(parser)


def add_files(parser: Parser) -> None:
    """Add the files to open."""
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="*",
        help=f"a workspace ({listed('workspace')}), a lesson ({listed('lesson')}), or a "
        f"checkpoint ({listed('checkpoint')}), a sequence ({listed('sequence')}; several are a "
        "batch), or both; or an exported trace",
    )


def add_screenshot_arguments(parser: Parser) -> None:
    """Add the arguments of `screenshot`."""
    add_files(parser)
    parser.add_argument(
        "--output",
        metavar="PICTURE.png",
        type=png,
        required=True,
        help="the picture to write",
    )
    parser.add_argument(
        "--size",
        metavar="WxH",
        type=size,
        default=(1600, 1000),
        help="width and height in pixels (1600x1000)",
    )
    position = parser.add_mutually_exclusive_group()
    position.add_argument(
        "--position",
        metavar="PLACE",
        type=place,
        help="the position (the middle): start, end, after timestep 17, after its gate step 17:f; "
        "in the backward pass loss, back 17, 17:df, back end; optionally with layer 1, reverse, "
        "row 2 and a unit f[3]",
    )
    position.add_argument(  # the former name: how many presses of "next timestep"
        "--tick", dest="position", type=whole, help=argparse.SUPPRESS
    )
    parser.add_argument(
        "--layout",
        choices=("learn", "edit", "debug", "gradients", "training"),
        help="(learn; with --task training; with --lesson its own)",
    )
    add_recurrent_activation(parser)
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument(
        "--text-size",
        metavar="PERCENT",
        type=int,
        choices=(80, 90, 100, 110, 125, 150, 175, 200),
        default=100,
        help="80, 90, 100, 110, 125, 150, 175 or 200 (100)",
    )
    parser.add_argument("--language", choices=("en", "ko"), default="en")
    parser.add_argument(
        "--lesson",
        metavar="ID[:STEP]",
        help="open a lesson of the course, such as conveyor or conveyor:3, instead of files",
    )
    add_training(parser)


def add_training(parser: Parser) -> None:
    """Add the arguments of a picture after training, or of a film while it goes on."""
    training = parser.add_argument_group("training")
    training.add_argument(
        "--task",
        metavar="KEY",
        help="open a task, such as parity, echo-5 or sine, instead of files",
    )
    training.add_argument(
        "--steps", metavar="N", type=whole, help="training steps before the picture (0)"
    )
    training.add_argument("--seed", type=whole, help="seed of the network and the batches (0)")
    training.add_argument(
        "--film",
        metavar="N",
        type=whole,
        help="write an animated PNG, one frame every N steps",
    )
    training.add_argument(
        "--panel",
        metavar="NAME",
        help="a picture of one panel, such as Timeline, instead of the window",
    )
    training.add_argument("--quiet", action="store_true", help="do not show the progress of a film")


def size(text: str) -> tuple[int, int]:
    """Parse a width and a height in pixels."""
    width, _, height = text.partition("x")
    if not all(part.isascii() and part.isdigit() for part in (width, height)):
        raise argparse.ArgumentTypeError(f"{text!r} is not like 1600x1000")
    pixels = int(width), int(height)
    if min(pixels) < 320 or max(pixels) > 8192:
        raise argparse.ArgumentTypeError(f"{text!r}: width and height go from 320 to 8192 pixels")
    return pixels


def png(text: str) -> str:
    """Parse the name of a PNG file."""
    if not text.lower().endswith(".png"):
        raise argparse.ArgumentTypeError(f"{text!r} must end in .png")
    return text
