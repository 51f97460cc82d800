"""Baselines and watches come back with the documents that they were beside."""

from simulator.network.lane import Lane
from tests.ui.session.test_document_history import edit
from ui.session.baselines import Baselines
from ui.session.document import Document
from ui.session.document_extras import DocumentExtras
from ui.session.watching import Watching


def pinned(bench, name):
    return bench.snapshot().against.baselines.with_pin(name, bench.snapshot().experiment)


def beside(bench):
    snapshot = bench.snapshot()
    return (
        [pin.name for pin in snapshot.against.baselines.pins],
        [watch.name for watch in snapshot.watching.watches],
    )


def watch(bench, text):
    bench.set_watching(bench.snapshot().watching.typed(text, Lane(), 0))


def test_a_workspace_that_is_undone_takes_its_own_away(make_workbench):
    bench = make_workbench()
    bench.set_baselines(pinned(bench, "mine"))
    watch(bench, "c[1]")
    edit(bench, 1.5)
    bench.open(Document.of("second", make_workbench(seed=1).snapshot().experiment))
    assert beside(bench) == (["mine"], ["c[1]"])
    bench.set_companions(DocumentExtras(Baselines(), Watching().typed("h[0]", Lane(), 0)))
    watch(bench, "f[1]")
    edit(bench, 2.5)
    assert beside(bench) == ([], ["h[0]", "f[1]"])
    for _ in range(2):
        bench.undo()
    assert beside(bench) == (["mine"], ["c[1]"])
    assert bench.snapshot().against.name == "mine"
    assert bench.snapshot().against.position == bench.snapshot().position
    watch(bench, "g[0]")
    bench.redo()
    assert beside(bench) == ([], ["h[0]", "f[1]"])
    bench.undo()
    assert beside(bench) == (["mine"], ["c[1]", "g[0]"])


def test_those_of_other_documents_are_known(make_workbench):
    bench = make_workbench()
    watch(bench, "c[1]")
    first = bench.snapshot().document
    edit(bench, 1.5)
    bench.open(Document.of("second", make_workbench(seed=1).snapshot().experiment))
    bench.set_companions(DocumentExtras())
    assert bench.companions.of(first).watching.watches[0].name == "c[1]"
    assert bench.companions.of(bench.snapshot().document) == bench.companions.present


def test_a_model_that_is_opened_leaves_them_as_they_are(make_workbench):
    """A run of one model is compared with that of another."""
    bench = make_workbench()
    bench.open(Document.of("second", make_workbench(seed=1).snapshot().experiment))
    bench.set_baselines(pinned(bench, "second"))
    watch(bench, "c[1]")
    bench.undo()
    assert beside(bench) == (["second"], ["c[1]"])


def test_a_memory_is_forgotten_with_its_documents(make_workbench):
    bench = make_workbench()
    for seed in range(9):
        bench.open(Document.of("next", make_workbench(seed=seed).snapshot().experiment))
        bench.set_companions(DocumentExtras())
        bench.undo()
    assert len(bench.companions._groups) <= 3
    assert len(bench.companions._known) <= 3
