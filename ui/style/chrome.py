"""Chrome: what Qt and pyqtgraph draw themselves, in a theme's colours."""

import sys

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from ui.style import fonts
from ui.style.fonts import px
from ui.style.theme import Theme

_TICKED = ("QCheckBox", "QRadioButton")
_EDGED = (
    *_TICKED,
    "QLineEdit",
    "QAbstractSpinBox",
    "QComboBox",
    "QPlainTextEdit",
    "QListView",
    "QSlider",
)
"""Widgets recognisable only by their edges: always, and in the dark theme."""

_FIELDS = ("QLineEdit", "QAbstractSpinBox", "QPlainTextEdit")
"""Widgets that text is typed into."""


def apply(app: QApplication, theme: Theme) -> None:
    """Apply a theme and the text size to the whole program, and to pyqtgraph's defaults."""
    if not app.styleSheet():  # else it is set, and would polish every widget once more
        app.setStyle("Fusion")
    # At its first polish a widget gets back the palette that it had under the sheet before.
    for widget in app.allWidgets():
        widget.ensurePolished()
    app.setFont(fonts.text())  # before the style sheet, which hands it on to widgets
    app.setPalette(_palette(theme))
    # Fusion draws edges as a darker Window, invisible in the dark theme; these widgets paint no
    # Window.
    for kind in _EDGED:
        of_kind = _palette(theme)
        if theme.dark or kind in _TICKED:
            of_kind.setColor(QPalette.ColorRole.Window, QColor(theme.faint))
        if kind in _FIELDS:
            of_kind.setColor(QPalette.ColorRole.Base, QColor(theme.field))
        app.setPalette(of_kind, kind)  # type: ignore[arg-type]  # bytes are refused
    app.setStyleSheet(_style_sheet(theme))
    fonts.refit(app)
    if "pyqtgraph" in sys.modules:  # else it takes the colours when it is imported
        from ui.style import charts

        charts.take_colours()


def _palette(theme: Theme) -> QPalette:
    palette, role, group = QPalette(), QPalette.ColorRole, QPalette.ColorGroup
    colours = {
        role.Window: theme.paper,
        role.WindowText: theme.ink,
        role.Base: theme.panel,
        role.AlternateBase: theme.paper,
        role.Text: theme.ink,
        role.Button: theme.panel,
        role.ButtonText: theme.ink,
        role.PlaceholderText: theme.faint,
        role.ToolTipBase: theme.panel,
        role.ToolTipText: theme.ink,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.panel,
        role.Link: theme.accent,
        role.Light: theme.panel,
        role.Midlight: theme.rule,
        role.Mid: theme.rule,
        role.Dark: theme.faint,
        role.Shadow: theme.rule,
    }
    for which, colour in colours.items():
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        faint = QColor(theme.faint)
        faint.setAlpha(140)
        palette.setColor(group.Disabled, which, faint)
    return palette


