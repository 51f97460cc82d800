"""Mouse: what a click, a double click, a right click and a drag do, by place."""

from typing import Final, NamedTuple

from simulator.translation import mark


class Hand(NamedTuple):
    """What the mouse does at one place; empty where it does nothing. All are marked."""

    place: str
    click: str = ""
    double: str = ""
    right: str = ""
    drag: str = ""


COLUMNS: Final = (
    mark("Place"),
    mark("Click"),
    mark("Double-click"),
    mark("Right-click"),
    mark("Drag"),
)
"""Heads of the table."""

_MENU: Final = mark("opens its context menu")
_PICTURE: Final = mark("copies or saves the panel as a picture")

HANDS: Final = (
    Hand(
        mark("Any number under the mouse"),
        click=mark("shows how it is computed; hovering opens its card"),
        right=mark("on h, c or an output: shows its gradients"),
    ),
    Hand(
        mark("Number card"),
        click=mark("on a number: shows that number; the pin keeps the card open"),
        double=mark("replaces the value, where it can be changed"),
        drag=mark("moves a kept card"),
    ),
    Hand(
        mark("Weight or input in a heat map"),
        click=mark("selects it; with Shift, a block"),
        double=mark("edits it"),
        right=mark("changes, copies, resets or cuts it"),
        drag=mark(
            "raises or lowers it (select a small cell first); Shift gives finer "
            "steps; holding Shift first selects a block instead"
        ),
    ),
    Hand(
        mark("Weight or input in a table"),
        click=mark("selects it; with Shift, a block"),
        double=mark("edits it"),
        right=mark("changes, copies, resets or cuts it"),
        drag=mark("selects a block"),
    ),
    Hand(
        mark("Row, column or gate name in a matrix"),
        click=mark("selects all of it; Shift extends the selection"),
        right=mark("changes, copies or resets it"),
    ),
    Hand(
        mark("Box in the cell diagram"),
        click=mark("views its value; if not computed yet, goes to its step"),
        right=_PICTURE,
    ),
    Hand(
        mark("Operator between boxes"),
        click=mark("goes to the step that computes it"),
        right=_PICTURE,
    ),
    Hand(mark("Layer or direction in the map"), click=mark("shows that layer and direction")),
    Hand(
        mark("Timeline"),
        click=mark("views that unit and timestep; with Shift, selects a block"),
        right=mark("holds, releases, watches or copies it, or fits the view"),
        drag=mark("pans the view; on the current timestep, moves the position"),
    ),
    Hand(
        mark("Wheel over the timeline"),
        drag=mark("zooms time; with Ctrl, units"),
    ),
    Hand(
        mark("Term in Calculation"),
        click=mark("goes to the source of its factor"),
        right=_MENU,
    ),
    Hand(
        mark("Dot in Activations"),
        click=mark("selects that unit"),
        right=_PICTURE,
    ),
    Hand(
        mark("Row in Now"),
        click=mark("views that value"),
        right=mark("shows its gradients; copies or saves the panel as a picture"),
    ),
    Hand(
        mark("Row in Answers"),
        click=mark("views that output's y"),
        double=mark("goes to where it is computed"),
        right=mark("shows its gradients; copies the predictions or a picture of the panel"),
    ),
    Hand(
        mark("Line in Watches"),
        click=mark("selects it"),
        double=mark("views its value"),
        right=_MENU,
    ),
    Hand(
        mark("Line or strip in Check"),
        click=mark("goes to that place"),
    ),
    Hand(
        mark("Panel title bar"),
        click=mark("brings the panel of that name to the front"),
        double=mark("floats the panel in its own window, and docks it again"),
        right=_PICTURE,
        drag=mark("moves the panel elsewhere"),
    ),
    Hand(mark("Edge between panels"), drag=mark("resizes the panels")),
    Hand(
        mark("Run slider"),
        click=mark("goes there"),
        drag=mark("goes through the run"),
    ),
    Hand(mark("Check badge"), click=mark("shows the Check panel")),
    Hand(
        mark("External files"),
        drag=mark("opens models, sequences and workspaces dropped on the window"),
    ),
)
"""One row a place."""
