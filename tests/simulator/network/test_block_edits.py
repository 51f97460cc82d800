"""Edits of blocks of numbers, and refills of parameters, against plain numpy."""

import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from simulator.network import block_edits
from simulator.network.config import LSTMConfig
from simulator.network.initialisers import INITIALISERS, Draws, initialise
from simulator.network.refills import REFILLS, refill
from tests.simulator.experiments import configs, random_parameters

DTYPES = st.sampled_from([np.float32, np.float64])
BLOCKS = DTYPES.flatmap(
    lambda dtype: arrays.arrays(
        dtype,
        arrays.array_shapes(min_dims=2, max_dims=2, max_side=5),
        elements=st.floats(-1e6, 1e6, width=32),
    )
)


@given(BLOCKS, st.floats(-100, 100, width=32))
def test_scaling_is_a_product_in_the_dtype(block, factor):
    scaled = block_edits.scaled(block, factor)
    assert scaled.dtype == block.dtype
    assert scaled.tobytes() == (block * block.dtype.type(factor)).tobytes()


@given(
    arrays.arrays(np.float32, (3, 2), elements=st.floats(-1e3, 1e3, width=32)),
    st.integers(-100, 100),
)
def test_a_float32_shifts_by_the_decimals_that_are_read(block, hundredths):
    """The result is the float32 nearest to the exact decimal sum, or one as near."""
    amount = hundredths / 100
    shifted = block_edits.shifted(block, amount)
    for before, after in zip(block.ravel(), shifted.ravel(), strict=True):
        exact = Decimal(str(before)) + Decimal(str(amount))
        off = abs(Decimal(float(after)) - exact)
        assert off <= Decimal(float(np.spacing(np.abs(after)))) / 2 * Decimal("1.0001")


@given(arrays.arrays(np.float64, (3, 2), elements=st.floats(-1e3, 1e3)), st.floats(-10, 10))
def test_a_float64_shifts_by_a_plain_sum(block, amount):
    assert block_edits.shifted(block, amount).tobytes() == (block + amount).tobytes()


def test_two_decimals_stay_two_decimals():
    block = np.array([[0.29, -0.01, 1.1]], np.float32)
    assert block_edits.shifted(block, 0.02).astype("U32").tolist() == [["0.31", "0.01", "1.12"]]


@given(BLOCKS, st.integers(0, 2**31), st.floats(0, 1e3, width=32))
def test_random_blocks_follow_from_the_seed_and_keep_their_limits(block, seed, size):
    for way in (block_edits.uniform, block_edits.normal):
        drawn = way(block, seed, size)
        assert (drawn.shape, drawn.dtype) == (block.shape, block.dtype)
        assert drawn.tobytes() == way(block, seed, size).tobytes()
        assert np.isfinite(drawn).all()
    assert (np.abs(block_edits.uniform(block, seed, size)) <= block.dtype.type(size)).all()


def test_random_blocks_have_the_moments_that_they_are_named_by():
    block = np.zeros((400, 100))
    uniform, normal = block_edits.uniform(block, 3, 2.0), block_edits.normal(block, 3, 2.0)
    assert uniform.std() == pytest.approx(2 / math.sqrt(3), rel=0.02)
    assert normal.std() == pytest.approx(2, rel=0.02)
    for drawn in (uniform, normal):
        assert drawn.mean() == pytest.approx(0, abs=0.05)


def test_what_the_dtype_can_not_hold_is_refused_and_what_was_infinite_stays():
    block = np.array([[1e38, np.inf, np.nan]], np.float32)
    for edit in (
        lambda: block_edits.scaled(block, 10),
        lambda: block_edits.shifted(block, 1e39),
        lambda: block_edits.uniform(block, 0, 3e38),
        lambda: block_edits.normal(block, 0, 1e39),
    ):
        with pytest.raises(ValueError, match="too large for float32"):
            edit()
    assert block_edits.scaled(block, 0.5)[0, 1:].astype(str).tolist() == ["inf", "nan"]


@given(st.floats(1e-30, 1e30))
def test_a_step_is_one_two_or_five_and_about_a_hundredth(limit):
    step = block_edits.step_for(limit)
    assert limit * 0.0039 < step <= limit * 0.0100001
    assert f"{step:e}"[0] in "125"
    assert float(f"{step:.0e}") == step


def test_a_step_for_zeros():
    assert block_edits.step_for(0.0) == 0.01


@given(configs(), st.sampled_from(sorted(REFILLS)), DTYPES, st.integers(0, 9))
def test_a_refill_touches_one_array_and_follows_from_the_seed(config, name, dtype, seed):
    base = random_parameters(config, dtype=dtype)
    for parameter, array in base.arrays.items():
        kind = parameter[: parameter.index("_l")]
        if kind not in REFILLS[name].kinds:
            continue
        filled = refill(base, parameter, name, seed)
        assert [n for n in base.arrays if filled[n] is not base[n]] == [parameter]
        assert filled[parameter].dtype == array.dtype
        assert (
            filled[parameter].tobytes() == refill(base, parameter, name, seed)[parameter].tobytes()
        )
        other = refill(base, parameter, name, seed + 1)[parameter]
        if not REFILLS[name].seeded:
            assert other.tobytes() == filled[parameter].tobytes()


@pytest.mark.parametrize("name", ["default", "zeros", "xavier", "orthogonal", "identity"])
@given(config=configs())
def test_w_hh_is_refilled_as_it_is_initialised(name, config):
    """A seed's first draws fill the first array: W_hh where nothing is drawn before it."""
    base = random_parameters(config)
    shape = base["weight_hh_l0"].shape
    wanted = INITIALISERS[name].fill("weight_hh", shape, config.hidden_size, Draws(7, "float32"))
    assert refill(base, "weight_hh_l0", name, 7)["weight_hh_l0"].tobytes() == wanted.tobytes()


def test_the_first_array_of_torchs_default_is_torchs():
    config = LSTMConfig(3, 4)
    fresh, base = initialise(config, "default", 5), random_parameters(config)
    assert refill(base, "weight_ih_l0", "default", 5)["weight_ih_l0"].tobytes() == (
        fresh["weight_ih_l0"].tobytes()
    )


@given(configs())
def test_orthogonal_and_identity_go_into_every_gate(config):
    base = random_parameters(config, dtype=np.float64)
    H = config.hidden_size
    for name in ("weight_ih_l0", "weight_hh_l0"):
        blocks = refill(base, name, "orthogonal", 1)[name].reshape(4, H, -1)
        for block in blocks:
            gram = block.T @ block if block.shape[1] <= H else block @ block.T
            np.testing.assert_allclose(gram, np.eye(len(gram)), atol=1e-12)
        eyes = refill(base, name, "identity")[name].reshape(4, H, -1)
        assert (eyes == np.eye(H, eyes.shape[2])).all()


@given(configs())
def test_the_forget_bias_is_held_by_b_ih_and_the_other_gates_stay(config):
    base = random_parameters(config)
    if not config.bias:
        return
    filled = refill(refill(base, "bias_ih_l0", "forget_bias"), "bias_hh_l0", "forget_bias")
    H = config.hidden_size
    total = (filled["bias_ih_l0"] + filled["bias_hh_l0"]).reshape(4, H)
    before = (base["bias_ih_l0"] + base["bias_hh_l0"]).reshape(4, H)
    assert (total[1] == 1).all()
    assert (total[[0, 2, 3]] == before[[0, 2, 3]]).all()
