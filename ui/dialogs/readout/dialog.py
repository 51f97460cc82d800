"""ReadoutDialog: V and b, the right answers and the loss of the present experiment."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QFileDialog, QVBoxLayout, QWidget

from simulator.arrays import shape_text
from simulator.files.checkpoints.linears import StoredLinear
from simulator.files.errors import FileError, StrPath, plain
from simulator.files.objectives.readout_file import candidates, load_readout
from simulator.files.objectives.target_file import columns
from simulator.files.registry import listed
from simulator.objective.loss import CROSS_ENTROPY, MSE, Loss
from simulator.objective.making import FUNCTIONS, likely_loss
from simulator.objective.objective import NO_OBJECTIVE, Objective
from simulator.objective.readout import IDENTITY, Readout
from simulator.objective.targets import Targets
from simulator.translation import tr
from ui.dialogs.form import Form, give_room
from ui.dialogs.readout import target_sources, v_sources
from ui.dialogs.readout.fields import ReadoutFields
from ui.dialogs.readout.target_sources import Asked, Forecast, OfFile, Present, Typed
from ui.dialogs.readout.v_sources import Fitted, Fresh
from ui.session.document import Document
from ui.style.theme import Theme

_NAMED = 20
"""Number of names that are shown."""


def _patterns(*kinds: str) -> str:
    return " ".join(f"*{suffix}" for kind in kinds for suffix in listed(kind).split())


_V_FILES = f"*.npy {_patterns('checkpoint')}"
_TARGET_FILES = _patterns("array", "table")


@dataclass(frozen=True, slots=True)
class Found:
    """Linear layers of a checkpoint, proposed as readouts.

    Attributes:
        path: the file; None for none. linears: its layers that fit. trouble: why there are none.
    """

    path: StrPath | None = None
    linears: tuple[StoredLinear, ...] = ()
    trouble: str = ""


class ReadoutDialog(Form):
    """Form for a readout, targets and a loss. A misfit, or what comes of them, is told below."""

    def __init__(
        self, document: Document, found: Found, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(tr("Readout and loss"), parent, lines=3, bad=theme.bad)
        self._document, self._found, self._theme = document, found, theme
        self._experiment = experiment = document.experiment
        self._token_ids, config = document.token_ids(), experiment.config
        self._features = config.num_directions * config.output_size
        self._made: tuple[object, v_sources.Numbers] | None = None
        self._right: tuple[object, Targets] | None = None
        self.fields = fields = ReadoutFields(len(experiment.sequence))
        layout = QVBoxLayout(self)
        layout.addWidget(fields)
        layout.addStretch(1)
        layout.addWidget(self.message)
        layout.addWidget(self.buttons)
        self._fill()
        fields.v_file.clicked.connect(self._open_v)
        fields.target_file.clicked.connect(self._open_target)
        fields.v.currentIndexChanged.connect(self._propose)
        fields.target.currentIndexChanged.connect(self._propose)
        fields.column.currentIndexChanged.connect(self._propose)
        fields.loss.currentIndexChanged.connect(self._follow_loss)
        fields.outputs.valueChanged.connect(self._look_again)
        fields.names.editingFinished.connect(self._look_again)
        self._follow(
            fields.v, fields.outputs, fields.seed, fields.over, fields.function, fields.names,
            fields.target, fields.ahead, fields.column, fields.typed, fields.loss, fields.reduction,
        )  # fmt: skip
        self._judge()
        give_room(self, 560)

    def objective(self) -> Objective:
        """Return the objective as chosen; V and b that are to be fitted are zeros.

        Raises:
            ValueError, FileError: the misfit, in words for the user.
        """
        if self.fields.v.currentData() is None:
            return NO_OBJECTIVE
        before = self._experiment.objective
        readout = self._readout()
        kind, loss = self.fields.loss.currentData(), None
        targets = self._targets(readout, None if kind is None else kind == CROSS_ENTROPY)
        if targets is not None and kind is not None:
            loss = Loss(kind, self.fields.reduction.currentData())
            if before.loss is not None and targets is before.targets:
                loss = replace(loss, ignore_index=before.loss.ignore_index)
        objective = Objective(readout, targets, loss, before.seeds)
        if self.to_fit and targets is None:
            raise ValueError(tr("least squares needs targets. Choose them below"))
        experiment = self._experiment.with_objective(objective)
        if loss is not None and not experiment.counts().any():
            raise ValueError(
                tr(
                    "none of the predictions counts towards the loss. Choose other "
                    "targets, or read h at every timestep"
                )
            )
        return experiment.objective

    @property
    def to_fit(self) -> bool:
        """True when V and b are still to be fitted to the targets."""
        return isinstance(self.fields.v.currentData(), Fitted)

    # What is chosen

    def _readout(self) -> Readout:
        fields = self.fields
        source, outputs, seed = fields.v.currentData(), fields.outputs.value(), fields.seed.value()
        key = source, outputs, seed
        if self._made is None or self._made[0] != key:
            self._made = key, source.made(outputs, self._features, seed)
        weight, bias, layer = self._made[1]
        names = tuple(fields.names.text().replace(",", " ").split())
        readout = Readout(
            weight,
            bias,
            fields.over.currentData(),
            fields.function.currentData(),
            names or self._usual_names(len(weight)),
            layer,
        )
        dtype = self._experiment.dtype
        if not readout.fits(dtype):
            raise ValueError(tr("V or b has a value too large for {dtype}", dtype=dtype))
        return readout.astype(dtype)

    def _usual_names(self, outputs: int) -> tuple[str, ...]:
        """Return names that are at hand: those of before, or those of the input's tokens."""
        before = self._experiment.objective.readout
        if before is not None and len(before.names) == outputs:
            return before.names
        features, target = self._document.feature_names, self.fields.target.currentData()
        if isinstance(target, Forecast) and len(features) == outputs:
            return features
        return self._document.class_names(outputs)

    def _targets(self, readout: Readout, classes: bool | None) -> Targets | None:
        """Return the targets as chosen: classes, numbers, or by None what a file holds."""
        fields, source = self.fields, self.fields.target.currentData()
        if source is None:
            return None
        asked = Asked(
            self._experiment,
            readout,
            classes,
            self._token_ids,
            fields.ahead.value(),
            fields.column.currentData(),
            fields.typed.text(),
        )
        if self._right is None or self._right[0] != (source, asked.key):
            self._right = (source, asked.key), source.made(asked)
        return self._right[1]

    # What is proposed

    def _fill(self) -> None:
        """Begin with the present objective; without one, with what is likely."""
        objective, fields, found = self._experiment.objective, self.fields, self._found
        for source in v_sources.sources(
            objective.readout, found.path, found.linears, self._features, self._experiment.dtype
        ):
            fields.v.addItem(source.label, source)
        fields.v.addItem(tr("none: no readout"), None)
        for target in target_sources.sources(objective.targets):
            fields.target.addItem(tr("none") if target is None else target.label, target)
        fields.outputs.setValue(self._experiment.config.input_size)
        fields.typed.setPlaceholderText(tr("e.g. 0 1 _ 1"))
        readout = objective.readout
        if readout is None:
            if not self._can_forecast():
                fields.target.setCurrentIndex(fields.target.count() - 1)
            self._propose()
            return
        fields.outputs.setValue(readout.width)
        _choose(fields.over, readout.over)
        _choose(fields.function, readout.function)
        if objective.targets is None:
            fields.target.setCurrentIndex(fields.target.count() - 1)
        elif objective.targets.ahead:
            fields.ahead.setValue(objective.targets.ahead)
        _choose(fields.loss, None if objective.loss is None else objective.loss.kind)
        if objective.loss is not None:
            _choose(fields.reduction, objective.loss.reduction)

    def _can_forecast(self) -> bool:
        return self._can_name() or self._outputs() == self._experiment.config.input_size

    def _can_name(self) -> bool:
        return bool(self._document.class_names(self._outputs()))

    def _outputs(self) -> int:
        """Return K as chosen."""
        fixed = getattr(self.fields.v.currentData(), "outputs", None)
        return self.fields.outputs.value() if fixed is None else fixed

    def _propose(self) -> None:
        """Choose the loss that is likely for other targets, or for another readout."""
        loss = self._likely_loss()
        if loss is not None:
            _choose(self.fields.loss, loss)
            _choose(self.fields.function, FUNCTIONS[loss])

    def _look_again(self) -> None:
        """Propose a loss for a file that other outputs or names let read."""
        if isinstance(self.fields.target.currentData(), OfFile):
            self._propose()
            self._judge()

    def _likely_loss(self) -> str | None:
        """Return the likeliest loss; None to leave it as it is."""
        source = self.fields.target.currentData()
        if isinstance(source, Forecast):
            of_tokens = self._token_ids is not None and self._can_name()
            return CROSS_ENTROPY if of_tokens else MSE
        if isinstance(source, Present):
            before = self._experiment.objective.loss
            return None if before is None else before.kind
        if isinstance(source, Typed):
            return self.fields.loss.currentData() or MSE
        if not isinstance(source, OfFile):
            return None
        try:
            targets = self._targets(self._readout(), None)
        except (ValueError, FileError):
            return None  # which is told below
        return None if targets is None else likely_loss(targets)[0]

    def _follow_loss(self) -> None:
        """Tell p as the loss reads y."""
        kind = self.fields.loss.currentData()
        _choose(self.fields.function, IDENTITY if kind is None else FUNCTIONS[kind])

    # Files

    def _open_v(self) -> None:
        title = tr("Open V (outputs, {features}) and b", features=self._features)
        path = self._asked_file(title, tr("V and b ({files})", files=_V_FILES))
        if path:
            self.add_v(path)

    def add_v(self, path: str) -> None:
        """Choose among the Linear layers of a file that fit; report why there are none."""
        combo, place = self.fields.v, self.fields.v.currentIndex()
        try:
            found = candidates(path, self._features)
            if not found:
                load_readout(path, self._features)  # which says what shape is needed
        except FileError as error:
            self._refuse(str(error))
            return
        for number, linear in enumerate(found):
            source = v_sources.OfFile(path, linear)
            combo.insertItem(place + number, source.label, source)
        combo.setCurrentIndex(place)

    def _open_target(self) -> None:
        path = self._asked_file(
            tr("Open the targets"), tr("Targets ({files})", files=_TARGET_FILES)
        )
        if path:
            self.add_target(path)

    def add_target(self, path: str) -> None:
        """Choose a file of targets."""
        combo = self.fields.target
        try:
            source = OfFile(path, columns(path))
        except FileError as error:
            self._refuse(str(error))
            return
        with QSignalBlocker(self.fields.column):
            self._offer_columns(source.columns)
        combo.insertItem(0, source.label, source)
        combo.setCurrentIndex(0)

    def _offer_columns(self, names: tuple[str, ...]) -> None:
        """Offer the columns of a table: all of them where each is an output's, else the last."""
        column = self.fields.column
        column.clear()
        for name in names:
            column.addItem(plain(name), name)
        if len(names) == self._outputs():
            column.addItem(tr("all, one for each output"), None)
        column.setCurrentIndex(column.count() - 1)

    def _asked_file(self, title: str, names: str) -> str:
        return QFileDialog.getOpenFileName(self, title, "", names)[0]

    def _refuse(self, why: str) -> None:
        self._say(why, self._theme.bad)

    # What comes of it

    def _tell(self) -> bool:
        self._show_fields()
        self._show_usual_names()
        objective = self.objective()
        self._say(self._words(objective), self._theme.faint)
        return True

    def _show_fields(self) -> None:
        v, target = self.fields.v.currentData(), self.fields.target.currentData()
        asks = "none" if target is None else ""
        for kind, word in ((Forecast, "ahead"), (Typed, "typed")):
            asks = word if isinstance(target, kind) else asks
        if isinstance(target, OfFile) and len(target.columns) > 1:
            asks = "column"
        self.fields.show_fields(
            readout=v is not None,
            drawn=isinstance(v, Fresh),
            sized=isinstance(v, Fresh | Fitted),
            target=asks,
            loss=self.fields.loss.currentData() is not None,
        )

    def _show_usual_names(self) -> None:
        names = self._usual_names(self._outputs())
        shown = [name if name.strip() else repr(name) for name in names[:_NAMED]]
        more = ["…"] if len(names) > _NAMED else []
        self.fields.names.setPlaceholderText(" ".join((*shown, *more)) or tr("none"))

    def _words(self, objective: Objective) -> str:
        """Describe an objective in shapes and counts."""
        readout, experiment = objective.readout, self._experiment
        if readout is None:
            return self._found.trouble or tr("h is not read out.")
        steps = experiment.num_timesteps
        answers = int(objective.reads(steps, experiment.lengths).sum())
        shape = shape_text(readout.weight.shape)
        if objective.loss is None:
            return tr(
                "V is {shape}. It gives {answers} predictions of {outputs} values each.",
                shape=shape,
                answers=answers,
                outputs=readout.width,
            )
        count = int(objective.counts(steps, experiment.lengths).sum())
        return tr(
            "V is {shape}. The loss counts {count} of {answers} predictions.",
            shape=shape,
            count=count,
            answers=answers,
        )


def _choose(combo: QComboBox, data: object) -> None:
    combo.setCurrentIndex(combo.findData(data))
