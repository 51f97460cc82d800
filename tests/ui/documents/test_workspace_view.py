"""Views in workspaces: watches are kept as a user would type them; parts that fit are taken."""

import json
from random import Random

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from simulator.analysis.address import Address
from simulator.breakpoints.condition_parser import parse
from simulator.files.traces.export import ExportOptions
from simulator.files.workspaces.reader import read_workspace
from simulator.network.lane import Lane
from simulator.translation import install, mark
from tests.depth import examples
from tests.simulator.breakpoints.test_condition_parser import any_condition
from tests.simulator.files.mutations import jsons
from tests.simulator.files.workspaces.written import write_workspace
from tests.ui.documents.work import edit, kept, leave, press, save, weight_in
from ui.dialogs.export import export_trace
from ui.documents import save_file
from ui.documents.workspace_view import restore, view_of, workspace_of
from ui.session.document import Document
from ui.session.watching import Breakpoint, Watching

quantities = st.sampled_from(["z_i", "f", "c", "h"])
lanes = st.builds(Lane, st.integers(0, 9), st.integers(0, 1))
watches = st.builds(Address, quantities, lanes, st.just(0), st.integers(0, 9), st.integers(0, 99))
breakpoints = st.builds(Breakpoint, any_condition(), st.booleans())


@examples(60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    numbers=st.lists(watches, max_size=4, unique=True),
    stops=st.lists(breakpoints, max_size=4, unique_by=lambda b: b.condition),
)
def test_watches_and_breakpoints_come_back_in_their_order(make_workbench, tmp_path, numbers, stops):
    bench, again, path = make_workbench(), make_workbench(), tmp_path / "w.gatestep"
    watching = Watching(tuple(numbers), tuple(stops))
    bench.set_watching(watching)
    write_workspace(path, workspace_of(bench.snapshot(), ""))
    restore(again, read_workspace(path).view, ())
    assert again.snapshot().watching == watching


@pytest.mark.parametrize(
    ("stored", "position"),
    [
        ({"place": [2, 1, 1, "g"], "position": 3}, (6 * 2 + 3 * 2 + 1) * 6 + 3),
        ({"position": 7 + 3}, 6 + 1),
        ({"place": "end"}, 6 * 2 * 2 * 6),
    ],
)
def test_a_view_leads_to_its_place(make_workbench, stored, position):
    """Two layers of two directions over 6 timesteps; the reverse cell of t 2 is at walk 3."""
    bench = make_workbench(num_layers=2, bidirectional=True, timesteps=6)
    restore(bench, stored, ())
    seen = bench.snapshot()
    assert seen.target == position
    assert view_of(seen, "")["place"] == stored.get("place", [5, 0, 1, "f"])


def test_they_are_the_same_in_every_language(make_workbench):
    bench = make_workbench()
    bench.set_watching(Watching().typed("c[1] > 1.5 layer 0 reverse row 0", Lane(), 0))
    before = workspace_of(bench.snapshot(), "").view
    install("xx", lambda text: f"<{text}>")
    try:
        assert workspace_of(bench.snapshot(), "").view == before
    finally:
        install("en", mark)


def test_a_workspace_without_them_watches_nothing(make_workbench):
    bench = make_workbench()
    bench.set_watching(Watching().typed("c[1]", Lane(), 0))
    restore(bench, {}, ())
    assert bench.snapshot().watching == Watching()


def test_one_that_is_not_understood_is_kept_and_saved_as_it_is(make_workbench):
    """A later version may have words that this one lacks."""
    bench = make_workbench()
    watches = ["cosine[3] of layers", 7, {"name": "c"}]
    infinite = json.loads("1e999")
    breakpoints = [["c[0]", False], ["f all fades", True], ["c > 1", True, 12]]
    stored = {
        "watches": ["c[1]", infinite, *watches],
        "breakpoints": [*breakpoints, ["h sign", False]],
    }
    restore(bench, stored, ())
    watching = bench.snapshot().watching
    assert [watch.name for watch in watching.watches] == ["c[1]"]
    assert [b.condition.text() for b in watching.breakpoints] == ["h sign"]
    assert not watching.conditions
    written = json.loads(json.dumps(view_of(bench.snapshot(), "")))
    assert written["watches"] == ["c[1] layer 0 forward row 0", *watches]
    assert written["breakpoints"] == [["h sign", False], *breakpoints]


