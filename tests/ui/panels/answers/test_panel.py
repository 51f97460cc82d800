"""Answers panel: words, shares, ranks and losses are those of the trace, wherever one looks."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from simulator.analysis.address import Address, Given
from simulator.network.lane import Lane
from simulator.network.quantities import LOSS, P, Y
from simulator.objective.loss import BCE, CROSS_ENTROPY, MSE, SUM, Loss
from simulator.objective.objective import Objective
from simulator.objective.readout import EVERY, H_N, LAST, SIGMOID, SOFTMAX, Readout
from simulator.objective.targets import IGNORED, Targets
from tests.ui.double_click import double_click
from ui.panels.answers.model import NAME, NUMBER, RANK, RIGHT, SAID
from ui.panels.answers.panel import AnswersPanel
from ui.session.viewing.hidden_values import HiddenValues
from ui.style import number_format, theme
from ui.style.key_names import NAMES, Named

T, K = 8, 27
WORDS = tuple("abcdefghijklmnopqrstuvwxyz ")
LEFT, Key = Qt.MouseButton.LeftButton, Qt.Key


def classes_over(experiment, outputs=K, names=WORDS, over=EVERY, seed=1, **loss):
    """Put a softmax over classes on an experiment, with targets at all timesteps but the second."""
    rng = np.random.default_rng(seed)
    config, (steps, batch) = experiment.config, experiment.sequence.shape[:2]
    features = config.num_directions * config.output_size
    weight = rng.standard_normal((outputs, features)).astype(experiment.dtype) * 2
    targets = rng.integers(0, outputs, (steps, batch))
    targets[1] = IGNORED
    readout = Readout(weight, None, over, SOFTMAX, names)
    objective = Objective(readout, Targets.of(targets), Loss(CROSS_ENTROPY, **loss))
    return experiment.with_objective(objective)


def numbers_over(experiment, function, loss):
    rng = np.random.default_rng(2)
    shape = (*experiment.sequence.shape[:2], 3)
    values = rng.random(shape) if loss == MSE else rng.integers(0, 2, shape)
    weight = rng.standard_normal((3, experiment.config.output_size)).astype(experiment.dtype)
    readout = Readout(weight, None, EVERY, function, ("a", "b", "c"))
    targets = Targets.of(values.astype(experiment.dtype))
    return experiment.with_objective(Objective(readout, targets, Loss(loss)))


@pytest.fixture
def bench_of(make_workbench):
    """Make a workbench over an objective, standing at a timestep."""

    def make(put=classes_over, t=T - 1, batch=None, labels=(), options=None, **config):
        bench = make_workbench(timesteps=T, batch=batch, hidden_size=4, **config)
        document = bench.snapshot().document
        experiment = put(document.experiment, **(options or {}))
        bench.open(replace(document, experiment=experiment, original=experiment,
                           original_labels=labels))  # fmt: skip
        go_to(bench, t)
        return bench

    return make


@pytest.fixture
def shown(follow):
    """Show a panel that follows a workbench."""
    return lambda bench, size=(300, 420): follow(AnswersPanel(theme.LIGHT), bench, size)


def go_to(bench, t):
    bench.go_to(Address(Y, t=t).position(bench.snapshot().schedule))
    while bench.snapshot().position != bench.snapshot().target:
        QApplication.processEvents()


def rows(panel):
    """Return (rank, name, number, sign) of each line."""
    model = panel.model
    return [
        (*(model.text(row, column) for column in (RANK, NAME, NUMBER)), model.sign(row))
        for row in range(model.rowCount())
    ]


def values(bench, quantity, t, row=0):
    return bench.snapshot().run.trace.values(quantity, Lane())[t, row]


def names_of(panel):
    return [line[1] for line in rows(panel)]


def click(panel, row, column=NUMBER, press=QTest.mouseClick):
    press(panel.table.viewport(), LEFT, pos=panel.table.rect_of(row, column).center())


def test_classes_stand_in_the_order_of_p_as_many_as_there_is_room_for(bench_of, shown):
    bench = bench_of()
    panel = shown(bench)
    p = values(bench, P, T - 1)
    order = np.argsort(-p)
    right = int(bench.snapshot().experiment.objective.targets.values[T - 1, 0])
    for height in (420, 200, 900):
        panel.resize(300, height)
        QApplication.processEvents()
        listed = rows(panel)
        count = min(panel.table.lines(), K)
        assert len(listed) == count
        expected = [int(k) for k in order[:count]]
        if right not in expected:
            expected[-1] = right
        assert [line[1] for line in listed] == [WORDS[k].replace(" ", "·") for k in expected]
        ranks = [int((p > p[k]).sum()) + 1 for k in expected]
        assert [int(line[0]) for line in listed] == ranks
        shares = [float(line[2].removesuffix(" %")) for line in listed]
        assert shares == pytest.approx(100 * p[expected], abs=0.051)
        assert panel.table.verticalScrollBar().maximum() == 0
    assert len(rows(panel)) == K


def test_the_right_class_has_a_tick_and_a_wrong_one_that_is_said_a_cross(bench_of, shown):
    bench = bench_of(t=0)
    panel = shown(bench, (300, 160))
    targets = bench.snapshot().experiment.objective.targets.values
    for t in range(T):
        go_to(bench, t)
        said = WORDS[int(values(bench, P, t).argmax())].replace(" ", "·")
        signs = {line[1]: line[3] for line in rows(panel)}
        if targets[t, 0] == IGNORED:
            assert set(signs.values()) == {""}
            continue
        right = WORDS[targets[t, 0]].replace(" ", "·")
        assert signs[right] == "✓"
        assert signs[said] == ("✓" if said == right else "✗")
        assert sum(map(bool, signs.values())) == 1 + (said != right)


def test_the_sentence_names_what_is_read_said_and_right(bench_of, shown):
    labels = ("the", "cat") * (T // 2)
    bench = bench_of(labels=labels)
    panel = shown(bench, (600, 300))
    targets = bench.snapshot().experiment.objective.targets.values
    for t in range(T):
        go_to(bench, t)
        spans = panel._view.sentences()[0]
        named = [span.text for span in spans if span.role == "name"]
        said = WORDS[int(values(bench, P, t).argmax())].replace(" ", "·")
        wrong = targets[t, 0] not in (IGNORED, int(values(bench, P, t).argmax()))
        right = [WORDS[targets[t, 0]].replace(" ", "·")] if wrong else []
        assert named == [labels[t], said, *right]


def test_without_names_classes_are_numbers(bench_of, shown):
    bench = bench_of(options={"names": ()})
    panel = shown(bench)
    best = int(values(bench, P, T - 1).argmax())
    assert str(best) in names_of(panel)[0]
    assert names_of(panel)[0] != str(best)


@pytest.mark.parametrize("reduction", ["mean", SUM])
def test_losses_are_torch_s_of_the_timestep_and_up_to_it(bench_of, shown, reduction):
    bench = bench_of(options={"reduction": reduction})
    panel = shown(bench)
    losses = bench.snapshot().run.trace.values(LOSS, Lane())[:, 0, 0].astype(float)
    counted = [t for t in range(T) if t != 1]
    for t in range(T):
        go_to(bench, t)
        so_far = [losses[s] for s in counted if s <= t]
        whole = sum(so_far) / (len(so_far) if reduction == "mean" else 1)
        if t in counted:
            assert panel.loss.text().split()[-1] == number_format.short(losses[t], 4)
        if len(so_far) > 1:
            assert panel.so_far.text().split()[-1] == number_format.short(whole, 4)
        else:
            assert panel.so_far.text() == ""


def test_a_click_looks_at_y_and_so_does_enter(bench_of, shown):
    bench = bench_of()
    panel = shown(bench)
    click(panel, 3, NAME)
    unit = WORDS.index(names_of(panel)[3].replace("·", " "))
    assert bench.snapshot().pinned == Address(Y, t=T - 1, unit=unit)
    assert panel._view.chosen == unit
    panel.table.setFocus()
    for _ in range(2):
        QTest.keyClick(panel.table, Key.Key_Up)
    QTest.keyClick(panel.table, Key.Key_Return)
    unit = WORDS.index(names_of(panel)[1].replace("·", " "))
    assert bench.snapshot().pinned == Address(Y, t=T - 1, unit=unit)
    assert bench.snapshot().position == Address(Y, t=T - 1).position(bench.snapshot().schedule)
    QTest.keyClick(panel.table, Key.Key_Escape)
    assert not panel.table.hasFocus()


def test_where_one_looks_it_answers_and_a_double_click_goes_there(bench_of, shown):
    bench = bench_of()
    panel = shown(bench)
    bench.look_at(Address("h", t=2, unit=0))
    p = values(bench, P, 2)
    assert names_of(panel)[0] == WORDS[int(p.argmax())].replace(" ", "·")
    assert not panel._view.ahead
    click(panel, 0, press=double_click)
    assert bench.snapshot().position == Address(Y, t=2).position(bench.snapshot().schedule)
    assert bench.snapshot().pinned is None


def test_an_edit_changes_the_answer_at_once(bench_of, shown):
    bench = bench_of()
    panel = shown(bench)
    before = rows(panel)
    experiment = bench.snapshot().experiment
    weight = experiment.parameters["weight_hh_l0"] * 3
    array = experiment.parameters.arrays | {"weight_hh_l0": weight}
    parameters = type(experiment.parameters)(experiment.config, array)
    bench.edit(experiment.with_parameters(parameters), "three times")
    while bench.snapshot().position != bench.snapshot().target:
        QApplication.processEvents()
    p = values(bench, P, T - 1)
    assert rows(panel) != before
    assert float(rows(panel)[0][2].removesuffix(" %")) == pytest.approx(100 * p.max(), abs=0.051)


def test_each_row_of_a_batch_has_its_own_answer(bench_of, shown):
    bench = bench_of(batch=3)
    panel = shown(bench)
    for row in range(3):
        bench.select(Lane(), row)
        best = int(values(bench, P, T - 1, row).argmax())
        assert names_of(panel)[0] == WORDS[best].replace(" ", "·")
        assert str(row) in panel.caption(bench.snapshot())


@pytest.mark.parametrize("over", [LAST, H_N])
def test_a_readout_of_the_end_answers_there_alone(bench_of, shown, over):
    bench = bench_of(t=T - 1, options={"over": over}, bidirectional=True)
    panel = shown(bench)
    end = bench.snapshot().schedule.end
    assert panel.model.rowCount() > 0
    assert panel.so_far.text() == ""
    bench.go_to_timestep(2, Lane(0, 0))
    QApplication.processEvents()
    assert panel.model.rowCount() == 0
    assert str(T - 1) in panel.elsewhere.text()
    QTest.mouseClick(panel.elsewhere, LEFT)
    while bench.snapshot().position != bench.snapshot().target:
        QApplication.processEvents()
    snapshot = bench.snapshot()
    assert snapshot.position == end or snapshot.pinned.t == T - 1
    assert panel.model.rowCount() > 0


def test_what_is_not_computed_or_hidden_is_not_told(bench_of, shown):
    bench = bench_of(t=2)
    panel = shown(bench)
    bench.look_at(Address("h", t=5, unit=0))
    assert panel._view.ahead  # it is computed, and seen dimmed
    assert panel.model.rowCount() > 0
    bench.cover(HiddenValues(ahead=True))
    assert panel._view.answer is None
    assert panel.model.rowCount() == 0
    assert panel.spot_of_keys() is None
    bench.cover(HiddenValues(numbers=frozenset({Address(P, t=5, unit=3)})))
    assert panel._view.covered
    assert panel.model.rowCount() == 0
    bench.look_at(Address("h", t=6, unit=0))
    assert panel.model.rowCount() > 0
    assert panel.so_far.text() == ""  # it would tell the hidden one


def test_bits_say_yes_above_one_half_and_stand_in_their_order(bench_of, shown):
    put = {"function": SIGMOID, "loss": BCE}
    bench = bench_of(put=numbers_over, options=put)
    panel = shown(bench)
    for t in range(T):
        go_to(bench, t)
        p = values(bench, P, t)
        target = bench.snapshot().experiment.objective.targets.values[t, 0]
        assert names_of(panel) == ["a", "b", "c"]
        said = [panel.model.text(row, SAID) for row in range(3)]
        assert said == [str(int(p[k] > 0.5)) for k in range(3)]
        assert [panel.model.text(row, RIGHT) for row in range(3)] == [str(int(v)) for v in target]
        assert [line[3] for line in rows(panel)] == [
            "✓" if (p[k] > 0.5) == (target[k] > 0.5) else "✗" for k in range(3)
        ]
    assert panel.model.source(1, RIGHT) == Given("target", (T - 1, 0, 1))


def test_numbers_stand_beside_their_targets_with_the_error(bench_of, shown):
    bench = bench_of(put=numbers_over, options={"function": "identity", "loss": MSE})
    panel = shown(bench)
    y = values(bench, Y, T - 1)
    target = bench.snapshot().experiment.objective.targets.values[T - 1, 0]
    for row in range(3):
        told = [panel.model.text(row, column) for column in (NUMBER, RIGHT, SAID)]
        expected = [number_format.signed(float(v), 4) for v in (y[row], target[row])]
        assert told == [*expected, number_format.signed(float(y[row] - target[row]), 4)]


def test_a_loss_that_is_no_number_counts_all_the_same(bench_of, shown):
    bench = bench_of(put=numbers_over, options={"function": "identity", "loss": MSE})
    experiment = bench.snapshot().experiment
    readout = experiment.objective.readout
    broken = replace(readout, weight=np.full_like(readout.weight, np.nan))
    bench.edit(
        experiment.with_objective(replace(experiment.objective, readout=broken)), "not a number"
    )
    panel = shown(bench)
    assert "nan" in panel.loss.text()
    assert panel.loss.focusPolicy() == Qt.FocusPolicy.TabFocus


def test_without_a_readout_it_says_how_one_is_set(make_workbench, shown, monkeypatch):
    panel = shown(make_workbench())
    assert panel.model.rowCount() == 0
    assert panel.message.isVisible()
    monkeypatch.setattr(NAMES, "_named", {"readout": Named(("Ctrl+Alt+9",), "Edit → …")})
    NAMES.changed.emit()
    assert "Ctrl+Alt+9" in panel.message.text()


def test_of_50_000_classes_ten_are_listed_and_the_right_one(bench_of, shown):
    bench = bench_of(options={"outputs": 50_000, "names": ()})
    panel = shown(bench, (300, 360))
    right = int(bench.snapshot().experiment.objective.targets.values[T - 1, 0])
    p = values(bench, Y, T - 1)
    listed = rows(panel)
    assert 5 <= len(listed) <= 20
    assert str(right) in listed[-1][1]
    assert int(listed[-1][0].replace(",", "")) == int((p > p[right]).sum()) + 1


def test_the_mouse_tells_the_exact_number_and_asks_for_its_card(bench_of, shown):
    bench = bench_of()
    panel = shown(bench)
    told, asked = [], []
    panel.hovered.connect(told.append)
    panel.card_asked.connect(asked.append)
    rect = panel.table.rect_of(2, NUMBER)
    for where in (rect.center() + QPoint(1, 0), rect.center()):
        QTest.mouseMove(panel.table.viewport(), where)
    unit = WORDS.index(names_of(panel)[2].replace("·", " "))
    assert number_format.exact(values(bench, P, T - 1)[unit]) in told[-1]
    assert asked[-1].subject == Address(P, t=T - 1, unit=unit)
    assert asked[-1].rect() == rect


def test_the_answers_are_copied_as_text(bench_of, shown):
    bench = bench_of(labels=("the", "cat") * (T // 2))
    panel = shown(bench)
    panel.table.setFocus()
    QTest.keyClick(panel.table, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert len(lines) == panel.model.rowCount() + 3  # sentence, heads, and loss
    for line, row in zip(lines[2:-1], rows(panel), strict=True):
        assert line.split("\t") == [cell for cell in row if cell]
    menu = QMenu()
    panel.add_entries_to(menu)
    QGuiApplication.clipboard().clear()
    menu.actions()[0].trigger()
    assert QGuiApplication.clipboard().text().split("\n") == lines


def test_in_another_theme_and_a_narrow_panel_no_number_is_cut(bench_of, shown):
    bench = bench_of(put=numbers_over, options={"function": SIGMOID, "loss": BCE})
    panel = shown(bench, (260, 300))
    panel.set_theme(theme.DARK)
    metrics = panel.table.fontMetrics()
    for place, column in enumerate(panel.model.columns):
        for row in range(panel.model.rowCount()):
            width = metrics.horizontalAdvance(panel.model.text(row, column))
            assert width <= panel.table.columnWidth(place)
    widths = map(panel.table.columnWidth, range(panel.model.columnCount()))
    assert sum(widths) <= panel.table.viewport().width()
