"""Training loop of an exported script, by torch's own optimisers."""

import textwrap
from dataclasses import asdict, dataclass
from typing import Final

from ....experiment.experiment import Experiment
from ....training.optimisers import SGD, Adam, AdamW, Optimiser, RMSprop
from ....training.plan import Plan
from ....training.source import Source
from ....translation import tr

_OPTIMISERS: Final[dict[type[Optimiser], str]] = {
    SGD: "SGD",
    Adam: "Adam",
    AdamW: "AdamW",
    RMSprop: "RMSprop",
}

_LOOP: Final = """
learning = dict(lstm.named_parameters())
learning |= {{f"readout.{{name}}": tensor for name, tensor in linear.named_parameters()}}
{frozen}optimizer = torch.optim.{optimiser}(
    {groups},
{settings}
)
for step in range({steps}):
    optimizer.zero_grad()
{body}
    loss.backward()
{clip}    optimizer.step()
    print("step", step, "loss", loss.item())
optimizer.zero_grad()
"""

_FROZEN: Final = """\
for name in {names}:
    learning.pop(name).requires_grad_(False)
"""

_UNDECAYED: Final = """\
[
        {{"params": [learning[name] for name in learning if name not in {names}]}},
        {{"params": [learning[name] for name in {names}], "weight_decay": 0.0}},
    ]"""

_CLIP: Final = """\
    torch.nn.utils.clip_grad_norm_(learning.values(), {clip!r})
"""


@dataclass(frozen=True, slots=True)
class TrainingLoop:
    """Training of an experiment's network.

    Attributes:
        plan: the optimiser, the clip, what is frozen and what does not decay.
        steps: how many, at least 1. source: where their batches come from, from the first one on.
    """

    plan: Plan
    steps: int
    source: Source


def training_part(experiment: Experiment, loop: TrainingLoop, body: str) -> str:
    """Write the loop, which prints the loss of each step before it is taken.

    Args:
        body: the lines that compute the loss.

    Raises:
        ValueError: there is no loss, or dropout between the layers, whose masks torch draws itself;
            or everything is frozen.
    """
    if experiment.objective.loss is None:
        raise ValueError(tr("there is nothing to learn. Choose a target and a loss"))
    if experiment.config.drops_between_layers:
        raise ValueError(
            tr(
                "PyTorch would draw different dropout masks, so the losses would "
                "differ. Set dropout to 0 to export a script that trains"
            )
        )
    plan, names = loop.plan, _names(experiment)
    plan.check_some_learn(names)
    learning = plan.learning(names)
    frozen = [name for name in names if name not in learning]
    undecayed = [name for name in learning if name in plan.undecayed]
    settings = asdict(plan.optimiser)
    return _LOOP.format(
        frozen=_FROZEN.format(names=_listed(frozen)) if frozen else "",
        optimiser=_OPTIMISERS[type(plan.optimiser)],
        groups=_UNDECAYED.format(names=_listed(undecayed)) if undecayed else "learning.values()",
        settings="\n".join(f"    {name}={value!r}," for name, value in settings.items()),
        steps=loop.steps,
        body=textwrap.indent(body.strip("\n"), "    "),
        clip="" if plan.clip is None else _CLIP.format(clip=plan.clip),
    )


def _names(experiment: Experiment) -> list[str]:
    readout = experiment.objective.readout
    of_readout = (
        () if readout is None else ("readout.weight", "readout.bias")[: len(readout.arrays)]
    )
    return [*experiment.parameters.arrays, *of_readout]


def _listed(names: list[str]) -> str:
    """Write a list of names as Python, a name after another."""
    return f"({', '.join(map(repr, names))},)".replace("'", '"')
