"""Both passes of random networks stay within torch's bounds, over every option of nn.LSTM."""

import numpy as np
import pytest

from simulator.check.request import check_backward, check_run
from simulator.engine.run import Run
from simulator.gradients.backward_run import BackwardRun
from tests.simulator.gradients.cases import random_case

AT_ONCE = 50


@pytest.mark.few(10)
@pytest.mark.parametrize("part", range(100))
def test_no_number_of_either_pass_is_beyond_its_bound(part):
    """5,000 networks, with holds, cuts, lengths, seeds and losses; a tenth by default."""
    for seed in range(part * AT_ONCE, (part + 1) * AT_ONCE):
        run = Run(random_case(seed, np.float32 if seed % 2 else np.float64))
        run.advance()
        back = BackwardRun(run)
        back.advance()
        for report in (check_run(run), check_backward(back)):
            assert report.agrees, (seed, report.first_disagreement)
