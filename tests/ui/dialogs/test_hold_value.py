"""The form for one hold: what does not fit is said, and what it comes to."""

from simulator.network.interventions import Hold
from ui.dialogs.hold_value import HoldValue
from ui.style import theme


def test_the_form_says_what_does_not_fit(qtbot, make_workbench):
    experiment = make_workbench(timesteps=12, hidden_size=4).snapshot().experiment
    form = HoldValue(experiment, Hold("f", 0, 0, (1,), 2, 5, 1.0), theme.LIGHT)
    qtbot.addWidget(form)
    for field, text, words in (
        ("_value", "abc", "not a number"),
        ("_value", "1e60", "too large"),
        ("_value", "", "type a number"),
        ("_units", "9", "not one of the units 0–3"),
        ("_units", "", "type the units"),
    ):
        line = getattr(form, field)
        before = line.text()
        line.setText(text)
        assert words in form.message.text()
        assert not form.accept_button.isEnabled()
        line.setText(before)
        assert form.accept_button.isEnabled()
    form._first.setValue(6)
    assert form.message.text() == "the last timestep comes before the first"
    form._first.setValue(3)
    form._units.setText("all")
    assert form.message.text() == "f[all] = 1.0 · t 3…5"
