"""Subjects of the fuzzer: good files of every format, their mutations, and their readers."""

import json
import pickle
import re
import shutil
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from onnx import TensorProto, helper

from simulator.diagnosis.layout import lay_out
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.experiment.normalisation import Z_SCORE
from simulator.files.checkpoints import checkpoint, embeddings
from simulator.files.checkpoints.find_lstms import Origin
from simulator.files.errors import FileError
from simulator.files.objectives.readout_file import load_readout
from simulator.files.objectives.target_file import load_targets
from simulator.files.registry import Format, FormatRow, format_of
from simulator.files.sequences import sequence, states, text, token_ids
from simulator.files.sequences import tokens as text_sequence
from simulator.files.sequences.batch import load_batch
from simulator.files.sequences.column_survey import Overview, look, what_is_clear
from simulator.files.sequences.text import SPLITS
from simulator.files.sequences.to_experiment import experiment_over
from simulator.files.sequences.tokens import TokenReading
from simulator.files.sequences.typed import typed
from simulator.files.sequences.vocabulary import read_vocabulary
from simulator.files.tables.npy import npy_shape
from simulator.files.tables.npy_header import npz_headers
from simulator.files.traces import foreign_numbers, parquet_reader
from simulator.files.traces.export import ExportOptions, exporting
from simulator.files.traces.stored import read_stored_trace
from simulator.files.workspaces.reader import read_heading, read_workspace
from simulator.files.workspaces.workspace import Pinned, Workspace
from simulator.network.config import LSTMConfig
from simulator.network.interventions import Cut, Hold
from simulator.objective.loss import CROSS_ENTROPY
from tests.needs_torch import torch
from tests.simulator.experiments import random_parameters
from tests.simulator.files.checkpoints.checkpoints import safetensors_bytes
from tests.simulator.files.checkpoints.keras import models as keras_models
from tests.simulator.files.checkpoints.keras.test_file import STACK
from tests.simulator.files.checkpoints.onnx import models as onnx_models
from tests.simulator.files.checkpoints.onnx.test_file import (
    as_torch_exports,
    body,
    external,
    ints,
    layers,
)
from tests.simulator.files.checkpoints.onnx.test_unfused_lstm import in_a_body, merged
from tests.simulator.files.library_mutations import hdf5s, onnxs, parquet_files, torches
from tests.simulator.files.mutations import (
    Mutation,
    jsons,
    npys,
    of,
    pickled_zips,
    pickles,
    safetensors,
    scrambled,
    texts,
    zips,
)
from tests.simulator.files.tables import parquets
from tests.simulator.files.workspaces.written import write_workspace
from tests.simulator.objective.objectives import objective_of
from tests.simulator.train_mode import in_train_mode

CONFIG = LSTMConfig(3, 2, num_layers=2, bidirectional=True)
PARAMETERS = random_parameters(CONFIG)
VALUES = np.random.default_rng(0).standard_normal((4, 3))
ODD = np.array([[0x7FF0000000000001, 1], [2**63 - 1, 2**62]], np.uint64).view(np.float64)
"""A signalling NaN, a subnormal number, another NaN, and 2."""
ARRAYS = {
    **PARAMETERS.arrays,
    **{f"odd.weight_{kind}_l0": np.tile(ODD, (4, 1)) for kind in ("ih", "hh")},
}
EMBEDDING = np.full((5, 3), 0x3F80, np.uint16)
"""Ones in bfloat16, which numpy lacks."""
MEMBERS = {".json": jsons, ".npy": npys, ".safetensors": safetensors, ".h5": hdf5s}
TEXT = "the cat\nsat on\tthe mät. 1,2 [x] {y}\n"


class Subject(NamedTuple):
    """Format to fuzz.

    Attributes:
        seeds: writes good files into a folder; mutants keep their endings.
        mutate: damages the bytes of a file. read: reads everything from one.
        apart: the registry's row of a format that has a process of its own.
    """

    seeds: Callable[[Path], Iterator[Path]]
    mutate: Mutation
    read: Callable[[Path], object]
    apart: FormatRow | None = None


