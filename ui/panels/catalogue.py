"""Catalogue of panels: key, title, class, shortcut, and the place of each in every layout.

Window, docks, layouts, the View menu, the palette and the key sheet are made from it: a new panel
is a folder beside the others and a row here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Final, NamedTuple

from simulator.translation import mark, tr
from ui.panels.layouts import DEBUG, EDIT, GRADIENTS, LAYOUTS, LEARN, TRAINING, Slot
from ui.panels.panel import Panel
from ui.style.theme import Theme


class Tab(NamedTuple):
    """Place of a panel in a layout.

    Attributes:
        slot: its slot. behind: the number of panels before it there.
        opened: False for a panel that is closed at first; View opens it in its place.
    """

    slot: Slot
    behind: int = 0
    opened: bool = True


@dataclass(frozen=True, slots=True)
class PanelRow:
    """One row of the catalogue.

    Attributes:
        key: name of the panel's dock and action. Stored layouts use it, so it never changes,
            whatever the title.
        title: the panel's name in English. purpose: what it is for, in a sentence or two; both are
            marked.
        made_by: module of the panel's class, below this package, and the class. It is imported when
            the panel is first needed: most people never see half of them.
        shortcut: key that shows the panel.
        tabs: places by the keys of the layouts.
    """

    key: str
    title: str
    purpose: str
    made_by: str
    shortcut: str
    tabs: Mapping[str, Tab]

    @property
    def kind(self) -> type[Panel]:
        """Class of the panel; to ask for it imports it."""
        module, _, name = self.made_by.partition(":")
        kind: type[Panel] = getattr(import_module(module, __package__), name)
        return kind

    def make(self, theme: Theme) -> Panel:
        """Make the panel, and name it for screen readers."""
        panel = self.kind(theme)
        panel.setAccessibleName(tr(self.title))
        return panel


_ROWS = (
    PanelRow(
        "Weights",
        mark("Weights"),
        mark(
            "The matrices that the current step reads, with the vectors they "
            "multiply. Click to select a weight, drag to change it."
        ),
        ".weights.panel:WeightsPanel",
        "Ctrl+1",
        {
            LEARN: Tab(Slot.LOWER_RIGHT),
            EDIT: Tab(Slot.LEFT),
            DEBUG: Tab(Slot.LOWER, 2),
            GRADIENTS: Tab(Slot.LEFT),
            TRAINING: Tab(Slot.LOWER),
        },
    ),
    PanelRow(
        "Cell",
        mark("Cell"),
        mark(
            "The cell as a diagram. The highlighted box is the last step computed. "
            "Click a number to see how it is computed."
        ),
        ".cell.panel:CellDiagram",
        "Ctrl+2",
        {
            LEARN: Tab(Slot.MAIN),
            EDIT: Tab(Slot.LEFT, 3),
            DEBUG: Tab(Slot.LOWER, 1),
            GRADIENTS: Tab(Slot.MAIN),
            TRAINING: Tab(Slot.BOTTOM, 1),
        },
    ),
    PanelRow(
        "Ledger",
        mark("Calculation"),
        mark("One value as a sum, term by term. Each factor links to where it comes from."),
        ".ledger.panel:LedgerPanel",
        "Ctrl+3",
        {
            LEARN: Tab(Slot.LOWER),
            EDIT: Tab(Slot.MAIN),
            DEBUG: Tab(Slot.LOWER),
            GRADIENTS: Tab(Slot.LOWER),
            TRAINING: Tab(Slot.BOTTOM, 2),
        },
    ),
    PanelRow(
        "Now",
        mark("Now"),
        mark(
            "All values of the viewed cell, one row per unit. Click to see how a value is computed."
        ),
        ".now.panel:NowPanel",
        "Ctrl+4",
        {
            LEARN: Tab(Slot.LOWER_RIGHT, 2, opened=False),
            EDIT: Tab(Slot.RIGHT),
            DEBUG: Tab(Slot.LEFT, 1),
            GRADIENTS: Tab(Slot.RIGHT),
            TRAINING: Tab(Slot.BOTTOM, 3, opened=False),
        },
    ),
    PanelRow(
        "Timeline",
        mark("Timeline"),
        mark(
            "Quantities over all timesteps, as colours, bars or curves. Click to "
            "view that timestep in every panel."
        ),
        ".timeline.panel:TimelinePanel",
        "Ctrl+5",
        {
            LEARN: Tab(Slot.BOTTOM),
            EDIT: Tab(Slot.BOTTOM),
            DEBUG: Tab(Slot.MAIN),
            GRADIENTS: Tab(Slot.BOTTOM),
            TRAINING: Tab(Slot.BOTTOM),
        },
    ),
    PanelRow(
        "Lens",
        mark("Activations"),
        mark(
            "All units as dots on the curve of their activation, above a histogram. "
            "Shows which are saturated."
        ),
        ".lens.panel:LensPanel",
        "Ctrl+6",
        {
            LEARN: Tab(Slot.LOWER, 1),
            EDIT: Tab(Slot.MAIN, 1),
            DEBUG: Tab(Slot.RIGHT),
            GRADIENTS: Tab(Slot.LOWER, 3, opened=False),
            TRAINING: Tab(Slot.BOTTOM, 4, opened=False),
        },
    ),
    PanelRow(
        "Shapes",
        mark("Shapes"),
        mark(
            "Every tensor with its shape, as a formula and in numbers, and the "
            "effect of each option."
        ),
        ".shapes.panel:ShapesPanel",
        "Ctrl+7",
        {
            LEARN: Tab(Slot.LOWER_RIGHT, 3, opened=False),
            EDIT: Tab(Slot.LEFT, 2),
            DEBUG: Tab(Slot.RIGHT, 1),
            GRADIENTS: Tab(Slot.LEFT, 2, opened=False),
            TRAINING: Tab(Slot.LOWER, 1, opened=False),
        },
    ),
    PanelRow(
        "Holds",
        mark("Holds"),
        mark("Everything that is held or cut. Each line can be released."),
        ".holds.panel:HoldsPanel",
        "Ctrl+8",
        {
            LEARN: Tab(Slot.LOWER, 2, opened=False),
            EDIT: Tab(Slot.RIGHT, 1),
            DEBUG: Tab(Slot.RIGHT_MIDDLE, 1),
            GRADIENTS: Tab(Slot.RIGHT, 1),
            TRAINING: Tab(Slot.RIGHT, 2, opened=False),
        },
    ),
    PanelRow(
        "Watches",
        mark("Watches"),
        mark("Values to follow at every step, and conditions to stop at."),
        ".watches.panel:WatchesPanel",
        "Ctrl+9",
        {
            LEARN: Tab(Slot.LOWER, 3, opened=False),
            EDIT: Tab(Slot.RIGHT, 2),
            DEBUG: Tab(Slot.RIGHT_MIDDLE),
            GRADIENTS: Tab(Slot.RIGHT, 2),
            TRAINING: Tab(Slot.RIGHT, 1),
        },
    ),
    PanelRow(
        "Inputs",
        mark("Inputs"),
        mark("The sequence, h_0 and c_0 to edit, and the next timestep to append."),
        ".inputs.panel:InputsPanel",
        "Ctrl+0",
        {
            LEARN: Tab(Slot.LOWER_RIGHT, 1),
            EDIT: Tab(Slot.LEFT, 1),
            DEBUG: Tab(Slot.LOWER, 3),
            GRADIENTS: Tab(Slot.LEFT, 1),
            TRAINING: Tab(Slot.LEFT, 1),
        },
    ),
    PanelRow(
        "Check",
        mark("Check"),
        mark(
            "What PyTorch computes at every step, and how much of the rounding allowance is used."
        ),
        ".check.panel:CheckPanel",
        "Ctrl+K",
        {
            LEARN: Tab(Slot.BOTTOM, 1, opened=False),
            EDIT: Tab(Slot.BOTTOM, 1),
            DEBUG: Tab(Slot.RIGHT_LOWER),
            GRADIENTS: Tab(Slot.BOTTOM, 1),
            TRAINING: Tab(Slot.LOWER_RIGHT, 1),
        },
    ),
    PanelRow(
        "Units",
        mark("Units"),
        mark("All units in one list, to sort and search."),
        ".units.panel:UnitsPanel",
        "Ctrl+U",
        {
            LEARN: Tab(Slot.LOWER, 4, opened=False),
            EDIT: Tab(Slot.RIGHT, 3),
            DEBUG: Tab(Slot.LEFT),
            GRADIENTS: Tab(Slot.RIGHT, 3, opened=False),
            TRAINING: Tab(Slot.LOWER_RIGHT, 3, opened=False),
        },
    ),
    PanelRow(
        "Answers",
        mark("Answers"),
        mark(
            "What the readout predicts at this timestep, most likely first, with the "
            "target and the loss."
        ),
        ".answers.panel:AnswersPanel",
        "Ctrl+Shift+A",
        {
            LEARN: Tab(Slot.LOWER_RIGHT, 4, opened=False),
            EDIT: Tab(Slot.MAIN, 2),
            DEBUG: Tab(Slot.LEFT, 2),
            GRADIENTS: Tab(Slot.LOWER, 2, opened=False),
            TRAINING: Tab(Slot.LOWER_RIGHT, 2),
        },
    ),
    PanelRow(
        "GradientFlow",
        mark("Gradient flow"),
        mark(
            "Gradient size back through time, the paths that carry the gradient and "
            "how much of it arrives, in this run and in pinned runs."
        ),
        ".gradients.panel:GradientFlowPanel",
        "Ctrl+Shift+G",
        {
            LEARN: Tab(Slot.LOWER, 5, opened=False),
            EDIT: Tab(Slot.MAIN, 3, opened=False),
            DEBUG: Tab(Slot.LOWER, 4, opened=False),
            GRADIENTS: Tab(Slot.BOTTOM, 2),
            TRAINING: Tab(Slot.MAIN, 2),
        },
    ),
    PanelRow(
        "Attribution",
        mark("Attribution"),
        mark("How much each timestep of the input contributes to the loss, or to a chosen value."),
        ".attribution.panel:AttributionPanel",
        "Ctrl+Shift+I",
        {
            LEARN: Tab(Slot.LOWER, 6, opened=False),
            EDIT: Tab(Slot.MAIN, 4, opened=False),
            DEBUG: Tab(Slot.LOWER, 5, opened=False),
            GRADIENTS: Tab(Slot.LOWER, 1),
            TRAINING: Tab(Slot.MAIN, 3, opened=False),
        },
    ),
    PanelRow(
        "Loss",
        mark("Loss"),
        mark(
            "The loss during training, and the size of the gradient. The axis is a "
            "slider: it shows the network at any step."
        ),
        ".training.loss.panel:LossPanel",
        "Ctrl+Shift+D",
        {
            LEARN: Tab(Slot.LOWER, 7, opened=False),
            EDIT: Tab(Slot.MAIN, 5, opened=False),
            DEBUG: Tab(Slot.LOWER, 6, opened=False),
            GRADIENTS: Tab(Slot.BOTTOM, 3, opened=False),
            TRAINING: Tab(Slot.MAIN),
        },
    ),
    PanelRow(
        "Predictions",
        mark("Predictions"),
        mark(
            "The network's predictions at a training step for each validation "
            "sequence, by target: how many are correct, and how confident they are."
        ),
        ".training.predictions.panel:PredictionsPanel",
        "Ctrl+Shift+V",
        {
            LEARN: Tab(Slot.LOWER_RIGHT, 5, opened=False),
            EDIT: Tab(Slot.RIGHT, 4, opened=False),
            DEBUG: Tab(Slot.RIGHT, 2, opened=False),
            GRADIENTS: Tab(Slot.RIGHT, 4, opened=False),
            TRAINING: Tab(Slot.LOWER_RIGHT),
        },
    ),
    PanelRow(
        "Training",
        mark("Training"),
        mark("What is trained and how (task, optimiser and batches), and the training buttons."),
        ".training.form.panel:TrainingPanel",
        "Ctrl+T",
        {
            LEARN: Tab(Slot.LOWER, 9, opened=False),
            EDIT: Tab(Slot.LEFT, 4, opened=False),
            DEBUG: Tab(Slot.LEFT, 3, opened=False),
            GRADIENTS: Tab(Slot.LEFT, 3, opened=False),
            TRAINING: Tab(Slot.LEFT),
        },
    ),
    PanelRow(
        "Stops",
        mark("Stops"),
        mark(
            "Conditions that pause training, the step at which each was first true, "
            "and what happened at the selected step."
        ),
        ".training.stops.panel:StopsPanel",
        "Ctrl+Shift+K",
        {
            LEARN: Tab(Slot.LOWER_RIGHT, 6, opened=False),
            EDIT: Tab(Slot.RIGHT, 5, opened=False),
            DEBUG: Tab(Slot.RIGHT_MIDDLE, 2, opened=False),
            GRADIENTS: Tab(Slot.RIGHT, 5, opened=False),
            TRAINING: Tab(Slot.RIGHT),
        },
    ),
    PanelRow(
        "OptimiserStep",
        mark("Optimiser step"),
        mark(
            "The next training step before it is taken: the predicted and the true "
            "change in the loss, and the weights that change most."
        ),
        ".training.step.panel:OptimiserStepPanel",
        "Ctrl+Shift+J",
        {
            LEARN: Tab(Slot.LOWER, 8, opened=False),
            EDIT: Tab(Slot.MAIN, 6, opened=False),
            DEBUG: Tab(Slot.LOWER, 7, opened=False),
            GRADIENTS: Tab(Slot.LOWER, 4, opened=False),
            TRAINING: Tab(Slot.MAIN, 1),
        },
    ),
    PanelRow(
        "Lesson",
        mark("Lesson"),
        mark("One idea at a time, with a task and a question. Shown while a lesson is open."),
        ".lesson.panel:LessonPanel",
        "Ctrl+Shift+Y",
        {layout: Tab(Slot.LESSON, opened=False) for layout in LAYOUTS},
    ),
)

PANELS: Final[Mapping[str, PanelRow]] = {row.key: row for row in _ROWS}
"""Rows by their keys, in the order of the View menu."""


def tabs(layout: str, slot: Slot) -> tuple[str, ...]:
    """Return the keys of the panels that share a slot of a layout, the front one first."""
    there = [row for row in PANELS.values() if row.tabs[layout].slot is slot]
    return tuple(row.key for row in sorted(there, key=lambda row: row.tabs[layout].behind))
