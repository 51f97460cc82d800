"""A Parquet file opened in the real window: a sequence, or one line."""

import numpy as np

from simulator.files import optional_packages
from tests.simulator.files.tables.parquets import save


def opened(window, path, qtbot):
    """Open a file; the lines of complaint."""
    said = []
    window.messages.complained.connect(said.append)
    window.open_files([str(path)])
    qtbot.waitUntil(lambda: not window.busy)
    return said


def test_its_columns_are_what_the_model_reads(make_window, make_workbench, qtbot, tmp_path):
    rng = np.random.default_rng(0)
    columns = {name: rng.standard_normal(9).astype(np.float32) for name in ("x", "y", "z")}
    years = {"year": np.arange(2000, 2009)}
    bench = make_workbench()
    window = make_window(bench)
    assert opened(window, save(tmp_path / "s.parquet", years | columns), qtbot) == []
    snapshot = bench.snapshot()
    ours = snapshot.experiment.sequence[:, 0]
    assert ours.tobytes() == np.stack(list(columns.values()), -1).tobytes()
    assert snapshot.document.feature_names == ("x", "y", "z")
    assert snapshot.document.timestep_labels == tuple(map(str, range(2000, 2009)))
    assert snapshot.document.title == "test on s.parquet"


def test_what_it_is_not_is_one_line(make_window, make_workbench, qtbot, tmp_path, monkeypatch):
    window = make_window(make_workbench())
    numbers = {"x": np.ones(3), "y": np.ones(3)}
    path = save(tmp_path / "s.parquet", numbers | {"<b>day</b>": list("abc")})
    (said,) = opened(window, path, qtbot)
    assert (
        said == f"cannot read {path}: its column <b>day</b> holds text, not numbers: leave it out"
    )
    monkeypatch.setattr(optional_packages, "find_spec", lambda name: None)
    assert "pip install 'gatestep[parquet]'" in opened(window, path, qtbot)[0]


def test_text_beside_the_numbers_is_no_feature(make_window, make_workbench, qtbot, tmp_path):
    bench = make_workbench()
    window = make_window(bench)
    window._commands.opener.ask_nobody()
    columns = {"day": list("abcd"), **{name: np.arange(4.0) for name in ("x", "y", "z")}}
    assert opened(window, save(tmp_path / "s.parquet", columns), qtbot) == []
    assert bench.snapshot().document.feature_names == ("x", "y", "z")