def read_model(path: Path) -> None:
    """Read every LSTM of a checkpoint, and the first embedding for the first of them."""
    lstms = checkpoint.inspect(path)
    for stored in lstms:
        checkpoint.load(path, stored.name, dtype="float32", recurrent_activation="sigmoid")
    for found in embeddings.embeddings(path, lstms[0].input_size)[:1]:
        embeddings.rows_of(path, found)


def read_sequence(path: Path) -> None:
    """Read a file of numbers as the input of a model, and as its output."""
    arrays = sequence.arrays(path) if format_of(path) is Format.NPZ else [None]
    for array in arrays:
        pick = what_is_clear([path], array, CONFIG.input_size)
        if isinstance(pick, Overview):
            pick = pick.proposal(CONFIG.input_size)
            if len(pick.columns or ()) != CONFIG.input_size:
                continue
        experiment_over(PARAMETERS, sequence.load(path, array, pick))
        with suppress(FileError):  # a batch is no row of another batch
            experiment_over(PARAMETERS, load_batch([path, path], pick, array))
        look([path], array)
    read_objective(path)
    observe(path)


def read_objective(path: Path) -> None:
    """Read a file of numbers as a readout and as targets; it may be said not to fit."""
    column = "0" if format_of(path).is_table else None
    for read in (
        lambda: load_readout(path, CONFIG.output_size),
        lambda: load_targets(path, experiment(), CONFIG.output_size, None, column=column),
    ):
        try:
            read()
        except FileError as error:
            if not str(error).isprintable() or len(str(error)) > 500:
                raise


def observe(path: Path) -> None:
    """Read another program's numbers for a diagnosis; they may be said not to fit."""
    read = foreign_numbers.load(path)
    try:
        lay_out(read, experiment())
    except ValueError as error:
        if not str(error).isprintable():
            raise


def read_beside(path: Path) -> None:
    """Read Keras weights by a mutated architecture beside them, which is the file."""
    read_model(path.with_suffix(".h5"))


def read_states(path: Path) -> None:
    """Read an archive as initial states, and each of its arrays as token ids."""
    names = [None, *npz_headers(path)]
    for name in names:
        read_ids(path, name)
    for state, (_, shape) in states.state_arrays(path).items():
        states.load_state(path, state, shape)


def read_ids(path: Path, array: str | None = None) -> None:
    """Read token ids as one-hot vectors."""
    found = token_ids.token_ids(path, CONFIG.input_size, array)
    if found is not None:
        with suppress(FileError):  # an id is too large
            token_ids.load(found, None, CONFIG.input_size, None)


def read_npy(path: Path) -> None:
    """Read an array as a sequence, as numbers to diagnose, and as an initial state."""
    states.load_state(path, "h_0", npy_shape(path))
    read_sequence(path)


def read_typed(path: Path) -> None:
    """Read a text as if it were typed."""
    typed(path.read_bytes().decode("utf-8", "replace"), CONFIG.input_size)


def read_trace(path: Path) -> None:
    """Read a trace alone, with the run that it came from, and as another program's numbers."""
    trace = read_stored_trace(path)
    with suppress(FileError):  # it has another shape
        trace.recorded(answering())
    trace.alone()
    observe(path)


def read_with_sidecar(path: Path) -> None:
    """Read a trace with a mutated sidecar, which is the file."""
    read_trace(path.replace(path.parent / "wide.csv.json").with_suffix(""))


def read_text(path: Path) -> None:
    """Read a text by its own vocabulary."""
    for split in SPLITS:
        size = text_sequence.encode(path, text.read_text(path), split).vocabulary.size
        text_sequence.load(path, TokenReading(split), size, None)
    with suppress(FileError):  # its tokens are no ids
        found = token_ids.in_text(path, text.read_text(path))
        token_ids.load(found, None, min(1000, found.largest + 1), None)


