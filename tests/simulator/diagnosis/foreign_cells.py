"""Other people's mistakes with gates, weights and equations."""

from itertools import permutations

import numpy as np

from tests.simulator.diagnosis.foreign_lstm import Foreign, logistic, mistake

# Gates and weights


def _ordered(order):
    return type(f"Order_{order}", (Foreign,), {"order": order})


ORDERS = ["".join(order) for order in permutations("ifgo") if "".join(order) != "ifgo"]

for _order in ORDERS:
    mistake(f"gate order {_order}")(_ordered(_order))


class Changed(Foreign):
    """Plain LSTM that reads its arrays in another way."""

    def weight(self, kind, suffix):
        array = self.p.get(kind + suffix)
        return array if array is None else self.read(kind, array, suffix)


def changed(names, read, name, keep=("output",), **needs):
    mistake(names, keep, **needs)(type(name, (Changed,), {"read": lambda self, *a: read(self, *a)}))


def only(kind, change):
    return lambda self, k, a, suffix: change(a) if k == kind else a


def blocks_transposed(W):
    n = len(W) // 4
    return np.vstack([W[k * n : (k + 1) * n].T for k in range(4)]) if W.shape[1] == n else W


def unit_major(a):
    n = len(a) // 4
    return np.array([a[unit * 4 + gate] for gate in range(4) for unit in range(n)])


changed("b_ih missing", only("bias_ih", lambda b: 0 * b), "NoBih", bias=True)
changed("b_hh missing", only("bias_hh", lambda b: 0 * b), "NoBhh", bias=True)
changed("b_ih doubled", only("bias_ih", lambda b: b + b), "TwoBih", bias=True)
changed("b_hh doubled", only("bias_hh", lambda b: b + b), "TwoBhh", bias=True)
changed(
    "both biases missing",
    lambda s, k, a, x: 0 * a if k.startswith("bias") else a,
    "NoBias",
    bias=True,
)
changed(
    "W_hh transposed in each gate",
    only("weight_hh", blocks_transposed),
    "TransposedHh",
    proj_size=0,
)
changed(
    "W_ih transposed in each gate",
    only("weight_ih", blocks_transposed),
    "TransposedIh",
    square=True,
)
changed(
    "W_hh reshaped instead of transposed",
    only("weight_hh", lambda W: W.reshape(W.shape[::-1]).T),
    "ReshapedHh",
)
changed(
    "W_ih reshaped instead of transposed",
    only("weight_ih", lambda W: W.reshape(W.shape[::-1]).T),
    "ReshapedIh",
    wide=True,
)
changed(
    "its rows read unit by unit, not gate by gate",
    lambda s, k, a, x: a if k == "weight_hr" else unit_major(a),
    "UnitMajor",
)
changed(
    "weights rounded to float16",
    lambda s, k, a, x: a.astype(np.float16).astype(np.float64),
    "HalfWeights",
)
changed(
    "weights rounded to bfloat16",
    lambda s, k, a, x: _bfloat16(a),
    "BrainWeights",
)
changed(
    "weights rounded to float32",
    lambda s, k, a, x: a.astype(np.float32).astype(np.float64),
    "SingleWeights",
    dtype=np.float64,
)


def _bfloat16(a):
    bits = a.astype(np.float32).view(np.uint32)
    nearest = bits + (0x7FFF + (bits >> 16 & 1)) & 0xFFFF0000  # the even one of two
    return nearest.astype(np.uint32).view(np.float32).astype(np.float64)


@mistake("W_ih and W_hh swapped", square=True)
class Swapped(Foreign):
    def weight(self, kind, suffix):
        W_ih, W_hh = self.p["weight_ih" + suffix], self.p["weight_hh" + suffix]
        if W_ih.shape == W_hh.shape and kind in ("weight_ih", "weight_hh"):
            return W_hh if kind == "weight_ih" else W_ih
        return self.p.get(kind + suffix)


@mistake("upper layers reversed", num_layers=3)
class LayersReversed(Foreign):
    def weight(self, kind, suffix):
        if self.L == 3 and suffix.startswith(("_l1", "_l2")):
            suffix = "_l" + {"1": "2", "2": "1"}[suffix[2]] + suffix[3:]
        return self.p.get(kind + suffix)


@mistake("forward weights twice", bidirectional=True)
class ForwardTwice(Foreign):
    def weight(self, kind, suffix):
        return self.p.get(kind + suffix.removesuffix("_reverse"))


# Equations


