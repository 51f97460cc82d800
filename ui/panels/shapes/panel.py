"""Shapes panel: shapes and options of the present LSTM, in words, as formulas and in numbers."""

from html import escape
from itertools import groupby

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from simulator.analysis.option_effects import Option, options
from simulator.analysis.tensor_shapes import (
    PARAMETERS,
    Tensor,
    num_parameters,
    rows_of_gates,
    tensors,
)
from simulator.arrays import shape_text
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.translation import tr
from ui.panels.panel import Panel
from ui.session.snapshot import Snapshot
from ui.style import fonts
from ui.style.theme import Theme


class ShapesPanel(Panel):
    """Page to read and to copy from. A click on a parameter's name shows its matrix."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._told: tuple[object, ...] = ()
        self.page = QTextBrowser(self)
        self.page.setAccessibleName(tr("Shapes and options"))
        self.page.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.page.setOpenLinks(False)
        self.page.document().setDocumentMargin(3)
        self.page.anchorClicked.connect(self._show_parameter)
        column = QVBoxLayout(self)
        column.setContentsMargins(7, 4, 2, 4)
        column.addWidget(self.page)

    def draw(self, snapshot: Snapshot) -> None:
        """Write the page again when a shape or an option has changed."""
        self.snapshot = snapshot
        experiment = snapshot.experiment
        told = (self.theme, fonts.text_size(), tensors(experiment), options(experiment))
        if told != self._told:
            self._told = told
            place = self.page.verticalScrollBar().value()
            self.page.setHtml(page_of(experiment, self.theme))
            self.page.verticalScrollBar().setValue(place)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self.theme = theme
        if self.snapshot is not None:
            self.draw(self.snapshot)

    def _show_parameter(self, link: QUrl) -> None:
        self.parameter_shown.emit(link.toString(), ())


def page_of(experiment: Experiment, theme: Theme) -> str:
    """Write the page as Qt's HTML."""
    config = experiment.config
    count = tr("{count:,} parameters", count=num_parameters(config))
    body = [f"<p>{_code(_call(config), 'name')}<br>{escape(count)}</p>"]
    for group, rows in groupby(tensors(experiment), lambda tensor: tensor.group):
        body.append(f"<h4>{escape(tr(group))}</h4>")
        if group == PARAMETERS:
            rows_text = tr("rows of 4·hidden_size: {rows}", rows=rows_of_gates(config))
            body.append(f'<p class="faint">{escape(rows_text)}</p>')
        body.extend(map(_tensor, rows))
    heading = tr("Options, and the effect of changing each")
    body.append(f"<h4>{escape(heading)}</h4>")
    body.extend(map(_option, options(experiment)))
    return f"<style>{_style(theme)}</style>{''.join(body)}"


def _call(config: LSTMConfig) -> str:
    """Write the call that makes this LSTM, with the arguments that differ from the defaults."""
    default = LSTMConfig(config.input_size, config.hidden_size)
    arguments = [str(config.input_size), str(config.hidden_size)]
    for name in ("num_layers", "bias", "batch_first", "dropout", "bidirectional", "proj_size"):
        value = getattr(config, name)
        if value != getattr(default, name):
            arguments.append(f"{name}={value}")
    return f"nn.LSTM({', '.join(arguments)})"


def _tensor(tensor: Tensor) -> str:
    name = _code(tensor.name, "name")
    if tensor.group == PARAMETERS or tensor.name.startswith("readout."):
        name = f'<a href="{escape(tensor.name)}">{name}</a>'
    in_numbers = shape_text(tensor.shape).replace(" ", "\N{NO-BREAK SPACE}")
    shape = f"{tensor.formula_text} = {in_numbers}"
    meaning = f'<span class="faint">{escape(tensor.meaning)}</span>'
    return f"<p>{name}&nbsp; {_code(shape)}<br>{meaning}</p>"


def _option(option: Option) -> str:
    name = _code(f"{option.name} = {option.value}", "name")
    no_effect = tr("no effect here: {why}", why=option.without_effect)
    note = f'<br><span class="warn">{escape(no_effect)}</span>'
    change = f'<br><span class="faint">{escape(option.change)}</span>'
    return f"<p>{name}{note if option.without_effect else ''}{change}</p>"


def _code(text: str, kind: str = "code") -> str:
    return f'<span class="{kind}">{escape(text)}</span>'


def _style(theme: Theme) -> str:
    mono = fonts.mono_text()
    return f"""
        p {{ margin: 0 0 6px 0; color: {theme.ink}; }}
        h4 {{ margin: 8px 0 4px 0; color: {theme.ink}; }}
        a {{ color: {theme.accent}; text-decoration: none; }}
        .code, .name {{ font-family: '{mono.family()}'; font-size: {mono.pixelSize()}px; }}
        .name {{ font-weight: bold; }}
        .faint {{ color: {theme.faint}; }}
        .warn {{ color: {theme.warn}; }}
    """
