"""Every text that a user may read passes by `tr`, and has a translation in the Korean file."""

import os
import re
import warnings

import numpy as np
import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QFileDialog
from safetensors.numpy import save_file

from simulator import translation
from simulator.examples import EXAMPLES
from simulator.experiment.experiment import Experiment
from simulator.files.checkpoints import checkpoint
from simulator.files.errors import FileError
from simulator.network.config import LSTMConfig
from simulator.network.interventions import Cut, Hold
from tests import depth, texts
from tests.simulator.diagnosis.foreign import MISTAKES
from tests.simulator.experiments import random_parameters
from tests.ui.read_aloud import Reader, english, masked
from ui.commands.table.rows import LESSON_IDS, TABLE
from ui.dialogs.diagnosis import DiagnosisDialog
from ui.session.document import Document
from ui.session.workbench import Workbench

PLACE = re.compile(r"\{[^{}]*\}")
HANGUL = re.compile("[가-힣]")
MNEMONIC = re.compile(r"&([^&\s])")

AS_THEY_ARE = {
    "Torch", "aⁿbⁿ", "id", "torch {torch} and numpy {numpy}",
    "to", "from {low} to {high}", "of {last}", "{number} of {count}",
    "{name} times", "{model} on {sequence}", "(T, I) = {shape}", "{number} %", "{sign} {number} %",
    "σ(y)", "softmax(y)", "t {t}", "of t {t}", "{where}: {quantity}[{unit}], the {meaning},",
    "= Σ {product}   over {span}", "t {t}: ρ {sign}{radius} · ‖J‖ {sign}{norm}",
    "dL/df: dc ⊙ c_prev", "dL/dg: dc ⊙ i", "dL/di: dc ⊙ g", "dL/dm: W_hr^T dh",
    "dL/do: dm ⊙ tanh(c)", "dL/dx: W_ih^T dz",
    "β₁, β₂", "ε", "α", "Nesterov", "AMSGrad",
}  # fmt: skip
"""Texts whose Korean is a name or a sign."""


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """Return the texts that Qt's tool finds in the code."""
    return texts.messages(texts.update(tmp_path_factory.mktemp("found") / "found.ts"))


@pytest.fixture(scope="module")
def korean():
    return [m for m in texts.messages(texts.TRANSLATION) if m.said and not m.state]


def differ(found, korean):
    """Return a line on the texts without a translation and the translations of no text.

    It is a warning, so that who changes a text need not know Korean, and an error where the
    environment asks for all translations.
    """
    found, korean = ({message.source for message in messages} for messages in (found, korean))
    missing, gone = sorted(found - korean), sorted(korean - found)
    if not missing and not gone:
        return ""
    line = f"texts without Korean: {len(missing)}, translations without a text: {len(gone)}"
    return f"{line}: {[*missing, *gone]}"


class UntranslatedWarning(UserWarning):
    pass


def test_every_text_is_translated_and_nothing_else(found, korean):
    assert len(found) > 1000
    assert {m.context for m in (*found, *korean)} == {""}
    sources = [m.source for m in korean]
    assert len(sources) == len(set(sources))
    line = differ(found, korean)
    if os.environ.get("GATESTEP_REQUIRE_TRANSLATIONS"):
        assert not line, line
    elif line:
        with warnings.catch_warnings():
            warnings.simplefilter("default", UntranslatedWarning)
            warnings.warn(line, UntranslatedWarning, stacklevel=1)


def test_no_text_is_where_the_tool_of_translators_does_not_look(found):
    """It does not look into format strings: `f"{tr('…')}"` would stay English."""
    sources = {message.source for message in found}
    assert [str(text) for text in texts.marked() if text.text not in sources] == []


def test_a_text_without_a_translation_is_counted(korean):
    assert differ(korean, korean) == ""
    new, old = korean[0]._replace(source="A new text"), korean[0].source
    line = differ([new, *korean[1:]], korean)
    assert line.startswith("texts without Korean: 1, translations without a text: 1: ")
    assert "'A new text'" in line
    assert repr(old) in line


def test_translations_are_korean(korean):
    assert {m.source for m in korean if not HANGUL.search(m.said)} == AS_THEY_ARE


def test_translations_have_the_same_places_for_values(korean):
    for message in korean:
        there = sorted(PLACE.findall(message.source))
        assert sorted(PLACE.findall(message.said)) == there, message


def test_translations_have_the_same_lines(korean):
    for message in korean:
        assert message.said.count("\n") == message.source.count("\n"), message
        assert message.said.endswith("…") == message.source.endswith("…"), message


