"""Steps of a readout: where they stand, what is looked at there, what stays selected."""

import pytest

from simulator.analysis.address import Address
from simulator.commands.place import place
from simulator.engine.gate_step import Cell
from simulator.network.interventions import Hold
from simulator.network.lane import Lane
from tests.ui.readouts import bench_with_readout
from ui.session.edits import hold_edits
from ui.session.edits.hold_edits import toggled
from ui.session.snapshot import GATE, TIMESTEP

TOP = Lane(1)


def walk(bench):
    """Take every gate step; yield the snapshot after each."""
    for _ in range(bench.snapshot().schedule.end):
        bench.step(1, GATE)
        yield bench.snapshot()


@pytest.mark.parametrize("bidirectional", [False, True])
def test_a_readout_is_looked_at_at_its_own_steps_alone(bidirectional):
    bench = bench_with_readout(num_layers=2, bidirectional=bidirectional)
    asked = []
    for snapshot in walk(bench):
        step = snapshot.step
        assert snapshot.lane == step.cell.lane
        assert snapshot.on_step
        assert snapshot.quantity == step.quantity
        is_y = snapshot.subject.quantity == "y"
        assert is_y == (step.quantity == "y")
        if is_y:
            asked.append(snapshot.timestep)
            assert (snapshot.lane, snapshot.reads_here, snapshot.reads_looked_at) == (
                TOP, True, True,
            )  # fmt: skip
            y = snapshot.run.trace.values("y", Lane())[snapshot.timestep, 0]
            assert snapshot.subject == Address("y", t=snapshot.timestep, unit=int(y.argmax()))
            assert snapshot.reading == (Cell(TOP, snapshot.timestep) if bidirectional else None)
        else:
            assert snapshot.reading is None
    assert asked == list(range(5))


@pytest.mark.parametrize("over", ["last", "h_n"])
@pytest.mark.parametrize("bidirectional", [False, True])
def test_one_readout_at_the_end_is_of_every_row(bidirectional, over):
    bench = bench_with_readout(
        steps=6, batch=3, lengths=[6, 4, 1], num_layers=2, bidirectional=bidirectional,
        objective={"over": over},
    )  # fmt: skip
    for row, length in enumerate([6, 4, 1]):
        bench.first()
        bench.select(Lane(), row)
        bench.last()
        bench.step(-1, GATE)
        before = bench.snapshot()
        assert before.quantity != "y"
        assert not before.knows_number(Address("y", t=length - 1, row=row))
        bench.step(1, GATE)
        snapshot = bench.snapshot()
        assert (snapshot.lane, snapshot.row, snapshot.timestep) == (TOP, row, length - 1)
        assert (snapshot.on_step, snapshot.quantity) == (True, "y")
        assert snapshot.subject.t == length - 1
        assert [snapshot.reads_at(t) for t in range(length)] == [False] * (length - 1) + [True]
        assert snapshot.known("y") == slice(length - 1, length)


@pytest.mark.parametrize("over", ["every", "last", "h_n"])
def test_what_is_ahead_of_a_readout_is_only_where_it_answers(over):
    bench = bench_with_readout(batch=2, lengths=[5, 3], objective={"over": over})
    bench.select(Lane(), 1)
    bench.last()
    bench.first()
    snapshot = bench.snapshot()
    start = 0 if over == "every" else 2
    assert list(range(5))[snapshot.ahead("y")] == list(range(start, 3))
    bench.toggle_ahead()
    assert list(range(5))[bench.snapshot().ahead("y")] == []


def test_past_the_end_of_a_row_a_readout_stays_at_its_last_answer():
    bench = bench_with_readout(batch=2, lengths=[5, 3], bidirectional=True)
    bench.select(Lane(), 1)
    for snapshot in walk(bench):
        if snapshot.step.quantity == "y":
            t = snapshot.step.cell.walk
            assert snapshot.timestep == min(t, 2)
            assert snapshot.on_step == (t <= 2)
            assert snapshot.subject.quantity == "y"
            assert snapshot.subject.exists(snapshot.experiment)


def test_a_unit_stays_selected_while_outputs_are_looked_at():
    bench = bench_with_readout(hidden_size=4, objective={"outputs": 9})
    bench.select_unit(3)
    bench.step(1, TIMESTEP)
    assert bench.snapshot().subject.quantity == "y"
    bench.look_at(Address("y", t=0, unit=8))
    assert (bench.snapshot().unit, bench.snapshot().subject.unit) == (3, 8)
    bench.look_at(Address("loss", t=0))
    assert bench.snapshot().unit == 3
    bench.look_back()
    bench.look_back()
    snapshot = bench.snapshot()
    assert (snapshot.pinned, snapshot.unit, snapshot.quantity) == (None, 3, "y")
    bench.look_at(Address("y", t=0, unit=8))
    bench.select_unit(1)  # an output is no unit: the ledger follows again
    assert (bench.snapshot().pinned, bench.snapshot().unit) == (None, 1)


def test_a_look_at_an_output_shows_the_top_layer_and_the_way_back():
    bench = bench_with_readout(num_layers=2, bidirectional=True)
    bench.last()
    bench.select(Lane(0, 1))
    bench.look_at(Address("h", Lane(0, 1), 2))
    bench.look_at(Address("y", t=1))
    assert (bench.snapshot().lane, bench.snapshot().timestep) == (TOP, 1)
    assert bench.snapshot().elsewhere
    bench.look_back()
    assert (bench.snapshot().lane, bench.snapshot().pinned.quantity) == (Lane(0, 1), "h")


def test_a_number_that_no_readout_gives_is_not_looked_at():
    bench = bench_with_readout(objective={"over": "last"})
    bench.last()
    bench.look_at(Address("y", t=2))
    assert bench.snapshot().pinned is None
    bench.look_at(Address("y", t=4, unit=2))
    assert bench.snapshot().pinned == Address("y", t=4, unit=2)


@pytest.mark.parametrize("quantity", ["y", "loss"])
def test_a_number_of_a_readout_cannot_be_held_and_h_is_proposed(quantity):
    bench = bench_with_readout(hidden_size=4, proj_size=2)
    bench.select_unit(3)
    bench.last()
    bench.look_at(Address(quantity, t=2))
    snapshot = bench.snapshot()
    with pytest.raises(ValueError, match="cannot be held"):
        toggled(snapshot)
    drafted = hold_edits.first_draft(snapshot)
    assert isinstance(drafted, Hold)
    assert (drafted.quantity, drafted.units, drafted.first) == ("h", (1,), 2)
    h = snapshot.run.trace.values("h", Lane())[2, 0, 1]
    assert drafted.value == h


def test_undo_brings_the_loss_back_to_the_bit():
    bench = bench_with_readout()
    bench.last()
    before, experiment = bench.snapshot().run.loss, bench.snapshot().experiment
    changed = experiment.parameters.with_value("weight_hh_l0", (0, 0), 2.0)
    bench.edit(experiment.with_parameters(changed), "a weight")
    bench.last()
    after = bench.snapshot().run.loss
    assert after != before
    bench.undo()
    bench.last()
    assert bench.snapshot().run.loss == before
    bench.redo()
    bench.last()
    assert bench.snapshot().run.loss == after


def test_a_typed_place_of_a_readout_is_gone_to():
    bench = bench_with_readout(num_layers=2, objective={"outputs": 3})
    for text in ("2:y", "y[2] at 2"):
        bench.first()
        bench.go_to_place(place(text))
        snapshot = bench.snapshot()
        assert snapshot.position == Address("y", t=2).position(snapshot.schedule)
        assert snapshot.step.quantity == "y"
