"""Matrix of pictures of the window, and a search of each for texts that cannot be read.

    python -m tests.ui.picture_matrix --output FOLDER [--only NAME]

Every size, scale, theme, language, model, layout, text size and state occurs in some picture.
A scale of 150 or 200 % on 1920×1080 is a window of that many pixels fewer.
"""

import argparse
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import QSettings, QTranslator
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLayout,
    QWidget,
)

from simulator import translation
from simulator.analysis.address import Address
from simulator.examples import EXAMPLES
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from tests.simulator.experiments import random_parameters
from tests.ui.windows import sweep
from tests.ui.worker.inline_worker import InlineWorker
from ui.documents import opening
from ui.session.document import Document
from ui.session.workbench import Workbench
from ui.style import chrome, fonts
from ui.style.theme import COLOUR_BLIND, STANDARD, theme_named
from ui.widgets.elided_label import ElidedLabel
from ui.window import language_choice
from ui.window.docking.caption import Caption
from ui.window.main_window import MainWindow

SIZES = {
    "1280x800": (1280, 800),
    "1440x900": (1440, 900),
    "1920x1080": (1920, 1080),
    "150%": (1280, 720),
    "200%": (960, 540),
}
STATES = ("gate", "timestep", "start", "end", "back", "elsewhere", "hidden", "edited", "page")
"""Where a picture stands: in a gate step, after a timestep, at an end, in a gate step of the way
back, looking elsewhere, with what is ahead hidden, with an edit compared, or on the start page."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture of the matrix."""

    size: str
    theme: str = "light"
    language: str = "en"
    model: str = "latch"
    layout: str = "learn"
    text_size: int = 100
    state: str = "gate"
    palette: str = STANDARD

    @property
    def name(self) -> str:
        """Return the name of the picture's file, without its suffix."""
        parts = (self.size, self.theme, self.language, self.model, self.layout, self.text_size)
        return "-".join(map(str, (*parts, self.state, self.palette))).replace("%", "")


SCENES = (
    Scene("1440x900"),
    Scene("1440x900", "dark"),
    Scene("1280x800"),
    Scene("1280x800", "dark", "ko", "deeds", state="timestep"),
    Scene("1280x800", model="sunspots", layout="edit", state="timestep"),
    Scene("1280x800", "dark", model="tagger", layout="debug", state="timestep"),
    Scene("1280x800", language="ko", model="walk", layout="edit", state="edited"),
    Scene("1920x1080", model="large", layout="debug", state="timestep"),
    Scene("1920x1080", "dark", model="large", state="gate"),
    Scene("1920x1080", model="tagger", state="elsewhere"),
    Scene("1920x1080", language="ko", model="sunspots", text_size=150, state="timestep"),
    Scene("1920x1080", "dark", model="latch", text_size=200, state="gate"),
    Scene("150%", model="parity", state="elsewhere"),
    Scene("150%", "dark", model="walk", layout="debug", state="edited"),
    Scene("150%", language="ko", model="tagger", layout="learn", state="gate"),
    Scene("200%", model="latch", state="gate"),
    Scene("200%", "dark", language="ko", model="first-and-last", layout="edit", state="timestep"),
    Scene("200%", model="large", layout="debug", state="end"),
    Scene("1440x900", model="forgetting", state="hidden"),
    Scene("1440x900", "dark", model="teaching", state="start"),
    Scene("1440x900", model="depth", state="end", palette=COLOUR_BLIND),
    Scene("1440x900", "dark", model="sunspots", state="edited", palette=COLOUR_BLIND),
    Scene("1440x900", layout="gradients", state="back"),
    Scene("1440x900", "dark", model="walk", state="back"),
    Scene("1280x800", "dark", "ko", "walk", "gradients", state="back"),
    Scene("1920x1080", model="sunspots", layout="gradients", state="back"),
    Scene("1920x1080", model="tagger", layout="gradients", text_size=150, state="back"),
    Scene("150%", model="depth", layout="debug", state="back"),
    Scene("200%", language="ko", model="latch", layout="gradients", state="back"),
    Scene("1440x900", layout="training", state="end"),
    Scene("1440x900", state="page"),
    Scene("1280x800", "dark", language="ko", state="page"),
    Scene("200%", state="page"),
)


def document_of(model: str) -> Document:
    """Return a document: an example, or a random LSTM of 512 units over 1,000 timesteps."""
    if model != "large":
        return Document.of_example(EXAMPLES[model]())
    parameters = random_parameters(LSTMConfig(8, 512), 1, np.float32)
    sequence = np.random.default_rng(1).standard_normal((1000, 8)).astype(np.float32)
    return opening.document_of_new(Experiment.create(parameters, sequence))


def speak(app: QApplication, language: str) -> None:
    """Let texts that are made from now on be in a language."""
    for translator in app.findChildren(QTranslator):
        app.removeTranslator(translator)
        translator.deleteLater()
    translation.load(translation.ENGLISH)
    language_choice.install(app, language)