def test_translations_have_the_same_mnemonics(korean):
    for message in korean:
        given, wanted = (MNEMONIC.findall(text.upper()) for text in message[1:3])
        assert given == wanted, message


def test_the_compiled_file_is_of_these_translations(tmp_path, korean):
    compiled = texts.TRANSLATION.with_suffix(".qm")
    fresh = texts.release(texts.TRANSLATION, tmp_path / "fresh.qm")
    assert fresh.read_bytes() == compiled.read_bytes()
    translator = QTranslator()
    assert translator.load(str(compiled))
    assert {m.source: translator.translate("", m.source) for m in korean} == {
        m.source: m.said for m in korean
    }


def test_a_process_of_its_own_speaks_the_same_language(tmp_path):
    (tmp_path / "1.h5").write_bytes(b"no model")
    translation.load("ko")
    try:
        with pytest.raises(FileError, match=r"1\.h5를 읽을 수 없습니다\. HDF5 파일이 아니거나"):
            checkpoint.inspect(tmp_path / "1.h5")
    finally:
        translation.load(translation.ENGLISH)


UNTRANSLATED = {
    # Names of the program, of torch and Keras, of files and of keys.
    "sigmoid", "hard_sigmoid", "*.npy *.npz",
    "Gatestep[*]", "torch.nn.LSTM", "float32", "float64", "{}-steps.png", "{}.png",
    "{}-edited{}", ".gatestep-{}.tmp", "Core ML", "{}constants/", "{}data/{}", "save as",
    "{}.readout{}", "{}.weights{}", '{\n  "format": 1,\n  "kind": "{}",\n',
    "weight_hr{}", "weight_ih{}", "weight_hh{}", "bias_ih{}", "bias_hh{}", "{}weight", "{}bias",
    "any grad nan", "val_loss > 10 * best",
    # Equations.
    "tanh ", "{}lr · {}", "dW += dz · (x, {}, 1)",
    "dy_{t} = dL/dy_{t}",
    "gatestep_{}.ts", "known{}", "\0as text",
    "Alt+↑  Alt+↓", "Esc, Enter", "\tDel", "{}\tCtrl+A",
    # Details for a report, which is in English.
    "language: {}, locale: {}",
    # Texts that are compared, sorted or matched, and texts for the console or a file.
    "no torch", "adding problem", "Parquet trace", "Python objects", " on ",
    "next year",
    "LSTM with projections is not supported with oneDNN", "{}  {}: flagged by {}",
    ", must be by {}", "{}: {} of {} values agree", "Choose {} of them with --columns",
    "{} is not a position: start, end, loss, a timestep such as 17 or back 17, or one of its "
    "steps, such as 17:f or 17:df, with layer 1, reverse, row 0 if needed",
    "import sys; sys.path[:0] = {sys.argv[1]} - {*sys.path}; from {} import sandbox; ",
    "import sys; sys.path[:] = sys.argv[1:]; "
    "from ui.worker import torch_process; torch_process.serve()",
    "{}sandbox.serve()", "torch DISAGREES{}. {}", "steps back", " with the gradients", "dy of ",
    "torch {} agrees with all {} {} ({}): largest difference {}, at most {} of the bound",
    "torch {} has nothing to compare ({}): all {} {} overflow",
    "torch.optim DISAGREES. {}",
    "torch.optim {} agrees with all {} numbers of {} training steps ({}): at most {} of the bound",
    "; {} more overflow and cannot be compared", "; and with {}{} answers of the readout",
    "; and with {} sums of weights' gradients",
    "; torch.nn.LSTM skipped {} windows, as it cannot hold",
    # Names of mistakes, which reports keep; the phrases beside them are translated.
    "hard sigmoid 0.2", "hard sigmoid 1/6", "relu for g", "relu of c", "sigmoid for g",
    "no tanh(c)", "projection of c", "projection of tanh(c)",
    "projection before o", "projection squashed", "projection missing", "output not projected",
    "batch_first misread", "dropout off", "dropout seed {}", "layers reversed",
    "upper layers reversed", "forward weights twice", "direction weights", "weights exchanged",
    "gate order {}", "gate order iofg", "gate order ifog", "gate order igfo", "b_hh missing",
    "b_ih missing", "both biases doubled", "h_0 and c_0 left out", "the state reset at every step",
    "the lengths ignored", "W_ih and W_hh reshaped instead of transposed",
    "the reverse direction's outputs not put back in timestep order",
    "the reverse direction's h_n and c_n read at the last timestep",
    "gradient of the loss", "gradients in a cell", "gradients between cells",
    "gradients of the weights", "cell back", "links back", "loss back",
    "dz without the slope of {}", "dz stacked {}",
    "i coupled to f", "f coupled to i", "other initial states", "another first input",
    "{} of the {} alone", "readout bias", "forget bias", "forget bias +1", "forget bias -1",
    # Message where no font has the letters of another language.
    "The window speaks English, because {}",
    "no font here has Korean letters; on Debian or Ubuntu: apt-get install fonts-nanum",
}  # fmt: skip
"""Literals that are equal in every language, or that nobody reads in the window."""
OF_DEVELOPERS = {
    # Rows that a sheet may not have.
    "{}: a row is written key = function(sum of products)",
    "{}: {} is not a function: write one of {}", "{}: an operator is missing before {}",
    "{}: the only number is 1, not {}", "{}: {} cannot stand there",
    "{}: something is missing at the end", "{}: {} is computed twice, or given", "move it",
    "{}: {}: a d begins the name of a gradient",
    "{}: {} reads {} too early: {}", "{} is not a state; states are {}",
    "{}: {}: give {} a row of its own", "{}: {}: give the sum a row of its own",
    "{}: {}: {} is not computed", "{}: {}: {} stands after no matrix",
    "{}: {} is {}: leave it out", "{}: nothing reads {}, and it is not a state",
    "{}: no row computes the state {}",
    # Arguments that no form gives, and places that do not exist.
    "the states must be {}, got {}",
    "the next row is step {}'s, not {}'s",
    "cells {} to {} are not all among the {} computed", "a cut has no value",
    "a report on the backward pass cannot follow one on the forward pass",
    "without a loss or a seed there are no gradients",
    "a backward pass needs a finished run and a loss or a seed",
    "the shapes differ: {} and {}",
    "dtype must be float32 or float64, got {}", "layout must be wide or long, got {}",
    "a text is split into {}, not {}", " or ", "row {} of {}", "timestep {} of {} in row {}",
    "unit {} of {} in {}",
    "there is no {}", "{} is not computed yet", "{} steps of {}, of which {} are computed",
    "cells {} to {} between the reports are unchecked",
    "what is held depends on t and rows: give both",
    "a frame has another kind of pixels than the first", "a frame reaches beyond the first",
    "a frame is not a PNG",
    # Said by commands and to Python, which speak English.
    "{} takes {} of memory and {} are free: take a shorter sequence or fewer batch rows",
    "is not installed", "cannot be loaded ({})", "{} needs PyTorch, which {}: {}",
    # Exceptions that their own module catches, and words anew.
    "its directory is too large", "cut off", "a name twice", "{} is not a JSON number",
    "this version is never written here", "is a folder",
    "nothing is on the stack", "the backward pass does not include a readout",
    # Operators that make a wrong cell, and functions that only it takes: no list shows them.
    "first units", "at its value", "of tanh", "let out", "{} over all that reads {}", "left out",
    "{} read as 1 − {}", "{} and {} exchanged in {}", "tanh of {}", "the projection missing",
    "the projection before {}", "{} left out", "{} with {} for {}", "slope of {} {}",
    "gates stacked {}", "rows unit by unit", "rows written unit by unit", "each gate reshaped",
    # Part of a mistake of ours, which is reported in English.
    "the process that reads {} gave no answer",
}  # fmt: skip
"""Exceptions whose texts no user of the window reads."""