@pytest.fixture
def view(make_workbench):
    """Return a view with every kind of content."""
    bench = make_workbench()
    bench.set_watching(Watching().typed("c[1]", Lane(), 0).with_breakpoint(parse("f[0] < 0.5")))
    bench.go_to(3)
    return json.dumps(view_of(bench.snapshot(), "layout")).encode()


@pytest.mark.parametrize("seed", range(40))
def test_what_fits_is_taken_and_can_be_kept_again(make_workbench, view, seed):
    rng, bench, again = Random(seed), make_workbench(), make_workbench()
    for _ in range(20):
        mutant = view
        for _ in range(rng.choice((1, 2, 5))):
            mutant = jsons(rng, mutant)
        try:
            said = json.loads(mutant)
        except (ValueError, RecursionError):
            continue
        if isinstance(said, dict):
            restore(bench, said, ())
            seen = view_of(bench.snapshot(), "")
            restore(again, json.loads(json.dumps(seen)), ())
            assert view_of(again.snapshot(), "") == seen


def save_here(window, bench, qtbot, chosen):
    save(window, qtbot)


def save_elsewhere(window, bench, qtbot, chosen):
    chosen.path = chosen.path.with_name("b.gatestep")
    with qtbot.waitSignal(window._saver.saved):
        window._actions["save_as"].trigger()


def save_at_closing(window, bench, qtbot, chosen):
    """Only its copy holds the document by then."""
    bench.documents._limit = 0
    original = bench.snapshot().document.original
    for title in ("second", "third"):
        bench.open(Document.of(title, original.with_parameters(original.parameters)))
    qtbot.waitUntil(lambda: bench.documents.left == ())
    chosen.answer = save_file.SAVE
    assert not window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert weight_in(chosen.path) == 7.5


def export_all(window, bench, qtbot, chosen):
    for kind in ("csv", "npz"):
        path = chosen.path.with_name(f"trace.{kind}")
        options = ExportOptions(kind, experiment=True)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(export_trace, "ask", lambda *_, to=(str(path), options): to)
            window._actions["export_trace"].trigger()
        qtbot.waitUntil(path.exists)
    for suffix, action in (("safetensors", "export_model"), ("py", "export_script")):
        chosen.path = chosen.path.with_name(f"model.{suffix}")
        window._actions[action].trigger()
        qtbot.waitUntil(chosen.path.exists)


@pytest.mark.few(3)
@pytest.mark.parametrize("write", [save_here, save_elsewhere, save_at_closing, export_all])
@pytest.mark.parametrize("restored", [False, True])
def test_no_file_of_the_user_says_where_another_lies(
    make_window, make_workbench, qtbot, tmp_path, folder, chosen, write, restored
):
    """Only the copies in the application's own folder do: they name the document's own file."""
    home = tmp_path / "home"
    home.mkdir()
    bench, copies = make_workbench(), folder
    window = make_window(bench)
    window.keep_safe(copies)
    chosen.path = home / "a.gatestep"
    edit(bench, 1.5)
    save(window, qtbot)
    edit(bench, 7.5)
    qtbot.waitUntil(lambda: bool(kept(copies)))
    (copy,) = kept(copies)
    assert str(chosen.path).encode() in copy.read_bytes()
    if restored:
        copies = tmp_path / "after a crash"
        leave(copies, copy)
        bench = make_workbench(seed=1)
        window = make_window(bench)
        window.keep_safe(copies)
        press(window, "&Restore")
        qtbot.waitUntil(window.isWindowModified)
    write(window, bench, qtbot, chosen)
    for path in home.iterdir():
        content = path.read_bytes()
        assert str(home).encode() not in content, path.name
        assert b'"stamp"' not in content, path.name
