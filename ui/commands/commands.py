"""Commands: handlers of the actions, by the ids of the table of actions."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMainWindow, QMessageBox

from simulator.analysis.address import Given
from simulator.commands.place import place
from simulator.examples import EXAMPLES
from simulator.files.registry import offered
from simulator.network.interventions import Hold
from simulator.translation import mark, tr
from simulator.version import VERSION
from ui.commands.actions import Handler
from ui.commands.check_commands import CheckCommands
from ui.commands.debug_commands import DebugCommands
from ui.commands.diagnosis_command import Diagnoser
from ui.commands.exporter import Exporter
from ui.commands.lesson_commands import LessonCommands
from ui.commands.option_changer import OptionChanger
from ui.commands.readout_command import ReadoutCommand
from ui.commands.sequence_commands import SequenceCommands
from ui.commands.table.rows import FORGET_BIAS_IDS, LAYOUT_IDS
from ui.commands.trace_commands import Traces
from ui.commands.train_commands import TrainCommands
from ui.commands.undoing import Undoing
from ui.documents.exports import Exports
from ui.documents.opener import Opener
from ui.documents.saving import Saver
from ui.panels.catalogue import PANELS
from ui.panels.layouts import LEARN, TRAINING
from ui.panels.units.words import QUESTIONS
from ui.session.document import Document
from ui.session.edit_requests import EditRequests
from ui.session.messages import Messages
from ui.session.snapshot import GATE, TIMESTEP
from ui.session.workbench import Workbench
from ui.style.key_names import NAMES
from ui.style.theme import Theme
from ui.widgets.asked import asked
from ui.widgets.plain_box import plain_box, show_box
from ui.worker.torch_worker import TorchWorker

if TYPE_CHECKING:
    from ui.commands.help.guide import GuideDialog
    from ui.documents.question import Answer, Question
    from ui.documents.readout_keeping import Misfit


_FILES = " ".join(f"*{suffix}" for suffix in offered())
_ABOUT = mark(
    "Gatestep {version} steps an LSTM through a sequence, one timestep and one gate "
    "at a time, and checks every step against PyTorch."
)


class Commands(QObject):
    """Asks the user's questions, and acts by the workbench and the opener.

    Signals:
        layout_asked: the key of a layout.
        panel_asked: the key of a panel to show, and to give the focus.
        panel_needed: the key of a panel that what was opened is seen in.
        units_asked: a figure to sort units by, its quantity, and what to find among them.
        teaches_asked: what teaches the selected weight?
        wanted_asked: what would make the ledger's number another one?
    """

    layout_asked = Signal(str)
    panel_asked = Signal(str)
    panel_needed = Signal(str)
    units_asked = Signal(str, str, str)
    wanted_asked = Signal()
    teaches_asked = Signal()

    def __init__(
        self,
        workbench: Workbench,
        worker: TorchWorker,
        messages: Messages,
        theme: Theme,
        saver: Saver,
        exports: Exports,
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self._workbench, self._window, self._theme = workbench, window, theme
        self._saver, self._messages = saver, messages
        self._guide: GuideDialog | None = None
        self.option_changer = OptionChanger(workbench, worker, messages, self)
        self._exporter = Exporter(workbench, worker, messages, exports, theme, window)
        self.opener = Opener(
            workbench, worker, messages, self._choose_one, self._ask_for_disk, self
        )
        self._traces = Traces(workbench, self.opener, messages, window)
        self._edits = edits = EditRequests(workbench, messages, self)
        self.sequence = SequenceCommands(workbench, self.opener, messages, edits, theme, window)
        self._readout = ReadoutCommand(
            workbench, worker, messages, edits, theme, window, self.is_still_open
        )
        self._undoing = Undoing(workbench, messages)
        self._debug = DebugCommands(workbench, messages, self)
        self.checking = CheckCommands(workbench, worker, window, self.is_still_open)
        self.training = TrainCommands(workbench, worker, messages, window)
        self.training.task_opened.connect(partial(self.layout_asked.emit, TRAINING))
        self.lessons = LessonCommands(workbench, messages, window)
        self.opener.lesson_asked.connect(self.lessons.open)
        self._diagnoser = Diagnoser(workbench, worker, messages, theme, window)
        self._diagnoser.applied.connect(workbench.tutor.note_applied)
        workbench.tutor.doctor_asked.connect(self._diagnoser.compare_numbers)
        self.opener.stored.connect(saver.take_up)

    def handlers(self) -> Mapping[str, Handler]:
        """Return the handler of each action."""
        bench, window = self._workbench, self._window
        return {
            "new": self._new,
            "open": self._open,
            "save": self._saver.save,
            "save_as": self._saver.save_as,
            "export_trace": self._exporter.export_trace,
            "export_gradients": self._exporter.export_gradients,
            "export_model": self._exporter.export_model,
            "export_script": self._exporter.export_script,
            "quit": window.close,
            "undo": self._undoing.undo,
            "redo": bench.redo,
            "reset": bench.reset,
            "notes": self._write_notes,
            "hold": self._hold,
            "hold_value": self.ask_hold,
            "wanted": self.wanted_asked.emit,
            "teaches": self.teaches_asked.emit,
            **{id: partial(self._set_forget_bias, bias) for bias, id in FORGET_BIAS_IDS.items()},
            "options": self._ask_options,
            "readout": self._readout.ask,
            "play": bench.toggle_playing,
            "next": partial(bench.step, 1),
            "back": partial(bench.step, -1),
            "next_timestep": partial(bench.step, 1, TIMESTEP),
            "back_timestep": partial(bench.step, -1, TIMESTEP),
            "next_gate": partial(bench.step, 1, GATE),
            "back_gate": partial(bench.step, -1, GATE),
            "next_ten": partial(bench.step, 10, TIMESTEP),
            "back_ten": partial(bench.step, -10, TIMESTEP),
            "first": bench.first,
            "last": bench.last,
            "go_to": self._go_to,
            "seed": self._ask_what_made_it,
            "no_seed": partial(bench.seed, None),
            "hide_ahead": bench.toggle_ahead,
            "by_timestep": partial(bench.set_granularity, TIMESTEP),
            "by_gate": partial(bench.set_granularity, GATE),
            "faster": partial(bench.change_speed, 2.0),
            "slower": partial(bench.change_speed, 0.5),
            "loop": bench.toggle_looping,
            **self.sequence.handlers(),
            **self._debug.handlers(),
            **{
                question.id: partial(self.show_units, question.figure, question.quantity)
                for question in QUESTIONS
            },
            "diagnose": self._diagnoser.ask,
            **self.checking.handlers(),
            **self.training.handlers(),
            **self.lessons.handlers(),
            "reset_layout": partial(self.layout_asked.emit, LEARN),
            **{id: partial(self.layout_asked.emit, key) for key, id in LAYOUT_IDS.items()},
            **{key: partial(self.panel_asked.emit, key) for key in PANELS},
            "full_screen": self._toggle_full_screen,
            "palette": self._find_command,
            "guide": self._show_guide,
            "shortcuts": self._show_keys,
            "copy_details": self._copy_details,
            "about": partial(show_box, window, tr("About Gatestep"), tr(_ABOUT, version=VERSION)),
        }

    def set_theme(self, theme: Theme) -> None:
        """Take another theme for the dialogs."""
        self._theme = theme
        self._exporter.set_theme(theme)
        self._diagnoser.set_theme(theme)
        self._readout.set_theme(theme)
        if self._guide is not None:
            self._guide.page.set_theme(theme)
        self.sequence.set_theme(theme)

    def open_example(self, id: str) -> None:
        """Open an example that ships, where it begins."""
        example = EXAMPLES[id]()
        self._workbench.open(Document.of_example(example))
        if example.place:
            self._workbench.go_to_place(place(example.place))
        if example.panel:
            self.panel_needed.emit(example.panel)

    def show_units(self, figure: str, quantity: str, find: str = "") -> None:
        """Show units by a figure, found by a text; the first one is selected."""
        self.panel_asked.emit("Units")
        self.units_asked.emit(figure, quantity, find)

    def show_what_teaches(self, weight: Given) -> None:
        """Show the timesteps that teach a weight; where there is no gradient, say what to do."""
        from simulator.analysis.weight_gradient import learns

        experiment = self._workbench.snapshot().experiment
        if learns(weight, experiment):
            self._workbench.look_at_weight(weight)
            self.panel_asked.emit("Ledger")
        elif experiment.source:
            self._messages.complain(
                tr(
                    "The readout gets no gradient, as the chosen value is an h or c. "
                    "Choose a y instead ({seed})",
                    seed=NAMES.way("seed"),
                )
            )
        else:
            self._messages.complain(
                tr(
                    "No weight can be trained yet: there is no gradient. Set targets "
                    "and a loss ({loss}), or choose a value to differentiate ({seed})",
                    loss=NAMES.way("readout"),
                    seed=NAMES.way("seed"),
                )
            )

    def _ask_what_made_it(self) -> None:
        """Ask for the gradients of the number that is looked at."""
        subject = self._workbench.snapshot().subject
        if subject is not None:
            self._workbench.set_playing(False)
            self._workbench.seed(subject)

    def ask_hold(self, draft: Hold | None = None) -> None:
        """Complete a hold in a form; without a draft, one on the ledger's number."""
        from ui.dialogs.hold_value import HoldValue
        from ui.session.edits import hold_edits

        snapshot = self._workbench.snapshot()
        begun = draft or hold_edits.first_draft(snapshot)
        with asked(HoldValue(snapshot.experiment, begun, self._theme, self._window)) as dialog:
            if dialog.exec():
                self._edits.edit(snapshot.document, *dialog.edit())

    def _set_forget_bias(self, bias: float) -> None:
        from ui.panels.gradients import forget_bias

        self._workbench.edit(*forget_bias.edit_of(self._workbench.snapshot().experiment, bias))

    def _ask_options(self) -> None:
        from ui.dialogs.options import OptionsDialog

        document = self._workbench.snapshot().document
        with asked(OptionsDialog(document.experiment, self._theme, self._window)) as dialog:
            if dialog.exec() and self.is_still_open(document):
                self.option_changer.ask(dialog.options())

    def _choose_one(self, question: "Question | Misfit") -> "Answer | None":
        from ui.dialogs import (
            choose_array,
            choose_embedding,
            choose_state,
            recurrent_activation,
            sequence_choice,
            text_sequence,
        )
        from ui.dialogs.choose_lstm import ChooseLSTM
        from ui.dialogs.readout import keep_targets
        from ui.documents.opening import Arrays, Choice, OpenedNumbers, Undecided
        from ui.documents.readout_keeping import Misfit
        from ui.documents.state_opening import WhichState
        from ui.documents.text_opening import Text, WhichEmbedding

        window, theme = self._window, self._theme
        match question:
            case OpenedNumbers():
                return sequence_choice.ask(question, theme, window)
            case Text():
                return text_sequence.ask(question, theme, window)
            case Arrays():
                return choose_array.ask(window, question)
            case WhichEmbedding():
                return choose_embedding.ask(window, question)
            case WhichState():
                return choose_state.ask(window, question)
            case Undecided():
                return recurrent_activation.ask(question, window)
            case Misfit():
                return keep_targets.ask(window, question)
            case Choice():
                with asked(ChooseLSTM(question, window)) as dialog:
                    return dialog.name() if dialog.exec() else None
            case _:
                raise TypeError(type(question))

    def _ask_for_disk(self, question: str) -> bool:
        title = tr("Not enough memory")
        box = plain_box(self._window, title, question)
        keep = box.addButton(tr("Keep it on disk"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(tr("Do not open it"), QMessageBox.ButtonRole.RejectRole)
        with asked(box):
            box.exec()
            return box.clickedButton() is keep

    def _hold(self) -> None:
        from ui.session.edits import hold_edits

        try:
            self._workbench.edit(*hold_edits.toggled(self._workbench.snapshot()))
        except ValueError as error:
            self._messages.complain(str(error))

    def _write_notes(self) -> None:
        from ui.dialogs.notes import NotesDialog

        document = self._workbench.snapshot().document
        with asked(NotesDialog(document.notes, self._window)) as dialog:
            if dialog.exec() and self.is_still_open(document):
                self._workbench.annotate(dialog.notes())

    def is_still_open(self, document: Document) -> bool:
        """Return True when a dialog's document is still open; else report that nothing changed."""
        still = self._workbench.snapshot().document.is_edit_of(document)
        if not still:
            self._messages.complain(
                tr(
                    "Another experiment was opened in the meantime, so nothing was "
                    "changed. Try again"
                )
            )
        return still

    def _new(self) -> None:
        from ui.dialogs.new_experiment import NewExperiment

        with asked(NewExperiment(self._theme, self._window)) as dialog:
            if dialog.exec():
                self.opener.build(dialog.recipe())

    def _open(self) -> None:
        paths, _ = QFileDialog.getOpenFileNames(
            self._window,
            tr("Open a workspace, or a model, a sequence, or both"),
            "",
            tr("Workspaces, models, sequences ({files})", files=_FILES),
        )
        self.opener.open(paths)

    def _go_to(self) -> None:
        from ui.dialogs.go_to import GoTo

        snapshot = self._workbench.snapshot()
        with asked(GoTo(snapshot, self._theme, self._window)) as dialog:
            if dialog.exec() and self.is_still_open(snapshot.document):
                self._workbench.go_to_place(dialog.place())

    def _copy_details(self) -> None:
        from ui.faults.details import details

        QGuiApplication.clipboard().setText(details())
        self._messages.tell(tr("Bug report details copied to the clipboard"))

    def _toggle_full_screen(self) -> None:
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _find_command(self) -> None:
        from ui.commands.palette import CommandPalette

        CommandPalette(self._window, self._workbench).open()

    def _show_guide(self) -> None:
        from ui.commands.help.guide import GuideDialog

        if self._guide is None:
            self._guide = GuideDialog(self._theme, self._window)
            self._guide.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self._guide.destroyed.connect(self._forget_guide)
        self._guide.show()
        self._guide.raise_()
        self._guide.activateWindow()

    def _forget_guide(self) -> None:
        self._guide = None

    def _show_keys(self) -> None:
        from ui.commands.help.dialog import HelpDialog

        with asked(HelpDialog(self._theme, self._window)) as dialog:
            dialog.exec()