@mistake("hard sigmoid 0.2")
class HardSigmoidFifth(Foreign):
    def sigma(self, x):
        return np.minimum(1, np.maximum(0, 0.2 * x + 0.5))


@mistake("hard sigmoid 1/6")
class HardSigmoidSixth(Foreign):
    def sigma(self, x):
        return np.minimum(6, np.maximum(0, x + 3)) / 6


@mistake("relu")
class Relu(Foreign):
    def squash(self, x):
        return np.where(x > 0, x, 0)

    def hidden(self, o, c):
        return o * np.where(c > 0, c, 0)


@mistake("relu for g")
class ReluForG(Foreign):
    def squash(self, x):
        return np.where(x > 0, x, 0)


@mistake("sigmoid for g")
class SigmoidForG(Foreign):
    def squash(self, x):
        return logistic(x)


@mistake("no tanh(c)")
class NoTanhOfC(Foreign):
    def hidden(self, o, c):
        return o * c


@mistake("projection of c", proj_size=2)
class ProjectionOfC(Foreign):
    def project(self, W_hr, o, c, m):
        return W_hr @ c


@mistake("projection missing", proj_size=2)
class ProjectionMissing(Foreign):
    def project(self, W_hr, o, c, m):
        return m[: len(W_hr)]


@mistake("output not projected", proj_size=2)
class OutputNotProjected(Foreign):
    def hand_over(self, results):
        top = [self.trace[self.L - 1, d]["m"] for d in range(self.D)]
        return results | {"output": np.concatenate(top, axis=-1)}


# Mistakes that are made together, or elsewhere


def _alone(order, kinds):
    def read(self, kind, array, suffix):
        if not kind.startswith(kinds):
            return array
        n = len(array) // 4
        starts = [order.index(gate) * n for gate in "ifgo"]
        return np.concatenate([array[start : start + n] for start in starts])

    return read


for _order in ORDERS:
    for _kinds, _of in (("bias", "biases"), (("weight_ih", "weight_hh"), "weights")):
        changed(
            f"gate order {_order} of the {_of} alone",
            _alone(_order, _kinds),
            f"Order_{_order}_of_{_of}",
            bias=True,
        )


def both(kinds, change):
    return lambda s, k, a, x: change(a) if k.startswith(kinds) else a


MATRICES = ("weight_ih", "weight_hh")

changed("W_ih and W_hh transposed in each gate", both(MATRICES, blocks_transposed), "Transposed")
changed(
    "W_ih and W_hh reshaped instead of transposed",
    both(MATRICES, lambda W: W.reshape(W.shape[::-1]).T),
    "Reshaped",
)
changed(
    "W_hr reshaped instead of transposed",
    only("weight_hr", lambda W: W.reshape(W.shape[::-1]).T),
    "ReshapedHr",
)
changed("both biases doubled", both("bias", lambda b: b + b), "TwoBiases")
changed(
    "its rows written unit by unit, not gate by gate",
    lambda s, k, a, x: (
        a
        if k == "weight_hr"
        else np.array([a[gate * s.H + unit] for unit in range(s.H) for gate in range(4)])
    ),
    "UnitMajorBack",
)
changed(
    "b_ih in place of b_hh",
    lambda s, k, a, x: s.p["bias_ih" + x] if k == "bias_hh" else a,
    "IhForHh",
)
changed(
    "b_hh in place of b_ih",
    lambda s, k, a, x: s.p["bias_hh" + x] if k == "bias_ih" else a,
    "HhForIh",
)


@mistake("one weight off by a millionth")
class OneWeight(Foreign):
    def weight(self, kind, suffix):
        array = self.p.get(kind + suffix)
        if kind + suffix == "weight_ih_l0":
            array = array.copy()
            array[0, 0] += array[0, 0] * 2e-6
        return array


@mistake("layers reversed")
class AllLayersReversed(Foreign):
    def weight(self, kind, suffix):
        layer, _, reverse = suffix[2:].partition("_")
        return self.p.get(f"{kind}_l{self.L - 1 - int(layer)}" + ("_reverse" if reverse else ""))


@mistake("weights exchanged")
class DirectionsExchanged(Foreign):
    def weight(self, kind, suffix):
        other = suffix.removesuffix("_reverse") if "reverse" in suffix else f"{suffix}_reverse"
        return self.p.get(kind + other)


@mistake("relu of c")
class ReluOfC(Foreign):
    def hidden(self, o, c):
        return o * np.where(c > 0, c, 0)


@mistake("no tanh for g")
class NoTanhForG(Foreign):
    def squash(self, x):
        return x


@mistake("tanh(o c)")
class TanhOfAll(Foreign):
    def hidden(self, o, c):
        return np.tanh(o * c)


