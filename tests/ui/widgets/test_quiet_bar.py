"""A bar of progress paints with the window, and not in the midst of a change."""

from ui.widgets.quiet_bar import QuietBar


def test_a_value_is_shown_with_the_next_paint(bring_up, qtbot, monkeypatch):
    painted = []
    paint = QuietBar.paintEvent
    monkeypatch.setattr(
        QuietBar, "paintEvent", lambda bar, event: painted.append(bar.value()) or paint(bar, event)
    )
    bar = bring_up(QuietBar(100))
    qtbot.waitUntil(lambda: bool(painted))
    painted.clear()
    for value in (10, 50, 90):
        bar.setValue(value)
    assert not painted
    qtbot.waitUntil(lambda: bool(painted))
    assert set(painted) == {90}
    assert not bar.isTextVisible()
