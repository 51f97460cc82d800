"""Reader of `.onnx`: all LSTM nodes, at any depth, under the names of nn.LSTM.

The model is not run: weights are initialisers, or the results of a few operators on constants.
Importing this module imports onnx; the sandbox does so in a process of its own.
"""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import onnx
from google.protobuf.message import DecodeError

from ....arrays import Array
from ....translation import mark, tr
from ...errors import FileError, StrPath, cannot_read, plain, reading
from ...tensors import NOTHING, TensorInfo
from ..find_lstms import find_lstms, names_parameter
from .constants import Constants, NotConstant
from .graph import ONNX_DOMAINS, Scope, Site, main_scope, walk
from .lstm_node import LSTMNode, describe
from .stacks import stacks
from .tensor import tensor_info
from .unfused_lstm import unfused

_OTHERS: Final = {
    "GRU": mark("it is a GRU"),
    "RNN": mark("it is a plain RNN"),
    "DynamicQuantizeLSTM": mark("its weights are quantised. Export the model before quantisation"),
}
_NAMING: Final = ("Identity", "Constant")
"""Operators that give a constant a name, and change nothing."""
_LARGEST = 2**31 - 1


class OnnxFile:
    """An opened ONNX model (see `tensors.TensorFile`).

    `infos` has the LSTM nodes' weights, named by the node and then by nn.LSTM, and the main graph's
    constants that no recurrent node reads.

    Raises:
        FileError: it is damaged, or unfolds without end.
    """

    undecided = NOTHING

    def __init__(self, path: StrPath) -> None:
        self._path = Path(path)
        model = self._parse()
        self._constants = Constants(self._path, self._path.stat().st_size)
        self._parameters: dict[str, tuple[LSTMNode, str, int]] = {}
        self.infos: dict[str, TensorInfo] = {}
        self.notes: dict[str, tuple[str, ...]] = {}
        self.problems: dict[str, str] = {}
        try:
            self._main = main_scope(model)
            nodes, read = self._lstm_nodes(model)
            self._add_constants(read)
            if not self.notes:  # else their weights have torch's names, and are read
                self.problems |= unfused(model)
        except ValueError as error:
            raise cannot_read(path, tr("{error}. Export it again", error=error)) from None
        for stack in stacks(nodes, self._constants, _opset(model)):
            self._add(stack)

    def read(self, names: Iterable[str]) -> dict[str, Array]:
        """Read the data of some float tensors: float64 unchanged, or cast up to float32."""
        arrays = {}
        for name in names:
            if name in self._parameters:
                node, kind, direction = self._parameters[name]
                arrays[name] = node.array(kind, direction, self._constants)
            else:
                arrays[name] = self._constants.array(self._main, name)
        return arrays

    def _parse(self) -> Any:
        with reading(self._path):
            data = self._path.read_bytes()
        if len(data) > _LARGEST:
            raise self._error(
                tr(
                    "it is larger than 2 GB, which ONNX allows only with the weights in a "
                    "second file"
                )
            )
        try:
            model = onnx.ModelProto.FromString(data)
        except DecodeError:
            raise self._error(tr("it is damaged. Download or export it again")) from None
        if not model.HasField("graph"):
            raise self._error(tr("it is not an ONNX model. Download or export it again"))
        return model

    def _lstm_nodes(self, model: Any) -> tuple[list[LSTMNode], set[str]]:
        """Return the readable LSTM nodes, and the names that the recurrent nodes' weights have."""
        nodes, read = [], set()
        for site in walk(model, ("LSTM", *_OTHERS)):
            if site.node.op_type in _OTHERS:
                self.problems[site.name] = tr(_OTHERS[site.node.op_type])
            elif site.node.domain not in ONNX_DOMAINS:
                continue  # an operator of someone else's domain
            else:
                try:
                    nodes.append(describe(site, self._constants))
                except FileError:
                    raise
                except ValueError as error:
                    self.problems[site.name] = str(error)
            read |= _sources(site)
        return nodes, read

    def _add(self, stack: tuple[LSTMNode, ...]) -> None:
        name = stack[0].name
        while any(f"{name}.{own}" in self.infos for own in stack[0].parameters(0)):
            name += " (node)"  # the initialisers of another LSTM have that name
        notes = stack[0].notes(self._constants)
        if len(stack) > 1:
            notes += (
                tr(
                    "its layers are the nodes {names}",
                    names=", ".join(plain(n.name, 40) for n in stack),
                ),
            )
        self.notes[name] = notes
        for layer, node in enumerate(stack):
            for own, (kind, direction) in node.parameters(layer).items():
                self._parameters[f"{name}.{own}"] = (node, kind, direction)
                self.infos[f"{name}.{own}"] = node.info(kind)

    def _add_constants(self, read: set[str]) -> None:
        """Add what no LSTM node reads: by their names they may be an nn.LSTM's.

        That is initialisers, and names that stand for one: an exporter that merges equal tensors
        leaves the names of the others to Identity.
        """
        for name, tensor in self._main.initializers.items():
            if name not in read:
                self.infos[name] = tensor_info(tensor)
        for name, node in self._main.producers.items():
            if name not in read and names_parameter(name) and node.op_type in _NAMING:
                with suppress(NotConstant):
                    self.infos[name] = self._constants.info(self._main, name)
        note = tr("no LSTM node uses these weights; the names imply torch's gate order, i f g o")
        self.notes |= {lstm.name: (note,) for lstm in find_lstms(self.infos).lstms}

    def _error(self, why: str) -> FileError:
        return cannot_read(self._path, why)


def _sources(site: Site) -> set[str]:
    """Return the names in the main graph that a node's W, R, B and P come from."""
    found, seen = set(), set()
    names = [*site.node.input[1:4], *site.node.input[7:8]]
    waiting: list[tuple[Scope, str]] = [(site.scope, name) for name in names if name]
    while waiting:
        scope, name = waiting.pop()
        value = scope.find(name)
        key = (id(value.scope), value.name)
        if key in seen:
            continue
        seen.add(key)
        if not value.scope.name:
            found.add(value.name)
        if value.node is not None:
            waiting += [(value.scope, given) for given in value.node.input if given]
    return found


def _opset(model: Any) -> int:
    """Return the version of ONNX's own operators."""
    versions = [entry.version for entry in model.opset_import if entry.domain in ONNX_DOMAINS]
    return max(versions, default=1)