@mistake("i and f swapped in c")
class Exchanged(Foreign):
    def blend(self, i, f, g, c):
        return i * c + f * g


@mistake("i coupled to f")
class Coupled(Foreign):
    def blend(self, i, f, g, c):
        return f * c + (1 - f) * g


@mistake("f coupled to i")
class CoupledToI(Foreign):
    def blend(self, i, f, g, c):
        return (1 - i) * c + i * g


@mistake("projection of tanh(c)")
class ProjectionOfTanh(Foreign):
    def project(self, W_hr, o, c, m):
        return W_hr @ np.tanh(c)


@mistake("projection before o")
class ProjectionBeforeO(Foreign):
    def project(self, W_hr, o, c, m):
        return o[: len(W_hr)] * (W_hr @ np.tanh(c))


@mistake("projection squashed")
class ProjectionSquashed(Foreign):
    def project(self, W_hr, o, c, m):
        return np.tanh(W_hr @ m)


class Rounding(Foreign):
    """Rounds whatever is computed."""

    def weight(self, kind, suffix):
        array = self.p.get(kind + suffix)
        return array if array is None else self.rounded(array)

    def sigma(self, x):
        return self.rounded(logistic(self.rounded(x)))

    def squash(self, x):
        return self.rounded(np.tanh(self.rounded(x)))

    def blend(self, i, f, g, c):
        return self.rounded(super().blend(i, f, g, c))

    def hidden(self, o, c):
        return self.rounded(super().hidden(o, c))

    def project(self, W_hr, o, c, m):
        return self.rounded(super().project(W_hr, o, c, m))


@mistake("computed in float16", close=2**-8)
class InHalf(Rounding):
    def rounded(self, array):
        return array.astype(np.float16).astype(np.float64)


@mistake("computed in bfloat16", close=2**-5)
class InBrain(Rounding):
    def rounded(self, array):
        return _bfloat16(array)


class Stored(Foreign):
    """Rounds weights, biases and their sum, input and states, and nothing within a step."""

    def weight(self, kind, suffix):
        array = self.p.get(kind + suffix)
        if array is None or not kind.startswith("bias"):
            return array if array is None else self.rounded(array)
        ih, hh = (self.rounded(self.p[name + suffix]) for name in ("bias_ih", "bias_hh"))
        return self.rounded(ih + hh) if kind == "bias_ih" else 0 * hh

    def cell(self, suffix, x, h, c):
        values = super().cell(suffix, *map(self.rounded, (x, h, c)))
        return values | {name: self.rounded(values[name]) for name in ("c", "m", "h")}


class Autocast(Foreign):
    """Rounds what operators of products and sums read and give, and keeps c and h as they are."""

    def cell(self, suffix, x, h, c):
        r, terms = self.rounded, []
        for kind, read in (("ih", x), ("hh", h)):
            bias = self.p.get(f"bias_{kind}{suffix}", np.zeros(4 * self.H))
            terms.append(r(r(self.p[f"weight_{kind}{suffix}"]) @ r(read) + r(bias)))
        i, f, g, o = np.split(r(terms[0] + terms[1]), 4)
        i, f, o, g = r(logistic(i)), r(logistic(f)), r(logistic(o)), r(np.tanh(g))
        c = f * c + r(i * g)
        m = h = o * np.tanh(c)
        if self.R != self.H:
            h = r(r(self.p[f"weight_hr{suffix}"]) @ r(m))
        return {"i": i, "f": f, "g": g, "o": o, "c": c, "m": m, "h": h}


for _base, _name in ((Stored, "stored"), (Autocast, "gates")):
    for _precision, _rounding, _close in (
        ("float16", InHalf, 2**-8),
        ("bfloat16", InBrain, 2**-5),
    ):
        _made = type(f"{_base.__name__}_{_precision}", (_base,), {"rounded": _rounding.rounded})
        mistake(f"{_name} in {_precision}", close=_close)(_made)


class ForgetBias(Foreign):
    """A forget gate with a bias that nobody else has, where there are no biases too."""

    def weight(self, kind, suffix):
        array = self.p.get(kind + suffix)
        if kind == "bias_hh":
            array = np.zeros(4 * self.H) if array is None else array.copy()
            array[self.H : 2 * self.H] += self.more
        return array


mistake("forget bias +1", bias=True)(type("ForgetPlus", (ForgetBias,), {"more": 1}))
mistake("forget bias -1", bias=True)(type("ForgetMinus", (ForgetBias,), {"more": -1}))
