"""SequenceCommands: handlers of the actions on the sequence."""

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from simulator.arrays import shape_text
from simulator.experiment.experiment import Experiment
from simulator.files.errors import FileError
from simulator.translation import tr
from ui.commands.actions import Handler
from ui.documents.opener import Opener
from ui.panels.inputs.next_input import read_next, wording_of
from ui.session.document import Document
from ui.session.edit_requests import EditRequests
from ui.session.messages import Messages
from ui.session.workbench import Workbench
from ui.style.theme import Theme
from ui.widgets.asked import asked


class SequenceCommands(QObject):
    """Asks how to change the sequence, and does it by the workbench."""

    def __init__(
        self,
        workbench: Workbench,
        opener: Opener,
        messages: Messages,
        edits: EditRequests,
        theme: Theme,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._workbench, self._opener, self._messages = workbench, opener, messages
        self._edits = edits
        self._theme, self._window = theme, window

    def handlers(self) -> Mapping[str, Handler]:
        """Return the handler of each action."""
        return {
            "normalise": self._normalise,
            "type_sequence": self._type,
            "open_states": self._open_states,
        }

    def set_theme(self, theme: Theme) -> None:
        """Take another theme for the dialogs."""
        self._theme = theme

    def append(self, text: str) -> None:
        """Continue the input of the selected row by words of its own, or by numbers."""
        from ui.documents.readout_keeping import with_later_tokens

        snapshot = self._workbench.snapshot()
        try:
            read = read_next(snapshot.document, text)
            longer, label = read.appended_to(snapshot.experiment, snapshot.row)
            after = snapshot.document.appended(longer, read.words)
            longer = with_later_tokens(snapshot.document, after)
            self._workbench.append(longer, read.words, label)
        except (ValueError, FileError, OSError, MemoryError) as error:
            self._messages.complain(str(error))

    def put(self, shown: Document, experiment: Experiment, label: str) -> None:
        """Put another input in place of the one that was shown."""
        self._edits.edit(shown, experiment, label)

    def _type(self) -> None:
        from ui.dialogs import typed_sequence

        document = self._workbench.snapshot().document
        size, wording = document.experiment.config.input_size, wording_of(document)
        read = typed_sequence.ask(size, wording, self._theme, self._window)
        if read is not None:
            self._opener.take(read)

    def _open_states(self) -> None:
        from ui.documents.question import Reader

        reader = Reader.of(self._workbench.snapshot().document)
        shapes = {state: shape_text(shape) for state, shape in reader.states.items()}
        paths, _ = QFileDialog.getOpenFileNames(
            self._window,
            tr("Open h_0 {h_0} and c_0 {c_0}", **shapes),
            "",
            tr("Initial states ({files})", files="*.npy *.npz"),
        )
        self._opener.open_states(paths)

    def _normalise(self) -> None:
        from ui.dialogs.normalise import Normalise

        document = self._workbench.snapshot().document
        with asked(Normalise(document, self._theme, self._window)) as dialog:
            edit = dialog.edit() if dialog.exec() else None
        if edit is not None:
            self._edits.edit(document, *edit)
