"""Pictures of the window and of every panel, still and animated, by menus."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QGraphicsView, QMainWindow, QMenu, QWidget

from simulator.files.errors import FileError
from simulator.translation import mark, tr
from ui.commands.actions import Handler
from ui.documents import save_file
from ui.documents.exports import Exports
from ui.panels.catalogue import PANELS
from ui.panels.panel import Panel
from ui.panels.panels import Panels
from ui.session.document import Document
from ui.session.messages import Messages
from ui.session.workbench import Workbench
from ui.widgets.asked import asked
from ui.worker.long_work import LongWork

if TYPE_CHECKING:
    from ui.pictures import animation


WINDOW = "window"
"""Key of the whole window, beside those of the panels."""


class Pictures(QObject):
    """Copies, saves and films the window."""

    def __init__(
        self,
        workbench: Workbench,
        messages: Messages,
        exports: Exports,
        is_still_open: Callable[[Document], bool],
        panels: Panels,
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self._workbench, self._messages, self._window = workbench, messages, window
        self._panels = panels
        self._exports = exports
        self._is_still_open = is_still_open
        self._parts: Sequence[animation.PicturePart] = ()

    def handlers(self) -> Mapping[str, Handler]:
        """Return the handler of each action."""
        return {
            "copy_picture": self._copy,
            "export_picture": self._ask_and_save,
            "export_animation": self._ask_and_film,
        }

    def offer(self, parts: "Sequence[animation.PicturePart]") -> None:
        """Give each panel a menu; `parts` draw the whole window, beside its panels."""
        self._parts = self._panels, *parts
        self._panels.hand_to(self._offer_menu)

    def film(self, film: "animation.Film", subject: str, path: str) -> LongWork:
        """Film the window, or a panel by its key, while the window stays usable."""
        from ui.pictures import animation

        panel = None if subject == WINDOW else self._panels[subject]
        widget: QWidget = panel or self._window
        parts = [panel] if panel is not None else self._parts
        bench = self._workbench
        frames = animation.shoot(film, bench.snapshot(), widget, parts, bench.snapshot, path)
        work = LongWork(tr("Recording frames"), frames, self._window)
        work.failed.connect(self._messages.complain)
        work.done.connect(partial(self._messages.tell, save_file.wrote(path)))
        self._exports.follow(path, work)
        return work

    def _offer_menu(self, key: str, panel: Panel) -> None:
        """Offer a menu at a right click where a panel's content has no menu."""
        title = PANELS[key].title
        panel.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        panel.customContextMenuRequested.connect(partial(_open, panel, title))
        for plot in panel.findChildren(QGraphicsView):
            # Plots open menus of their own; this keeps the panel's menu from opening beside them.
            plot.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)

    def _copy(self) -> None:
        from ui.widgets import screenshot

        screenshot.copy(self._window)
        self._messages.tell(tr("Copied a picture of the window"))

    def _ask_and_save(self) -> None:
        from ui.widgets import screenshot

        path = screenshot.ask_where(self._window, self._stem())
        if not path:
            return
        try:
            screenshot.save(self._window, path)
        except FileError as error:
            self._messages.complain(str(error))
        else:
            self._messages.tell(save_file.wrote(path))

    def _ask_and_film(self) -> None:
        from ui.pictures.export_animation import ExportAnimation

        made = self._panels.made
        shown = {key: PANELS[key].title for key, panel in made.items() if panel.isVisible()}
        subjects = {WINDOW: mark("The whole window"), **shown}
        snapshot = self._workbench.snapshot()
        with asked(ExportAnimation(snapshot, subjects, self._window)) as dialog:
            if not dialog.exec() or not self._is_still_open(snapshot.document):
                return
            film, subject = dialog.film(), dialog.subject
        path, _ = QFileDialog.getSaveFileName(
            self._window,
            tr("Save animation"),
            f"{self._stem()}-steps.png",
            tr("Animated PNG (*.png *.apng)"),
        )
        if path and self._is_still_open(snapshot.document):
            self.film(film, subject, path)

    def _stem(self) -> str:
        return save_file.file_name(self._workbench.snapshot().document.stem)


def _open(panel: Panel, title: str, place: QPoint) -> None:
    from ui.widgets import screenshot

    menu = QMenu(panel)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    panel.add_entries_to(menu)
    if not menu.isEmpty():
        menu.addSeparator()
    screenshot.add_entries(menu, panel, title)
    menu.popup(panel.mapToGlobal(place))
