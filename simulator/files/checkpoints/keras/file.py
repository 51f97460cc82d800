"""Reader of Keras files, `.keras` and `.h5` (a whole model or its weights), without Keras itself.

Importing this module imports h5py; the sandbox does so in a process of its own.
"""

import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from ....arrays import Array
from ....translation import tr
from ...errors import FileError, StrPath, cannot_read, parsing, plain, reading
from ...tensors import FLOATS, TensorInfo
from .architecture import DAMAGED, MAX_CONFIG, architecture_of
from .cell_weights import (
    KerasCell,
    has_four_gates,
    is_cudnn,
    is_numbered,
    parameter,
    torch_infos,
)
from .hdf5 import Hdf5
from .layers import Stored, match_layers, stored_layers
from .model_config import ConfigReading

MAX_RATIO = 200
_SLACK = 2**20


class KerasFile:
    """An opened Keras model (see `tensors.TensorFile`); each layer is an LSTM of its own.

    `infos` has the LSTMs' weights, named by the layer and then by nn.LSTM, and all other datasets.

    Raises:
        FileError: it is damaged, or refers to data outside itself.
    """

    def __init__(self, path: StrPath) -> None:
        self._path = Path(path)
        with reading(path), open(path, "rb") as file:
            zipped = file.read(2) == b"PK"
        config: str | None = None
        self._data: bytes | None = None
        if zipped:
            config, self._data = self._unzip()
        self._parameters: dict[str, tuple[KerasCell, str]] = {}
        self.notes: dict[str, tuple[str, ...]] = {}
        self.problems: dict[str, str] = {}
        self.undecided: dict[str, str] = {}
        with Hdf5(self._path, self._data) as file:
            if config is None:
                config = file.text("", "model_config")
            self.infos = dict(file.infos)
            version = file.text("", "keras_version")
            self._architecture = architecture_of(self._path, config, version)
            found = stored_layers(file, self._architecture.layers)
        cells = [cell for stored in found for cell in stored.cells]
        taken = {dataset for cell in cells for dataset in cell.datasets.values()}
        self._others = [
            name for name, info in self.infos.items() if name not in taken and info.dtype in FLOATS
        ]
        for stored, name, told in match_layers(found, self._architecture.layers):
            self._add(self._unique(name), stored, told)
        for name in taken:
            self.infos.pop(name, None)

    def read(self, names: Iterable[str]) -> dict[str, Array]:
        """Read the data of some float tensors: float64 unchanged, or cast up to float32."""
        arrays = {}
        with Hdf5(self._path, self._data) as file:
            for name in names:
                if name in self._parameters:
                    cell, kind = self._parameters[name]
                    arrays[name] = parameter(file, cell, kind)
                else:
                    arrays[name] = file.read(name)
        return arrays

    def _unzip(self) -> tuple[str, bytes]:
        """Return the configuration and the weights of a `.keras` file."""
        damaged = tr("it is a damaged zip file. {advice}", advice=tr(DAMAGED))
        path = self._path
        with parsing(path, damaged), reading(path), zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            for other in ("model.weights.json", "model.weights.npz"):
                if other in names:
                    raise self._error(
                        tr(
                            "its weights are in {other}. Save it again as one .keras or .h5 file",
                            other=other,
                        )
                    )
            if not {"config.json", "model.weights.h5"} <= names:
                raise self._error(tr("it lacks config.json or model.weights.h5. Save it again"))
            for record in archive.infolist():
                self._check(record)
            config = archive.read("config.json").decode("utf-8")
            return config, archive.read("model.weights.h5")

    def _check(self, record: zipfile.ZipInfo) -> None:
        """Refuse a record that would unpack to far more than its compressed size."""
        size, most = record.file_size, MAX_RATIO * record.compress_size + _SLACK
        if record.filename == "config.json" and size > MAX_CONFIG:
            raise self._error(
                tr(
                    "its config.json has {size} bytes; at most {most} are allowed",
                    size=size,
                    most=MAX_CONFIG,
                )
            )
        if size > most:
            raise self._error(
                tr(
                    "its record {name} should take {size} bytes, but only {stored} "
                    "are in the file. {advice}",
                    name=plain(record.filename),
                    size=size,
                    stored=record.compress_size,
                    advice=tr(DAMAGED),
                )
            )

    def _add(self, name: str, stored: Stored, told: ConfigReading) -> None:
        """Add one LSTM, of one direction or two, or the reason why it is none."""
        cells = stored.cells
        if told.own and not all(has_four_gates(cell, self.infos) for cell in cells):
            told = ConfigReading(bidirectional=None)  # made from a GRU, as its weights will tell
        problem = told.problem or _contradiction(cells, told, self.infos)
        if problem is None and told.own:
            problem = self._other_equations(stored, told)
        if problem:
            self.problems[name] = problem
            return
        for cell, suffix in zip(cells, ("_l0", "_l0_reverse"), strict=False):
            for kind, info in torch_infos(cell, self.infos).items():
                self._parameters[f"{name}.{kind}{suffix}"] = cell, kind
                self.infos[f"{name}.{kind}{suffix}"] = info
        notes = [tr("Keras's gate columns, in order i f c o, are read as i f g o")]
        cudnn = is_cudnn(cells[0], self.infos)
        if cudnn:
            notes.append(tr("its kernels use cuDNN's layout"))
        elif "bias" in cells[0].datasets:
            notes.append(tr("its single bias is read as bias_ih, with bias_hh zero"))
        if told.own:
            notes.append(
                tr(
                    "its class is not Keras's own ({classes}): it is read as an LSTM "
                    "with its configured settings; anything else its code computes "
                    "is unknown",
                    classes=", ".join(map(plain, told.own)),
                )
            )
        beside = self._architecture.beside
        if beside and told.configured:
            notes.append(tr("its settings are read from {name} next to it", name=plain(beside)))
        if told.untold and not cudnn:  # CuDNN computes sigmoid alone
            if doubt := self._doubt(cells, told):
                self.undecided[name] = doubt
            else:
                notes.append(told.untold)
        self.notes[name] = (*notes, *told.notes)

    def _other_equations(self, stored: Stored, told: ConfigReading) -> str | None:
        """Return why a class that is not Keras's own is not read as an LSTM, or None."""
        classes = ", ".join(map(plain, told.own))
        start = f"{stored.path}/" if stored.path else ""
        for name in self._others:
            if name.startswith(start):
                return tr(
                    "its class is not Keras's own ({classes}) and has weights that no LSTM has: "
                    "{name}",
                    classes=classes,
                    name=plain(name.removeprefix(start)),
                )
        if told.unwritten and not is_cudnn(stored.cells[0], self.infos):
            return tr(
                "its class is not Keras's own ({classes}) and does not write {keys} "
                "to its configuration. Return them from its get_config, and save it "
                "again",
                classes=classes,
                keys=", ".join(told.unwritten),
            )
        return None

    def _doubt(self, cells: tuple[KerasCell, ...], told: ConfigReading) -> str:
        """Say why the recurrent activation is not known, of cells that have one; else nothing."""
        if self._architecture.layers is not None and not told.configured:
            if len(cells) == 2:
                return tr(
                    "the layer is built in code, and its configuration gives no "
                    "activation; tanh is assumed"
                )
            return tr(
                "the layer is built in code, and its configuration gives no "
                "activation or direction; tanh and the forward direction are assumed"
            )
        return "" if is_numbered(cells[0]) else self._architecture.doubt()

    def _unique(self, name: str) -> str:
        unique, number = name, 1
        while unique in self.notes or unique in self.problems:
            number += 1
            unique = f"{name} ({number})"
        return unique

    def _error(self, why: str) -> FileError:
        return cannot_read(self._path, why)


def _contradiction(
    cells: tuple[KerasCell, ...], told: ConfigReading, infos: Mapping[str, TensorInfo]
) -> str | None:
    """Return the first contradiction between configuration and weights, or None."""
    if told.bidirectional is not None and told.bidirectional != (len(cells) == 2):
        return tr("its configuration and its weights disagree on the directions")
    for cell in cells:
        if told.bias is not None and told.bias != ("bias" in cell.datasets):
            return tr("its configuration and its weights disagree on the biases")
        if (told.cudnn or is_cudnn(cells[0], infos)) != is_cudnn(cell, infos):
            return tr("its bias length does not match CuDNNLSTM")
    return None