def _style_sheet(theme: Theme) -> str:
    return f"""
    QMainWindow::separator {{ background: {theme.paper}; width: 8px; height: 8px; }}
    QMainWindow > QWidget, QDockWidgetGroupWindow > QWidget {{ widget-animation-duration: 0; }}
    QMenuBar {{ background: {theme.panel}; }}
    QMenuBar::item {{ padding: 6px 9px; border-radius: 4px; }}
    QMenuBar::item:selected {{ background: {theme.rule}; }}
    QToolBar {{ background: {theme.panel}; border: none; spacing: 0; padding: 0;
                icon-size: {px(16)}px; }}
    QToolBar#transport {{ padding: 0; border-bottom: 1px solid {theme.rule}; }}
    QToolBar#margin_above, QToolBar#margin_left, QToolBar#margin_right {{
        background: {theme.paper}; padding: 0; spacing: 0; border: none; }}
    QToolButton#by_gate, QToolButton#by_timestep {{
        padding: 3px 12px; background: {theme.field}; border: 1px solid {theme.rule}; }}
    QToolButton#by_gate:checked, QToolButton#by_timestep:checked {{
        background: {theme.panel}; border-color: {theme.ink}; font-weight: 600; }}
    QToolButton#by_gate:focus, QToolButton#by_timestep:focus {{ border-color: {theme.accent}; }}
    QToolBar::separator {{ background: {theme.rule}; width: 1px; margin: 4px 6px; }}
    QToolButton {{ border: 1px solid transparent; border-radius: 4px; padding: 3px 5px; }}
    QToolButton#qt_toolbar_ext_button {{ padding: 0; background: {_behind_qts_icons(theme)}; }}
    QToolButton:hover {{ background: {theme.rule}; }}
    QToolButton:checked {{ background: {theme.field}; border-color: {theme.ink}; }}
    QToolButton:focus {{ outline: none; border-color: {theme.accent}; }}
    QPushButton {{ background: {theme.panel}; color: {theme.ink}; min-height: {px(30)}px;
                   padding: 0 14px; border: 1px solid {theme.faint}; border-radius: 4px; }}
    QPushButton:hover {{ background: {theme.rule}; }}
    QPushButton:pressed {{ background: {theme.wire}; }}
    QPushButton:default {{ background: {theme.accent}; color: {theme.panel};
                           border-color: {theme.accent}; }}
    QPushButton:focus {{ border: 2px solid {theme.accent}; padding: 0 13px;
                         min-height: {px(28)}px; }}
    QPushButton:default:focus {{ border-color: {theme.ink}; }}
    QPushButton:disabled {{ background: {theme.panel}; color: {theme.faint};
                            border-color: {theme.rule}; }}
    Panel QPushButton {{ min-height: {px(22)}px; padding: 0 10px; }}
    Panel QPushButton:focus {{ min-height: {px(20)}px; padding: 0 9px; }}
    QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {theme.rule}; }}
    QSlider::sub-page:horizontal {{ height: 4px; border-radius: 2px; background: {theme.ink}; }}
    QSlider::handle:horizontal {{ width: 10px; margin: -7px 0; border-radius: 3px;
                                  background: {theme.ink}; border: 1px solid {theme.ink}; }}
    QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus {{
        border: 2px solid {theme.accent}; width: 8px; }}
    QSlider::handle:horizontal:disabled, QSlider::sub-page:horizontal:disabled {{
        background: {theme.wire}; border-color: {theme.wire}; }}
    QStatusBar {{ background: {theme.paper}; color: {theme.faint}; }}
    QStatusBar::item {{ border: none; }}
    QToolTip {{ background: {theme.panel}; color: {theme.ink}; border: 1px solid {theme.wire};
                padding: 4px; }}
    QTabBar::tab {{ background: transparent; padding: 4px 8px; border: none;
                    border-bottom: 2px solid transparent; color: {theme.faint}; }}
    QTabBar::tab:selected {{ color: {theme.ink}; border-bottom-color: {theme.ink}; }}
    QTabBar::tab:focus {{ color: {theme.accent}; }}
    QMainWindow > QTabBar::tab {{ width: 0; height: 0; padding: 0; border: none; }}
    QMainWindow > QTabBar {{ max-height: 0; border: none; }}
    QTabWidget::pane {{ border: none; }}
    QHeaderView::section {{ background: {theme.panel}; color: {theme.faint}; border: none;
                            padding: 2px 6px; }}
    QTextBrowser {{ border: 1px solid transparent; }}
    QTextBrowser:focus {{ border-color: {theme.accent}; }}
    QTableView {{ border: none; gridline-color: {theme.rule}; background: {theme.panel};
                  selection-background-color: {theme.accent};
                  selection-color: {theme.panel}; }}
    QCheckBox::indicator, QRadioButton::indicator {{ width: {px(14)}px; height: {px(14)}px; }}
    QTableView::indicator:unchecked {{ border: 1px solid {theme.faint}; border-radius: 2px; }}
    """


def _behind_qts_icons(theme: Theme) -> str:
    """Return a ground for icons that Qt draws in dark grey, whatever the theme."""
    return theme.faint if theme.dark else theme.panel
