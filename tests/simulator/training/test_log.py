"""Log: rows come back as they were appended."""

import numpy as np
import pytest

from simulator.training.log import COLUMNS, Log, Row


def rows():
    return [
        Row(step, step / 3, 2.0, 0.5, np.nan if step % 2 else 0.1, step % 2 == 0)
        for step in range(4, 9)
    ]


def filled():
    log = Log(4)
    for row in rows():
        log.append(row)
    return log


def test_rows_and_columns_are_those_that_were_appended():
    log = filled()
    assert log.steps == range(4, 9)
    assert [log.row(step) for step in log.steps if step % 2 == 0] == rows()[::2]
    for place, name in enumerate(COLUMNS):
        np.testing.assert_array_equal(log.column(name), [float(row[place + 1]) for row in rows()])


def test_a_step_without_a_row_is_an_error():
    log = filled()
    for step in (3, 9):
        with pytest.raises(IndexError):
            log.row(step)
    with pytest.raises(ValueError, match="is step 9's, not 12's"):
        log.append(Row(12, 0.0, 0.0, 1.0, 0.0, True))


def test_a_column_is_a_copy():
    log = filled()
    before = log.column("loss")
    before[:] = 0
    log.append(Row(9, 1.0, 1.0, 1.0, 1.0, True))
    assert log.column("loss")[0] == 4 / 3


def test_a_column_since_a_step_is_the_end_of_the_whole_column():
    log = Log(3)
    for step in range(3, 9):
        log.append(Row(step, step / 7, 0.1, 1.0, 0.5, True))
    whole = log.column("loss")
    for since in (0, 3, 5, 8, 9, 20):
        np.testing.assert_array_equal(log.column("loss", since), whole[max(0, since - 3) :])
