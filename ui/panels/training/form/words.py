"""Words of the Training panel: names of optimisers and of their settings, with torch's own."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from simulator.experiment.experiment import Experiment
from simulator.files.training.folder import BatchFolder
from simulator.training.optimisers import SGD, Adam, AdamW, RMSprop
from simulator.training.tasks.catalogue import TASKS
from simulator.training.tasks.mishaps import MISHAPS
from simulator.translation import mark, tr
from ui.session.training_state.tasks import MENDED, title_of

OPTIMISER_NAMES: Final[Mapping[str, str]] = {
    Adam.key: "Adam",
    AdamW.key: "AdamW",
    SGD.key: "SGD",
    RMSprop.key: "RMSprop",
}
"""Optimisers as they are written, the most used first."""


class SettingWords(NamedTuple):
    """What a setting of an optimiser is called, and what it does; marked."""

    name: str
    tip: str


SETTINGS: Final[Mapping[str, SettingWords]] = {
    "lr": SettingWords(
        mark("learning rate"), mark("lr: how far a step goes; too large, and the loss jumps")
    ),
    "betas": SettingWords(
        mark("β₁, β₂"),
        mark("betas: share of the running means (gradient, squared gradient) kept per step"),
    ),
    "momentum": SettingWords(
        mark("momentum"), mark("momentum: how much of the previous step is kept; 0 for none")
    ),
    "alpha": SettingWords(
        mark("α"), mark("alpha: share of the running mean of squared gradients kept per step")
    ),
    "eps": SettingWords(mark("ε"), mark("eps: added to the denominator to avoid division by 0")),
    "weight_decay": SettingWords(
        mark("weight decay"), mark("weight_decay: how strongly each step pulls weights towards 0")
    ),
    "dampening": SettingWords(
        mark("dampening"), mark("dampening: how much of a new gradient the momentum ignores")
    ),
    "nesterov": SettingWords(
        mark("Nesterov"), mark("nesterov: looks ahead along the momentum; needs momentum > 0")
    ),
    "amsgrad": SettingWords(
        mark("AMSGrad"), mark("amsgrad: divides by the largest mean square so far")
    ),
    "centered": SettingWords(
        mark("centred"), mark("centered: divides by the variance of the gradient")
    ),
}

FIRST: Final = ("lr", "betas", "momentum", "alpha")
"""Settings that are always shown; the others are among the further ones."""

PACES: Final[Mapping[int, str]] = {
    1: mark("1 per frame"),
    4: mark("4 per frame"),
    16: mark("16 per frame"),
    0: mark("full speed"),
}
"""Speeds by the steps a frame."""


FOLDER: Final = "/folder"
"""Key of the present folder, among those of tasks."""

ANOTHER: Final = "/another"
"""Key of a folder that is still to be chosen."""

FOLDER_TIP: Final = mark(
    "Each file is a batch. Its targets are later inputs if the open document's are; "
    "otherwise its column “target”, or a file with the same name in a “targets” "
    "folder next to it"
)


def task_texts(key: str, folder: BatchFolder | None = None) -> dict[str, str]:
    """Return what can be learnt by keys of tasks, in the user's language.

    Args:
        key: the present one, which is among them. folder: the present folder.
    """
    texts = {"": tr("the open sequences")}
    texts |= {task: tr(title_of(task)) for task in (*TASKS, *MISHAPS)}
    if folder is not None:
        texts[FOLDER] = tr("folder {name}", name=folder.name)
    texts[ANOTHER] = tr("Folder of files…")
    if key not in texts:
        title = tr(MISHAPS[key.removesuffix(MENDED)].title)
        texts[key] = tr("Fixed: {mishap}", mishap=title)
    return texts


def folder_text(folder: BatchFolder | None, experiment: Experiment) -> str:
    """Say what is learnt from a folder, and towards which targets; nothing without one."""
    targets = experiment.objective.targets
    if folder is None or folder.why or targets is None:
        return ""
    count = len(folder.files)
    files = tr("1 file") if count == 1 else tr("{count} files", count=count)
    if targets.ahead:
        return tr("{files}; target: the input at t + {ahead}", files=files, ahead=targets.ahead)
    return tr("{files}, each with its own target", files=files)
