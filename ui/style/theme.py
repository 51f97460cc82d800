"""Theme: one colour a quantity and one map a range, in light and dark, for every panel."""

from dataclasses import dataclass
from functools import lru_cache

import pyqtgraph as pg
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from simulator.lstm.quantities import EVERY

BOUNDED_0_1 = frozenset(key for key, of in EVERY.items() if of.bounded == (0.0, 1.0))
"""Quantities in the range 0…1; the others are signed."""

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


@dataclass(frozen=True, eq=False)
class Theme:
    """All colours of the window, as `#rrggbb`.

    Attributes:
        quantities: a colour each, for letters, lines and edges.
        signed_stops: −1…0…1, neutral at zero. unit_stops: 0…1 from pale to strong.
    """

    name: str
    paper: str
    panel: str
    ink: str
    faint: str
    rule: str
    accent: str
    good: str
    bad: str
    warn: str
    quantities: dict[str, str]
    signed_stops: tuple[str, ...]
    unit_stops: tuple[str, ...]

    @property
    def dark(self) -> bool:
        """True for the dark theme."""
        return self.name == "dark"

    def colour(self, quantity: str) -> QColor:
        """Return the colour of a quantity: i f g o c h, also z_i …, m and x."""
        return QColor(self.quantities.get(quantity.removeprefix("z_"), self.ink))

    def text_on(self, background: QColor) -> QColor:
        """Return black or white ink, whichever has more contrast with a background (WCAG)."""
        return QColor(_ink_on(background.rgb()))


LIGHT = Theme(
    name="light",
    paper="#f6f7f9",
    panel="#ffffff",
    ink="#1d2430",
    faint="#67707c",
    rule="#dfe3e8",
    accent="#0b62c4",
    good="#00735a",
    bad="#b3261e",
    warn="#8a5a00",
    quantities={
        "i": "#0072b2",
        "f": "#ba5200",
        "g": "#00825c",
        "o": "#a6528c",
        "c": "#976800",
        "m": "#696bad",
        "h": "#287a98",
    },
    signed_stops=("#1f5aa6", "#7ea6d6", "#f1f3f6", "#e39a8d", "#bb3a28"),
    unit_stops=("#eef2f8", "#a9c1de", "#5f86b8", "#27528c"),
)

DARK = Theme(
    name="dark",
    paper="#14171c",
    panel="#1c2027",
    ink="#e6e9ee",
    faint="#8b94a1",
    rule="#2c323b",
    accent="#6cb0ff",
    good="#5ad19a",
    bad="#ff7b72",
    warn="#f2b632",
    quantities={
        "i": "#5aa9e6",
        "f": "#ff8a4c",
        "g": "#35c796",
        "o": "#e08ac6",
        "c": "#f2b632",
        "m": "#a9abf2",
        "h": "#7fd3f0",
    },
    signed_stops=("#6aa2ff", "#3f5f97", "#272c35", "#8f5544", "#ff7f57"),
    unit_stops=("#262c36", "#3d5674", "#6292c2", "#a6d4ff"),
)

THEMES = {theme.name: theme for theme in (LIGHT, DARK)}


def contrast(a: QColor, b: QColor) -> float:
    """Return the contrast ratio of two colours, 1…21 (WCAG 2.2)."""
    light, dark = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@lru_cache(maxsize=4096)
def _ink_on(rgb: int) -> str:
    background = QColor.fromRgb(rgb)
    return max(("#000000", "#ffffff"), key=lambda ink: contrast(background, QColor(ink)))


def mono_font(points: float = 9.5) -> QFont:
    """Return the font for numbers and torch's names: fixed width, so that columns line up."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSizeF(points)
    return font


def restyle(widget: QWidget, sheet: str) -> None:
    """Set a widget's style sheet, if it differs: Qt lays out anew even for an equal one."""
    if widget.styleSheet() != sheet:
        widget.setStyleSheet(sheet)


def apply(app: QApplication, theme: Theme) -> None:
    """Apply a theme to the whole program: palette, style sheet, and pyqtgraph's defaults."""
    app.setStyle("Fusion")
    palette = _palette(theme)
    app.setPalette(palette)
    # Fusion draws edges as a darker Window, invisible in the dark theme; these widgets paint no
    # Window.
    edged = _palette(theme)
    edged.setColor(QPalette.ColorRole.Window, QColor(theme.faint))
    for kind in _EDGED:
        of_kind = edged if theme.dark or kind in _TICKED else palette
        app.setPalette(of_kind, kind)  # type: ignore[arg-type]  # bytes are refused
    app.setStyleSheet(_style_sheet(theme))
    pg.setConfigOptions(
        imageAxisOrder="row-major",
        background=theme.panel,
        foreground=theme.faint,
        antialias=True,
    )


def _luminance(colour: QColor) -> float:
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (colour.redF(), colour.greenF(), colour.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


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
    QMainWindow::separator {{ background: {theme.paper}; width: 6px; height: 6px; }}
    QMainWindow > QWidget, QDockWidgetGroupWindow > QWidget {{ widget-animation-duration: 0; }}
    QDockWidget {{ font-weight: bold; }}
    QDockWidget::title {{ background: {theme.panel}; padding: 3px 10px; text-align: left; }}
    Panel {{ font-weight: normal; }}
    QToolBar {{ background: {theme.panel}; border: none; spacing: 3px; padding: 3px 8px; }}
    QToolBar#place {{ padding: 0 8px; }}
    QToolBar::separator {{ background: {theme.rule}; width: 1px; margin: 4px 6px; }}
    QToolButton {{ border: none; border-radius: 4px; padding: 4px 6px; }}
    QToolButton#qt_toolbar_ext_button {{ padding: 0; background: {_behind_qts_icons(theme)}; }}
    QToolButton:hover {{ background: {theme.rule}; }}
    QToolButton:checked {{ background: {theme.rule}; }}
    QToolButton:focus {{ outline: none; border: 1px solid {theme.accent}; }}
    QStatusBar {{ background: {theme.paper}; color: {theme.faint}; }}
    QStatusBar::item {{ border: none; }}
    QToolTip {{ background: {theme.panel}; color: {theme.ink}; border: 1px solid {theme.rule};
                padding: 4px; }}
    QTabBar::tab {{ background: transparent; padding: 4px 8px; border: none;
                    border-bottom: 2px solid transparent; color: {theme.faint}; }}
    QTabBar::tab:selected {{ color: {theme.ink}; border-bottom-color: {theme.ink}; }}
    QTabBar::tab:focus {{ color: {theme.accent}; }}
    QTabWidget::pane {{ border: none; }}
    QHeaderView::section {{ background: {theme.panel}; color: {theme.faint}; border: none;
                            padding: 2px 6px; }}
    QTextBrowser {{ border: 1px solid transparent; }}
    QTextBrowser:focus {{ border-color: {theme.accent}; }}
    QTableView {{ border: none; gridline-color: {theme.rule}; background: {theme.panel};
                  selection-background-color: {theme.accent};
                  selection-color: {theme.panel}; }}
    QTableView::indicator:unchecked {{ border: 1px solid {theme.faint}; border-radius: 2px; }}
    """


def _behind_qts_icons(theme: Theme) -> str:
    """Return a ground for icons that Qt draws in dark grey, whatever the theme."""
    return theme.faint if theme.dark else theme.panel