def test_nothing_is_said_past_tr():
    known = UNTRANSLATED | OF_DEVELOPERS
    past = [text for folder in texts.FOLDERS for text in texts.said_past_tr(folder)]
    assert [str(bypass) for bypass in past if bypass.text not in known] == []
    assert known - {bypass.text for bypass in past} == set()  # every exemption is needed


def test_what_passes_by_tr_is_found(tmp_path, monkeypatch):
    (tmp_path / "ui").mkdir()
    (tmp_path / "ui" / "bad.py").write_text(
        '"""Doc string, not shown."""\n'
        "label = QLabel('Word')\n"
        "label.setText('One ' if one else tr('Two words'))\n"
        "label.setToolTip(f'{count} bytes')\n"
        "row = Row('several words here', mark('fine words'), tr('fine words'))\n"
        "label.setStyleSheet('color: red; border: none')\n"
        "raise FileError(f'{path} is bad')\n"
        "raise KeyError('unknown', path)\n"
    )
    monkeypatch.setattr(texts, "ROOT", tmp_path)
    assert [bypass.text for bypass in texts.said_past_tr("ui")] == [
        "Word", "One ", "{} bytes", "several words here", "{} is bad", "unknown",
    ]  # fmt: skip


@pytest.fixture
def masked_language():
    translation.install("xx", masked)
    yield
    translation.load(translation.ENGLISH)