def read_with_vocabulary(path: Path) -> None:
    """Read a text by a mutated vocabulary, which is the file."""
    size = min(1000, read_vocabulary(path).size)
    for split in SPLITS:
        text_sequence.load(path.parent / "text.txt", TokenReading(split, str(path)), size, None)


def read_gatestep(path: Path) -> None:
    """Read a workspace, and make it ready to run."""
    read_heading(path)
    Run(read_workspace(path).experiment).advance()


# The seeds of each format.


def safetensors_seeds(folder: Path) -> Iterator[Path]:
    header, data = {}, b""
    for dtype, name, array in (
        *(({4: "F32", 8: "F64"}[a.itemsize], name, a) for name, a in ARRAYS.items()),
        ("BF16", "embedding.weight", EMBEDDING),
    ):
        end = len(data) + array.nbytes
        header[name] = {"dtype": dtype, "shape": array.shape, "data_offsets": [len(data), end]}
        data += array.tobytes()
    (folder / "model.safetensors").write_bytes(safetensors_bytes(header, data))
    yield folder / "model.safetensors"


def torch_seeds(folder: Path) -> Iterator[Path]:
    tensors = {name: torch.from_numpy(array.copy()) for name, array in ARRAYS.items()}
    tensors["embedding.weight"] = torch.ones(5, 3, dtype=torch.bfloat16)
    torch.save(tensors, folder / "a.pt")
    yield folder / "a.pt"
    torch.save({"model": tensors, "epoch": 3, "optimizer": [{"lr": 0.1}]}, folder / "b.pth")
    yield folder / "b.pth"


@cache
def whole_module():
    """Return one LSTM, for two of them pickle differently, of one storage.

    torch orders storages by their addresses, which differ from run to run.
    """
    lstm, flat, start = torch.nn.LSTM(3, 2, 2, bidirectional=True), torch.arange(400.0), 0
    for parameter in lstm.parameters():
        parameter.data = flat[start : start + parameter.numel()].view(parameter.shape)
        start += parameter.numel()
    return lstm


def legacy_seeds(folder: Path) -> Iterator[Path]:
    lstm = whole_module()
    for name, content in (("a.pt", lstm.state_dict()), ("b.bin", lstm)):
        path = folder / name
        torch.save(content, path, _use_new_zipfile_serialization=False)
        address = re.compile(rb"(?<=\0\0\0)\d{9,}")
        path.write_bytes(address.sub(lambda key: b"7" * len(key[0]), path.read_bytes()))
        yield path


def module_seeds(folder: Path) -> Iterator[Path]:
    torch.manual_seed(0)
    torch.save({"net": whole_module(), "lr": np.float32(0.1), "at": Path("x")}, folder / "a.ckpt")
    yield folder / "a.ckpt"
    torch.manual_seed(0)  # the first save of a process imports what draws random numbers
    parametrised = torch.nn.utils.parametrizations.weight_norm(torch.nn.LSTM(3, 2), "weight_hh_l0")
    torch.save(parametrised.state_dict(), folder / "b.pt")
    yield folder / "b.pt"