def stage(scene: Scene, folder: Path) -> MainWindow:
    """Return a shown window that stands as a scene says."""
    app = QApplication.instance()
    speak(app, scene.language)
    fonts.set_text_size(scene.text_size)
    theme = theme_named(scene.theme, scene.palette)
    chrome.apply(app, theme)
    worker = InlineWorker()
    bench = Workbench(document_of(scene.model))
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    window = MainWindow(bench, worker, theme, settings)
    window.resize(*SIZES[scene.size])
    window.show()
    worker.start()
    window.lay_out(scene.layout)
    bench.snapshot().run.advance()
    _stand(bench, scene.state)
    if scene.state == "page":
        window.greet()
    while not window.at_rest:
        app.processEvents()
    for _ in range(4):
        sweep()
    return window


def _stand(bench: Workbench, state: str) -> None:
    now = bench.snapshot()
    last = now.experiment.lengths[0] - 1
    t = min(5, last)
    if state in ("start", "page"):
        return
    if state == "end":
        bench.last()
        return
    if state == "back":
        cell = now.schedule.cell_at(now.lane, max(0, last - 3), 0)
        bench.last()
        bench.go_to(now.schedule.position_after(cell, "df"))
        return
    bench.go_to_timestep(t if state == "gate" else min(12, last))
    if state == "gate":
        cell = now.schedule.cell_at(now.lane, t, 0)
        bench.go_to(now.schedule.position_after(cell, "f"))
    elif state == "elsewhere":
        bench.look_at(Address("c", now.lane, 3, 0, 0))
    elif state == "hidden":
        bench.toggle_ahead()
    elif state == "edited":
        parameters = now.experiment.parameters
        edited = parameters.with_value("weight_ih_l0", (0, 0), 1.25)
        bench.edit(now.experiment.with_parameters(edited), "W_ih[0,0]")


# Faults


def faults(window: QWidget) -> Iterator[str]:
    """Yield what cannot be read: cut texts, elided names, and widgets that overlap."""
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or widget.visibleRegion().isEmpty():
            continue
        if cut := _cut(widget):
            yield cut
    yield from _overlaps(window)


def _cut(widget: QWidget) -> str:
    """Say what of a widget's text has no room; empty when all of it has."""
    text = _text(widget)
    if not text:
        return ""
    if isinstance(widget, Caption):
        return ""  # it shows whole parts, or nothing
    if isinstance(widget, ElidedLabel):
        shown = widget.shown()
        # A file's name or a long sentence may end in an ellipsis; two letters of it say nothing.
        if shown and shown != text and len(shown) < min(12, len(text)):
            return f"{_path(widget)}: “{text}” is elided to “{shown}”"
        return ""
    if isinstance(widget, QLabel) and widget.wordWrap():
        needed = widget.heightForWidth(widget.width())
        if needed > widget.height() + 1:
            return f"{_path(widget)}: “{text}” needs {needed} px of height, has {widget.height()}"
        return ""
    if isinstance(widget, (QLabel, QAbstractButton, QComboBox)):
        needed = widget.sizeHint()
        if isinstance(widget, QLabel):
            needed = needed.shrunkBy(widget.contentsMargins())
        if needed.width() > widget.width() + 1 or needed.height() > widget.height() + 3:
            return (
                f"{_path(widget)}: “{text}” needs {needed.width()}×{needed.height()}, "
                f"has {widget.width()}×{widget.height()}"
            )
    return ""


def _text(widget: QWidget) -> str:
    if isinstance(widget, (ElidedLabel, QLabel, QAbstractButton)):
        return str(widget.text())
    if isinstance(widget, QComboBox):
        return str(widget.currentText())
    return ""


def _overlaps(window: QWidget) -> Iterator[str]:
    """Yield pairs of widgets in one layout that cover each other."""
    for parent in (window, *window.findChildren(QWidget)):
        if parent.layout() is None or not parent.isVisible():
            continue
        shown = [w for w in _in_layout(parent.layout()) if not w.visibleRegion().isEmpty()]
        for one, other in itertools.combinations(shown, 2):
            both = one.geometry() & other.geometry()
            if both.width() > 1 and both.height() > 1:
                yield f"{_path(one)} and {_path(other)} overlap by {both.width()}×{both.height()}"


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    """Yield the visible widgets of a layout, and of those in it."""
    for number in range(layout.count()):
        item = layout.itemAt(number)
        if item.layout() is not None:
            yield from _in_layout(item.layout())
        elif item.widget() is not None and item.widget().isVisible():
            yield item.widget()


def _path(widget: QWidget) -> str:
    """Return the names of a widget and of those around it."""
    names = []
    around: QWidget | None = widget
    while around is not None and not around.isWindow():
        names.append(around.objectName() or type(around).__name__)
        around = around.parentWidget()
    return " < ".join(names[:4])


def main() -> None:
    """Write the pictures, and print what cannot be read in each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    for scene in SCENES:
        if arguments.only not in scene.name:
            continue
        window = stage(scene, arguments.output)
        window.grab().save(str(arguments.output / f"{scene.name}.png"))
        for fault in faults(window):
            print(f"{scene.name}: {fault}")
        window.close()
        window.deleteLater()
        sweep()
    speak(app, translation.ENGLISH)


if __name__ == "__main__":
    main()