@pytest.fixture
def reader(masked_language, monkeypatch):
    """Read everything shown; in the end, find no English."""
    reader = Reader()
    reader.listen(monkeypatch)
    yield reader
    assert len(reader.read) > 200
    found = {
        f"{where}: {text!r}": words
        for text, where in reader.read.items()
        if (words := english(text, where))
    }
    assert found == {}


def test_names_are_no_english_however_they_are_cut():
    assert english("number", "drawText") == english("numb…", "drawText") == []
    assert english("tanh", "drawText") == english("ta…", "drawText") == []
    assert english("Numb…", "drawText") == ["Numb"]
    assert english("words", "drawText") == ["words"]


@pytest.mark.slow
def test_the_window_has_no_english(reader, make_window, qtbot):
    bench = Workbench(Document.of_example(EXAMPLES["tagger"]()))
    window = make_window(bench, size=(1600, 1000), shown=True)
    bench.step(9)
    qtbot.waitUntil(lambda: window.checked and not window.busy)
    for panel in window._panels.values():
        panel.parentWidget().raise_()
        reader.settle(window)
        reader.point(panel)
    # Lessons bring their own texts in both languages, which the linter compares.
    left_out = {"quit", *LESSON_IDS.values()}
    reader.use(window, [window._actions[row.id] for row in TABLE if row.id not in left_out])
    window.grab()


def test_every_option_and_edit_is_told_without_english(reader, make_window, qtbot):
    config = LSTMConfig(3, 2, num_layers=2, bidirectional=True, proj_size=1, dropout=0.5)
    values = np.random.default_rng(0).standard_normal((6, 2, 3)).astype(np.float32)
    parameters = random_parameters(config, 0, np.float32)
    options = {"training": True, "masks": (np.full((6, 2, 2), 2, np.float32),)}
    experiment = Experiment.create(parameters, values, lengths=(6, 4), **options)
    held = Hold("f", 1, 1, (0,), 1, 4, 0.5), Cut("weight_hh", 0, 0, (1, 0), 0, 5)
    bench = Workbench(Document.of("1", experiment))
    window = make_window(bench, size=(1600, 1000), shown=True)
    bench.step(40)
    bench.edit(experiment.with_parameters(parameters.with_value("weight_ih_l0", (0, 0), 2.0)), "2")
    bench.edit(bench.snapshot().experiment.with_holds(*held), "3")
    qtbot.waitUntil(lambda: window.checked and not window.busy)
    points = depth.count(8, by_default=4)
    for panel in window._panels.values():
        panel.parentWidget().raise_()
        reader.settle(panel)
        reader.point(panel, points, points)
    reader.settle(window)
    window.grab()


def test_what_is_asked_of_files_has_no_english(reader, make_window, qtbot, tmp_path, monkeypatch):
    tensors = random_parameters(LSTMConfig(3, 2, 2, bidirectional=True), 0, np.float32).arrays
    named = {f"{number}.{name}": array for number in (1, 2) for name, array in tensors.items()}
    save_file(named, tmp_path / "2.safetensors")
    np.savez(tmp_path / "3.npz", **{"1": np.ones((4, 3)), "2": np.ones((4, 2, 3))})
    (tmp_path / "4.csv").write_text("1,2,3\n4,5,6\n7,8,9\n")
    (tmp_path / "6.npy").write_bytes(b"\x93NUMPY")
    (tmp_path / "5.txt").write_text("a b, a.\nb")
    window = make_window(Workbench(Document.of("1", EXAMPLES["latch"]().experiment)))
    told = []
    window.messages.complained.connect(told.append)
    for name in ("2.safetensors", "3.npz", "4.csv", "5.txt", "6.npy", "8.csv"):
        path = str(tmp_path / name)
        reader.watch(lambda path=path: window.open_files([path]), qtbot, lambda: not window.busy)
        reader.settle(window)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "7.npz"), ""))
    theirs = MISTAKES["NoBhh"].engine(window._workbench.snapshot().experiment).numbers()
    np.savez(tmp_path / "7.npz", output=theirs["output"])
    window._actions["diagnose"].trigger()
    qtbot.waitUntil(lambda: bool(window.findChildren(DiagnosisDialog)))
    reader.settle(window)
    window.findChild(DiagnosisDialog).close()
    for text in told:
        reader.note("complaint", text.replace(str(tmp_path), ""))
    assert len(told) == 2