def script_seeds(folder: Path) -> Iterator[Path]:
    torch.manual_seed(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.jit.script(torch.nn.LSTM(3, 2)).save(str(folder / "a.jit"))
    yield folder / "a.jit"


def pickle_seeds(folder: Path) -> Iterator[Path]:
    content = {
        **ARRAYS,
        "epoch": np.int64(3),
        "mask": np.ones(3, bool),
        "path": Path("x"),
    }
    for protocol in (2, 4, 5):
        path = folder / f"{protocol}.pkl"
        path.write_bytes(pickle.dumps({"net": content, "when": None}, protocol))
        yield path


def weights_seeds(folder: Path) -> Iterator[Path]:
    np.savez(folder / "a.npz", **ARRAYS)
    np.savez_compressed(folder / "b.npz", **ARRAYS, embedding=np.ones((5, 3), np.float16))
    yield folder / "a.npz"
    yield folder / "b.npz"


def onnx_seeds(folder: Path) -> Iterator[Path]:
    nodes, arrays = layers(2, 2, as_torch_exports)
    yield onnx_models.save(onnx_models.model(nodes, arrays, ("X1",)), folder, "layers.onnx")
    yield external(folder)
    yield onnx_models.save(merged()[0], folder, "merged.onnx")
    yield onnx_models.save(in_a_body("Loop")[0], folder, "loop.onnx")
    w, r, b = onnx_models.weights(4, onnx_models.HIDDEN_SIZE).values()
    stored = {"Wt": w[0].T.astype(np.float64), "R0": r[:, :8], "R1": r[:, 8:], "B4": b[:, None]}
    stored |= {"axes": ints(0), "one": ints(1), "start": ints(0), "end": ints(99), "by": ints(1)}
    nodes = [
        helper.make_node("Cast", ["Wt"], ["W32"], to=TensorProto.FLOAT),
        helper.make_node("Transpose", ["W32"], ["W2"], perm=[1, 0]),
        helper.make_node("Unsqueeze", ["W2", "axes"], ["W"]),
        helper.make_node("Concat", ["R0", "R1"], ["R2"], axis=1),
        helper.make_node("Slice", ["R2", "start", "end", "one", "by"], ["R"]),
        helper.make_node("Squeeze", ["B4", "one"], ["B"]),
        helper.make_node("If", ["which"], ["Y"], then_branch=body("a"), else_branch=body("b")),
        helper.make_node("F", ["X", "W"], ["Z"], domain="local"),
    ]
    inside = [helper.make_node("LSTM", ["x", "w", "w"], ["y"], hidden_size=5)]
    opsets = [helper.make_opsetid("", 17)]
    function = helper.make_function("local", "F", ["x", "w"], ["y"], inside, opsets)
    inputs = {"which": TensorProto.BOOL}
    made = onnx_models.model(nodes, stored, ("Y",), inputs, functions=[function])
    yield onnx_models.save(made, folder, "computed.onnx")


def keras_seeds(folder: Path) -> Iterator[Path]:
    yield keras_models.save_keras(STACK[1:3], folder)


def architecture_seeds(folder: Path) -> Iterator[Path]:
    layers = [keras_models.KerasLayer("a", keras_models.weights(3, 2)), *STACK[1:3]]
    keras_models.save_old_weights(layers, folder, "2.2.4").rename(folder / "mutant.h5")
    shutil.copy(folder / "mutant.h5", folder / "seed.h5")
    config = {**json.loads(keras_models.sequential(layers)), "keras_version": "2.4.0"}
    (folder / "seed.json").write_text(json.dumps(config))
    yield folder / "seed.json"


def hdf5_seeds(folder: Path) -> Iterator[Path]:
    yield keras_models.save_whole(STACK[1:3], folder)
    yield keras_models.save_weights(STACK[1:3], folder)
    yield keras_models.save_old_weights(STACK[1:3], folder)


def npy_seeds(folder: Path) -> Iterator[Path]:
    odd = np.tile(ODD.view(np.float32), (1, 3))[:, :3]
    arrays = (VALUES * 1e300, odd, odd[:, None], np.arange(12).reshape(4, 3), VALUES > 0)
    for number, array in enumerate(arrays):
        np.save(folder / f"{number}.npy", array)
        yield folder / f"{number}.npy"


def states_seeds(folder: Path) -> Iterator[Path]:
    state = np.ones((4, 1, 2), np.float32)
    np.savez(folder / "a.npz", h_0=state, c_0=2 * state, ids=np.array([2, 0, 1]))
    np.savez_compressed(folder / "b.npz", c0=state[:, 0], ids=np.array([0, 1], np.uint8))
    yield folder / "a.npz"
    yield folder / "b.npz"


def ids_seeds(folder: Path) -> Iterator[Path]:
    for dtype in (np.int64, np.uint8, ">i4"):
        path = folder / f"{np.dtype(dtype).name}.npy"
        np.save(path, np.array([2, 0, 1, 1], dtype))
        yield path


def npz_seeds(folder: Path) -> Iterator[Path]:
    np.savez(folder / "one.npz", x=VALUES)
    np.savez_compressed(folder / "two.npz", output=VALUES[:, None], h_n=VALUES[:, :2], y=[1, 2])
    yield folder / "one.npz"
    yield folder / "two.npz"


def csv_seeds(folder: Path) -> Iterator[Path]:
    for name, content in (
        ("a.csv", "1.5,-2,3e1\n4,5,.6\n"),
        ("b.csv", '# made by hand\ndate,"a, b",c,d\n1700,1,2,3\n1701,4,5,6\n'),
        ("c.tsv", "a\tb\tc\n1\t2\t3\n4\t5\t6\n\n"),
        ("d.csv", "\ufeffx;y;z\r\n1;2;3\r\nmany;5;6\r\n"),
        ("e.txt", "1,2,3\n4,5,6\n"),
    ):
        (folder / name).write_bytes(content.encode())
        yield folder / name


def parquet_seeds(folder: Path) -> Iterator[Path]:
    columns = dict(zip("abc", VALUES.T, strict=True))
    yield parquets.save(folder / "a.parquet", columns)
    more = {"date": ["a", "b", "c", "d"], "n": [1, 2, None, 4], "t": [True, False] * 2}
    yield parquets.save(folder / "b.parquet", {**columns, **more}, row_group_size=2)


def text_seeds(folder: Path) -> Iterator[Path]:
    (folder / "a.txt").write_bytes(TEXT.encode())
    (folder / "b.txt").write_bytes(b"abacab")
    yield folder / "a.txt"
    yield folder / "b.txt"


def vocabulary_seeds(folder: Path) -> Iterator[Path]:
    (folder / "text.txt").write_bytes(TEXT.encode())
    tokens = sorted({*TEXT, *TEXT.split(), "<unk>"})
    (folder / "a.json").write_text(json.dumps(tokens))
    (folder / "b.json").write_text(json.dumps({token: id for id, token in enumerate(tokens)}))
    (folder / "c.txt").write_text("\n".join(token for token in tokens if token != "\n"))
    yield from (folder / name for name in ("a.json", "b.json", "c.txt"))


@cache
def experiment() -> Experiment:
    """Return two rows of different lengths, in train mode, normalised, with a hold and a cut."""
    config = LSTMConfig(3, 2, num_layers=2, bidirectional=True)
    values = np.random.default_rng(1).standard_normal((4, 2, 3)).astype(np.float32)
    made = Experiment.create(random_parameters(config), values, lengths=(4, 3))
    made = in_train_mode(made, 0.5, seed=7)
    holds = Hold("f", 0, 0, (0, 1), 0, 2, 1.0), Cut("weight_hh", 1, 0, (0, 0), 1, 3, 0)
    return made.normalised(Z_SCORE).with_holds(*holds)


@cache
def answering() -> Experiment:
    """Return that experiment with a readout that says one of three words at each timestep."""
    made = experiment()
    objective = objective_of(
        made.config, (4, 2), np.float32, loss=CROSS_ENTROPY, function="softmax"
    )
    return made.with_objective(objective)


def gatestep_seeds(folder: Path) -> Iterator[Path]:
    made = experiment()
    edited = made.with_parameters(made.parameters.with_value("weight_ih_l0", (1, 2), 0.5))
    write_workspace(
        folder / "a.gatestep",
        Workspace(
            "work on x.csv",
            edited,
            made,
            ("a", "b", "c", "d"),
            ("x", "y", "z"),
            Origin("model.pt", "lstm"),
            "notes",
            (Pinned("first", made),),
            {"position": 3},
            "x.csv",
        ),
    )
    yield folder / "a.gatestep"


def traces(*endings: str) -> Callable[[Path], Iterator[Path]]:
    """Return the seeds of traces: CSV and Parquet in both layouts, each with its sidecar.

    A mutant has that sidecar too. A readout's numbers are in some, and in files of their own.
    """

    def seeds(folder: Path) -> Iterator[Path]:
        for made, name in ((answering(), "answers-"), (experiment(), "")):
            run = Run(made)
            run.advance()
            for ending in endings:
                for layout in ("wide", "long") if ending != "npz" else ("wide",):
                    path = folder / f"{name}{layout}.{ending}"
                    for _ in exporting(run, path, ExportOptions(ending, layout, experiment=True)):
                        pass
                    for companion in folder.glob(f"{path.name}.*"):
                        shutil.copy(companion, folder / f"mutant.{ending}{companion.suffix}")
                    yield path
                    yield from folder.glob(f"{path.stem}.readout.*")

    return seeds


def sidecar_seeds(folder: Path) -> Iterator[Path]:
    list(traces("csv")(folder))
    yield folder / "wide.csv.json"


SUBJECTS = {
    "safetensors": Subject(safetensors_seeds, of(safetensors), read_model),
    "pt": Subject(torch_seeds, of(torches), read_model, Format.TORCH.row),
    "pt legacy": Subject(legacy_seeds, of(pickles), read_model, Format.TORCH.row),
    "pt module": Subject(module_seeds, of(pickled_zips), read_model, Format.TORCH.row),
    "jit": Subject(script_seeds, of(pickled_zips), read_model, Format.TORCH.row),
    "pkl": Subject(pickle_seeds, of(pickles), read_model, Format.PICKLE.row),
    "npz weights": Subject(weights_seeds, of(zips(MEMBERS)), read_model, Format.NPZ_WEIGHTS.row),
    "onnx": Subject(onnx_seeds, of(onnxs), read_model, Format.ONNX.row),
    "keras": Subject(keras_seeds, of(zips(MEMBERS)), read_model, Format.KERAS.row),
    "h5": Subject(hdf5_seeds, hdf5s, read_model, Format.KERAS.row),
    "keras architecture": Subject(architecture_seeds, of(jsons), read_beside),
    "states": Subject(states_seeds, of(zips(MEMBERS)), read_states),
    "token ids": Subject(ids_seeds, of(npys), read_ids),
    "npy": Subject(npy_seeds, of(npys), read_npy),
    "npz": Subject(npz_seeds, of(zips(MEMBERS)), read_sequence),
    "csv": Subject(csv_seeds, of(texts), read_sequence),
    "parquet": Subject(parquet_seeds, of(parquet_files), read_sequence, Format.PARQUET.row),
    "txt": Subject(text_seeds, scrambled, read_text),
    "typed": Subject(csv_seeds, of(texts), read_typed),
    "vocabulary": Subject(vocabulary_seeds, of(jsons), read_with_vocabulary),
    "gatestep": Subject(gatestep_seeds, of(zips(MEMBERS)), read_gatestep),
    "trace csv": Subject(traces("csv"), of(texts), read_trace),
    "trace npz": Subject(traces("npz"), of(zips(MEMBERS)), read_trace),
    "trace parquet": Subject(
        traces("parquet"), of(parquet_files), read_trace, parquet_reader.TRACE
    ),
    "trace sidecar": Subject(sidecar_seeds, of(jsons), read_with_sidecar),
}
NEEDS_TORCH = {"pt", "pt legacy", "pt module", "jit"}
"""Subjects whose seeds torch writes."""
