"""Synonyms: other words by which the palette finds an action or an example, by its id."""

from collections.abc import Mapping
from typing import Final

from simulator.training.tasks.catalogue import TASKS
from simulator.training.tasks.mishaps import MISHAPS
from simulator.translation import mark, tr

_FORGET_BIAS: Final = mark("remember longer initialise gradient vanishing")
_TASK: Final = mark("train learn optimise")
_MISHAP: Final = mark("train fail diverge problem what goes wrong")
_TEXT_SIZE: Final = mark("font letters zoom size")

ACTION_WORDS: Final[Mapping[str, str]] = {
    "new": mark("create build size"),
    "open": mark("load import checkpoint model"),
    "type_sequence": mark("text letters words input"),
    "save": mark("workspace keep"),
    "export_trace": mark("csv numpy parquet values"),
    "export_gradients": mark("csv numpy parquet grad backward dW"),
    "export_script": mark("python code nn.LSTM"),
    "export_picture": mark("image screenshot png svg"),
    "export_animation": mark("gif video film movie"),
    "undo": mark("take back revert"),
    "hold": mark("clamp freeze fix intervene ablate knock out"),
    "teaches": mark("gradient dW timestep learn contribution"),
    "wanted": mark("target goal needed why change counterfactual"),
    "hold_value": mark("clamp freeze fix intervene ablate knock out"),
    **dict.fromkeys(
        ("forget_bias_0", "forget_bias_1", "forget_bias_3", "forget_bias_5"), _FORGET_BIAS
    ),
    "options": mark("dropout dtype bidirectional batch_first lengths arguments"),
    "readout": mark(
        "target label linear head decoder output answer error mse bce classes forecast"
    ),
    "normalise": mark("scale standardise z-score min-max"),
    "notes": mark("comment remark write"),
    "settings": mark("preferences configuration digits decimals language colours remap"),
    "play": mark("run start stop animate"),
    "next": mark("forward"),
    "go_to": mark("jump"),
    "seed": mark("gradient backward pass attribution blame cause why backpropagation"),
    "no_seed": mark("gradient backward pass backpropagation"),
    "look_here": mark("back now current"),
    "card": mark("why meaning hover"),
    "run_on": mark("continue debug until"),
    "break": mark("stop pause condition"),
    "watch": mark("observe expression"),
    "pin": mark("baseline reference keep"),
    "baseline": mark("diff difference delta Δ"),
    "which_keeps": mark("memory remember longest forget gate"),
    "which_saturated": mark("dead stuck clipped"),
    "which_varies": mark("variance active sensitive"),
    "which_changed": mark("difference delta Δ edit"),
    "which_largest": mark("biggest maximum exploding"),
    "which_weights": mark("norm magnitude"),
    "diagnose": mark(
        "doctor diagnose compare diff mismatch wrong keras onnx pytorch numbers different"
    ),
    "self_test": mark("verify"),
    "sabotage": mark("fault inject bug mistake error sabotage"),
    **{f"task_{key}": _TASK for key in TASKS},
    **{f"mishap_{key}": _MISHAP for key in MISHAPS},
    "mend": mark("cure repair mend"),
    "train": mark("learn fit optimise start stop"),
    "train_step": mark("optimiser learn Adam SGD update"),
    "undo_run": mark("take back revert training"),
    "theme": mark("night mode black white"),
    "larger_text": _TEXT_SIZE,
    "smaller_text": _TEXT_SIZE,
    "usual_text": _TEXT_SIZE,
    "hide_ahead": mark("predict cover future"),
    "reset_layout": mark("panels windows arrange"),
    "palette": mark("search command"),
    "shortcuts": mark("help keyboard hotkeys shortcuts glossary terms formulas bindings"),
    "copy_details": mark("version bug report"),
    "start_page": mark("welcome home examples"),
    "guide": mark("manual documentation handbook pages read"),
    "tour": mark("introduction guide tutorial"),
    "Weights": mark("W_ih W_hh bias matrix parameters cut ablate"),
    "Cell": mark("diagram gates drawing"),
    "Ledger": mark("ledger formula terms sum"),
    "Now": mark("values numbers"),
    "Timeline": mark("curves history plot heat map zoom saturated"),
    "Lens": mark("saturated saturation distribution histogram dead"),
    "Units": mark("which unit saturated variance sort find"),
    "Answers": mark("readout prediction classes softmax probabilities next token loss target"),
    "Shapes": mark("tensor size dimension"),
    "Holds": mark("clamp freeze ablate intervene cut"),
    "Watches": mark("breakpoints conditions expressions"),
    "Inputs": mark("x sequence h_0 c_0 append"),
    "Check": mark("torch verify error bound drift rounding"),
    "Attribution": mark("integrated gradients saliency importance explain words"),
    "Loss": mark("learning curve convergence scrub history epochs validation"),
    "Predictions": mark("accuracy confusion histogram calibration validation wrong"),
    "GradientFlow": mark(
        "backward pass vanishing exploding norm backpropagation through time jacobian"
    ),
}
"""Words for actions and panels."""

EXAMPLE_WORDS: Final[Mapping[str, str]] = {
    "latch": mark("memory bit remember flip-flop"),
    "deeds": mark("gates keep overwrite add wipe erase"),
    "depth": mark("count counter parentheses nesting stack"),
    "forgetting": mark("forget gate reset sum"),
    "parity": mark("XOR odd even flip"),
    "first-and-last": mark("bidirectional reverse output h_n"),
    "tagger": mark("bidirectional tagging parentheses"),
    "walk": mark("projection proj_size directions"),
    "teaching": mark("count output gate W_hh"),
    "sunspots": mark("forecast prediction time series trained"),
}
"""Words for examples."""


def words_of(table: Mapping[str, str], id: str) -> str:
    """Return the words for an id in English and in the user's language; empty without any."""
    words = table.get(id, "")
    return f"{words} {tr(words)}" if words else ""


TIPS: Final = {
    "undo": mark("Undoes the last edit. The whole run is computed again."),
    "redo": mark("Repeats the edit that was undone."),
    "play": mark("Steps to the end, or until a breakpoint is hit."),
    "next": mark("Computes the next gate or timestep, as set by “Step by”."),
    "back": mark("Goes back one gate or timestep, as set by “Step by”."),
    "first": mark("Goes to the start, before anything is computed."),
    "last": mark("Goes to the end of the run."),
    "by_timestep": mark("One step is a whole timestep: all gates of all layers."),
    "by_gate": mark("One step is one box of the cell: a gate, c or h."),
    "train": mark("Takes one training step after another. Esc pauses."),
    "train_step": mark("Takes one optimiser step, as an edit that you can undo."),
    "loop": mark("Play starts again from the beginning when it reaches the end."),
}
"""What an action does, for the tool tip of its button, by its id; pass it to `tr`."""
