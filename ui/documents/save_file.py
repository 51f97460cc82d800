"""Questions before a file is written: the path, and whether to save or to replace."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget

from simulator.files.errors import plain
from simulator.translation import tr
from ui.widgets.asked import asked
from ui.widgets.plain_box import plain_box, show_box

SAVE, DISCARD, CANCEL = (
    QMessageBox.StandardButton.Save,
    QMessageBox.StandardButton.Discard,
    QMessageBox.StandardButton.Cancel,
)

OVERWRITE, SAVE_AS, RELOAD = "overwrite", "save as", "reload"

_LISTED = 12


def ask_path(
    parent: QWidget, title: str, suggested: str, kinds: Mapping[str, str], **places: object
) -> tuple[str, str] | None:
    """Ask for a path and a kind of file; None when the user cancels.

    Args:
        suggested: the suggested path.
        kinds: each kind's name in English and its suffix, which is added to a name without one.
        places: values for the {places} in the names.
    """
    filters = [f"{tr(kind, **places)} (*{suffix})" for kind, suffix in kinds.items()]
    dialog = QFileDialog(parent, title, str(Path(suggested).parent))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(filters)
    dialog.selectFile(Path(suggested).name)

    def follow_kind(chosen: str) -> None:
        dialog.setDefaultSuffix(list(kinds.values())[filters.index(chosen)])

    dialog.filterSelected.connect(follow_kind)
    follow_kind(filters[0])
    with asked(dialog):
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        paths, chosen = dialog.selectedFiles(), dialog.selectedNameFilter()
    return (paths[0], list(kinds)[filters.index(chosen)]) if accepted and paths else None


def ask_to_save(parent: QWidget, titles: Sequence[str]) -> QMessageBox.StandardButton:
    """Ask for SAVE, DISCARD or CANCEL before unsaved changes in documents are closed."""
    names = [plain(title, 120) for title in titles]
    if len(names) == 1:
        text = tr(
            "{title} has unsaved changes. Save them before closing?",
            title=names[0],
        )
    else:
        text = tr(
            "{count} documents have unsaved changes. Save them before closing?",
            count=len(names),
        )
    box = plain_box(parent, tr("Unsaved changes"), text, buttons=SAVE | DISCARD | CANCEL)
    if len(names) > 1:
        listed = [f"•  {name}" for name in names[:_LISTED]]
        if len(names) > _LISTED:
            listed.append(tr("and {count} more", count=len(names) - _LISTED))
        box.setInformativeText("\n".join(listed))
        box.button(SAVE).setText(tr("&Save all"))
    box.button(DISCARD).setText(tr("&Discard"))  # Qt's Korean text means "ignore"
    box.setDefaultButton(SAVE)
    box.setEscapeButton(CANCEL)
    with asked(box):
        return QMessageBox.StandardButton(box.exec())


def ask_about_newer(parent: QWidget, path: str, title: str, own: bool) -> str:
    """Ask for OVERWRITE, SAVE_AS or RELOAD before a file is replaced; empty on Cancel.

    Args:
        title: the document to save.
        own: the file holds another document of this window, which needs no RELOAD.
    """
    names = {"name": plain(Path(path).name, 120), "title": plain(title, 120)}
    if own:
        head = tr("File in use by another document")
        text = tr(
            "{name} now belongs to another document in this window. Overwrite it with “{title}”?",
            **names,
        )
        more = tr("If you overwrite it, the other document loses its file.")
    else:
        head = tr("Changed on disk")
        text = tr(
            "{name} has changed on disk since it was opened or saved here. Another "
            "window or program changed it. Overwrite it with “{title}”?",
            **names,
        )
        more = tr("Reload opens the file as it is now; undo brings back what is open here.")
    box = plain_box(parent, head, text, QMessageBox.Icon.Warning, buttons=CANCEL)
    box.setInformativeText(more)
    role = QMessageBox.ButtonRole
    buttons = {
        box.addButton(tr("&Overwrite"), role.DestructiveRole): OVERWRITE,
        box.addButton(tr("Save &as…"), role.AcceptRole): SAVE_AS,
    }
    if not own:
        buttons[box.addButton(tr("&Reload"), role.ActionRole)] = RELOAD
    box.setDefaultButton(next(b for b, answer in buttons.items() if answer == SAVE_AS))
    box.setEscapeButton(CANCEL)
    with asked(box):
        box.exec()
        return next((a for button, a in buttons.items() if button is box.clickedButton()), "")


def refuse_taken(parent: QWidget, path: str, title: str) -> None:
    """Say that a file was chosen for another document in one save of several."""
    name = plain(Path(path).name, 120)
    text = tr(
        "{name} is being saved by another document. Choose another file for “{title}”.",
        name=name,
        title=plain(title, 120),
    )
    show_box(parent, tr("File in use by another document"), text, QMessageBox.Icon.Warning)


def ask_to_replace(parent: QWidget, paths: Sequence[str]) -> bool:
    """Ask whether existing files may be overwritten."""
    names = ", ".join(plain(Path(path).name, 80) for path in paths)
    text = (
        tr("{names} already exists. Replace it?", names=names)
        if len(paths) == 1
        else tr("{names} already exist. Replace them?", names=names)
    )
    yes, no = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No
    box = plain_box(parent, tr("Replace"), text, buttons=yes | no)
    box.setDefaultButton(no)
    box.setEscapeButton(no)
    with asked(box):
        return box.exec() == yes


def wrote(path: str) -> str:
    """Say that a file is written."""
    return tr("Saved {path}", path=plain(path, 200))


def file_name(title: str) -> str:
    """Turn a title into a file name valid on every system, without a suffix."""
    name = re.sub(r'[\\/:*?"<>|�\[\]]+', "-", plain(title)).strip(" .-")
    return name or "workspace"
