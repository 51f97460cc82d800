"""Export of an experiment as a Python program that needs only PyTorch and prints nn.LSTM's results.

With an objective it prints y, p and the loss too, and on request the gradients that torch's
autograd finds. On request it trains first, and prints the loss of each step. No text from a file
gets into the program.
"""

from collections.abc import Iterator
from dataclasses import asdict

import numpy as np

from ....experiment.experiment import Experiment
from ....network.quantities import LOSS
from ....translation import tr
from ...atomic import atomic_write
from ...errors import StrPath, cannot_write
from ...limits import bytes_text
from .batches import ScriptBatches
from .numbers import tensor
from .objective import (
    GRADIENTS_WANTED,
    PRINTED,
    answers,
    backward_part,
    linear_part,
    loss_line,
    objective_parts,
    target_parts,
    with_or_without,
)
from .training import TrainingLoop, training_part

MAX_BYTES = 64 * 2**20

_HEAD = '''\
"""An LSTM and a sequence, exported from Gatestep: prints what torch.nn.LSTM makes of them."""

{imports}

{numbers}
lstm = torch.nn.LSTM(
{arguments}
    dtype=torch.{dtype},
)
lstm.load_state_dict(
    {{
{parameters}
    }}
)
lstm.{mode}()

input = {input}
h_0 = {h_0}
c_0 = {c_0}
'''

_NUMBERS = '''
def numbers(text, *shape):
    """The tensor whose bytes are written in base64."""
    data = bytearray(base64.b64decode(text))
    return torch.frombuffer(data, dtype=torch.{dtype}).reshape(shape)

'''

_CALL = """\
output, (h_n, c_n) = lstm(input, (h_0, c_0))
"""

_PACKED_CALL = """\
packed = pack_padded_sequence(input, lengths, {batch_first}, enforce_sorted=False)
output, (h_n, c_n) = lstm(packed, (h_0, c_0))
output, _ = pad_packed_sequence(output, {batch_first})
"""

_TAIL = """
torch.set_printoptions(precision={digits}, threshold=100_000, linewidth=120, sci_mode=True)
for name, tensor in {{{printed}}}.items():
    print(name, tuple(tensor.shape))
    print({numbers})
"""


def write_script(
    path: StrPath,
    experiment: Experiment,
    gradients: bool = False,
    loop: TrainingLoop | None = None,
) -> None:
    """Write the program.

    Args:
        gradients: whether it goes back from the loss or the seeds, and prints the norms of `.grad`.
        loop: how it trains before all else; None where it does not.

    Raises:
        FileError: nn.LSTM cannot do what the experiment does, or the file cannot be written.
    """
    try:
        text = script(experiment, gradients, loop)
    except ValueError as error:
        raise cannot_write(path, str(error)) from None
    with atomic_write(path) as file:
        file.write(text.encode("ascii"))


def script(
    experiment: Experiment, gradients: bool = False, loop: TrainingLoop | None = None
) -> str:
    """Return the text of the program.

    Args:
        gradients, loop: as for `write_script`.

    Raises:
        ValueError: the experiment has holds, which nn.LSTM lacks, or is too large for a text; or
            has no gradients, or those of a number that nn.LSTM keeps to itself; or there is
            nothing to learn, or dropout between the layers.
    """
    if experiment.holds:
        raise ValueError(tr("nn.LSTM cannot hold values or cut connections. Release them first"))
    size = sum(array.nbytes for array in experiment.arrays())
    if size > MAX_BYTES:
        raise ValueError(
            tr(
                "its values take {size}, but a script can hold at most {most}. "
                "Export the model, and save the sequence next to it",
                size=bytes_text(size),
                most=bytes_text(MAX_BYTES),
            )
        )
    config, parts = experiment.config, dict(_parts(experiment))
    middle = (
        _middle(experiment, gradients) if loop is None else _trained(experiment, gradients, loop)
    )
    in_base64 = any("numbers(" in text for text in (*parts.values(), middle))
    imports = ["import base64\n"] if in_base64 else []
    imports.append("import torch")
    if "packed = " in middle:
        imports.append("from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence")
    dtype = str(experiment.dtype)
    head = _HEAD.format(
        imports="\n".join(imports),
        numbers=_NUMBERS.format(dtype=dtype) if in_base64 else "",
        arguments="\n".join(f"    {name}={value!r}," for name, value in asdict(config).items()),
        dtype=dtype,
        parameters="\n".join(
            f'        "{name}": {parts[name]},' for name in experiment.parameters.arrays
        ),
        mode="train" if experiment.training else "eval",
        input=parts["input"],
        h_0=parts["h_0"],
        c_0=parts["c_0"],
    )
    printed = ["output", "h_n", "c_n", *(q for q in experiment.objective.quantities if q != LOSS)]
    tail = _TAIL.format(
        digits=8 if experiment.dtype == np.float32 else 16,
        printed=", ".join(f'"{name}": {name}' for name in printed),
        numbers="tensor.detach()" if gradients else "tensor",
    )
    loss = "" if experiment.objective.loss is None else 'print("loss", loss.item())\n'
    if gradients:
        return f"{head}{middle}{backward_part(experiment)}{tail}{loss}{PRINTED}"
    return head + middle + tail + loss


def _middle(experiment: Experiment, gradients: bool) -> str:
    """Write the lines that run the LSTM, its readout and its loss."""
    wanted = GRADIENTS_WANTED if gradients else ""
    seed = f"torch.manual_seed({experiment.seed})\n" if experiment.needs_masks else ""
    before = f"{wanted}\n{_lengths(experiment)}{seed}"
    call = with_or_without(gradients, _call(experiment))
    return "".join([before, call, *objective_parts(experiment, gradients)])


def _trained(experiment: Experiment, gradients: bool, loop: TrainingLoop) -> str:
    """Write the lines that train LSTM and readout, and then run them."""
    run = _loss_of(experiment)
    training = training_part(experiment, loop, run)
    batches = ScriptBatches.of(experiment, loop.source, loop.steps, MAX_BYTES)
    if not batches.are_own:
        body = _loss_of(batches.experiments[0])
        training = batches.part(body) + training_part(experiment, loop, batches.body)
    lengths = _lengths(experiment)
    given = [f"\n{lengths}" if lengths else "", linear_part(experiment), *target_parts(experiment)]
    wanted = GRADIENTS_WANTED if gradients else ""
    return "".join([*given, training, wanted, "\n", with_or_without(gradients, run)])


def _loss_of(experiment: Experiment) -> str:
    """Write the lines that run LSTM and readout, and compute the loss."""
    return f"{_call(experiment)}{answers(experiment)}{loss_line(experiment)}"


def _lengths(experiment: Experiment) -> str:
    lengths = [int(length) for length in experiment.lengths]
    return f"lengths = torch.tensor({lengths})\n" if experiment.packed else ""


def _call(experiment: Experiment) -> str:
    """Write the lines that run the LSTM."""
    call = _PACKED_CALL if experiment.packed else _CALL
    return call.format(batch_first=experiment.config.batch_first)


def _parts(experiment: Experiment) -> Iterator[tuple[str, str]]:
    """Yield every tensor's name and expression."""
    for name, array in experiment.parameters.arrays.items():
        yield name, tensor(array, 8)
    yield "input", tensor(experiment.input_as_given(), 0)
    for state, array in experiment.states.items():
        yield f"{state}_0", tensor(experiment.state_as_given(array), 0)
