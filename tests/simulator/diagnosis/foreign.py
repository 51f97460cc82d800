"""Other people's LSTMs, with other people's mistakes: written apart from the program, row by row.

`Foreign` is a naive LSTM over plain arrays, one row and one timestep after another, in torch's
layout. Each mistake of `MISTAKES` is a subclass or a changed input, listed with the diagnosis
expected.
"""

import numpy as np


def logistic(x):
    return 1 / (1 + np.exp(-x))


class Foreign:
    """Plain LSTM. Every method is a place for a mistake."""

    order = "ifgo"

    def __init__(self, experiment):
        config = experiment.config
        self.L, self.D = config.num_layers, config.num_directions
        self.H, self.R = config.hidden_size, config.output_size
        self.p = {n: a.astype(np.float64) for n, a in experiment.parameters.arrays.items()}
        self.x = experiment.sequence.astype(np.float64)
        self.h_0, self.c_0 = experiment.h_0.astype(float), experiment.c_0.astype(float)
        self.lengths = list(experiment.lengths)
        self.T, self.B = self.x.shape[:2]
        self.masks = [m.astype(np.float64) for m in experiment.masks]
        self.trace = {}

    # One cell

    def sigma(self, x):
        return logistic(x)

    def squash(self, x):
        return np.tanh(x)

    def hidden(self, o, c):
        return o * np.tanh(c)

    def weight(self, kind, suffix):
        return self.p.get(kind + suffix)

    def project(self, W_hr, o, c, m):
        return W_hr @ m

    def cell(self, suffix, x, h, c):
        z = self.weight("weight_ih", suffix) @ x + self.weight("weight_hh", suffix) @ h
        for kind in ("bias_ih", "bias_hh"):
            bias = self.weight(kind, suffix)
            z = z if bias is None else z + bias
        part = {gate: z[k * self.H : (k + 1) * self.H] for k, gate in enumerate(self.order)}
        i, f, o = (self.sigma(part[gate]) for gate in "ifo")
        g = self.squash(part["g"])
        c = f * c + i * g
        m = self.hidden(o, c)
        W_hr = self.weight("weight_hr", suffix)
        h = m if W_hr is None else self.project(W_hr, o, c, m)
        return {"i": i, "f": f, "g": g, "o": o, "c": c, "m": m, "h": h}

    # One lane of one row

    def walk(self, direction, row):
        steps = range(self.length(row))
        return reversed(steps) if direction else steps

    def length(self, row):
        return self.lengths[row]

    def place(self, t, step, row):
        return t

    def carried(self, h, c, h_0, c_0):
        return h, c

    def start(self, layer, direction, row):
        index = layer * self.D + direction
        return self.h_0[index, row], self.c_0[index, row]

    def lane(self, layer, direction, x):
        suffix = f"_l{layer}" + ("_reverse" if direction else "")
        record = self.trace.setdefault((layer, direction), {})
        for row in range(self.B):
            h_0, c_0 = self.start(layer, direction, row)
            h, c = h_0, c_0
            for step, t in enumerate(self.walk(direction, row)):
                values = self.cell(suffix, x[t, row], *self.carried(h, c, h_0, c_0))
                h, c = values["h"], values["c"]
                for quantity, value in values.items():
                    shape = (self.T, self.B, len(value))
                    array = record.setdefault(quantity, np.zeros(shape))
                    array[self.place(t, step, row), row] = value
            self.h_n[layer * self.D + direction, row] = h
            self.c_n[layer * self.D + direction, row] = c
        return record["h"]

    # All lanes

    def join(self, *directions):
        return np.concatenate(directions, axis=-1)

    def join_output(self, *directions):
        return self.join(*directions)

    def mask(self, above, layer):
        return above * self.masks[layer] if layer < len(self.masks) else above

    def run(self):
        """Return every array that a user could have kept, by the names that a diagnosis reads."""
        self.h_n = np.zeros((self.L * self.D, self.B, self.R))
        self.c_n = np.zeros((self.L * self.D, self.B, self.H))
        x = self.x
        for layer in range(self.L):
            hs = [self.lane(layer, direction, x) for direction in range(self.D)]
            x = self.mask(self.join(*hs), layer)
        return self.hand_over({"output": self.join_output(*hs), "h_n": self.h_n, "c_n": self.c_n})

    def hand_over(self, results):
        return results

    def numbers(self):
        """Return the outputs, and every quantity of every lane."""
        results = self.run()
        for (layer, direction), record in self.trace.items():
            suffix = f"_l{layer}" + ("_reverse" if direction else "")
            results |= {q + suffix: a for q, a in record.items() if q != "m" or self.R != self.H}
        return results


class Case:
    """Mistake, its expected diagnosis, and the options that make it visible."""

    def __init__(self, names, engine, keep=("output",), **needs):
        self.names = {names} if isinstance(names, str) else set(names)
        self.engine, self.keep, self.needs = engine, keep, needs


MISTAKES = {}


def mistake(names, keep=("output",), **needs):
    def register(engine):
        MISTAKES[engine.__name__] = Case(names, engine, keep, **needs)
        return engine

    return register


# Gates and weights


def _ordered(order):
    return type(f"Order_{order}", (Foreign,), {"order": order})


for _order in (
    *("ifog", "igfo", "igof", "iofg", "iogf", "figo", "fiog", "fgio", "fgoi", "foig", "fogi"),
    *("gifo", "giof", "gfio", "gfoi", "goif", "gofi", "oifg", "oigf", "ofig", "ofgi", "ogif"),
    "ogfi",
):
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


def plus_forget(amount):
    def change(b):
        n = len(b) // 4
        return np.array([v + amount if n <= k < 2 * n else v for k, v in enumerate(b)])

    return change


def unit_major(a):
    n = len(a) // 4
    return np.array([a[unit * 4 + gate] for gate in range(4) for unit in range(n)])


changed("b_ih missing", only("bias_ih", lambda b: 0 * b), "NoBih", bias=True)
changed("b_hh missing", only("bias_hh", lambda b: 0 * b), "NoBhh", bias=True)
changed("b_ih doubled", only("bias_ih", lambda b: b + b), "TwoBih", bias=True)
changed("b_hh doubled", only("bias_hh", lambda b: b + b), "TwoBhh", bias=True)
changed("forget bias +1", only("bias_hh", plus_forget(1)), "ForgetPlus", bias=True)
changed("forget bias -1", only("bias_hh", plus_forget(-1)), "ForgetMinus", bias=True)
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
    "its rows read with the gates of a unit together",
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


# Inputs


@mistake("h_0 and c_0 swapped", states=True, proj_size=0)
class StatesSwapped(Foreign):
    def start(self, *where):
        return super().start(*where)[::-1]


@mistake("h_0 left out", states=True)
class NoH0(Foreign):
    def start(self, *where):
        h, c = super().start(*where)
        return 0 * h, c


@mistake("c_0 left out", states=True)
class NoC0(Foreign):
    def start(self, *where):
        h, c = super().start(*where)
        return h, 0 * c


@mistake("h_0 and c_0 left out", states=True)
class NoStates(Foreign):
    def start(self, *where):
        h, c = super().start(*where)
        return 0 * h, 0 * c


@mistake(
    "the rows of h_0 and c_0 by direction, then layer",
    states=True,
    bidirectional=True,
    num_layers=2,
)
class StatesByDirection(Foreign):
    def start(self, layer, direction, row):
        index = direction * self.L + layer
        return self.h_0[index, row], self.c_0[index, row]


@mistake("batch_first misread", batch=3, ragged=False, states=False)
class BatchFirstMisread(Foreign):
    def run(self):
        self.x = self.x.swapaxes(0, 1)
        self.T, self.B = self.B, self.T
        self.lengths = [self.T] * self.B
        self.h_0, self.c_0 = (np.zeros((len(s), self.B, s.shape[2])) for s in (self.h_0, self.c_0))
        results = super().run()
        return {"output": results["output"].swapaxes(0, 1)}


@mistake("the input one timestep late")
class InputLate(Foreign):
    def run(self):
        self.x = np.array([0 * self.x[0], *self.x[:-1]])
        return super().run()


@mistake("dropout off", dropout=0.5, num_layers=2)
class DropoutOff(Foreign):
    def mask(self, above, layer):
        return above


@mistake("dropout without the scaling by 1/(1 - p)", dropout=0.5, num_layers=2)
class DropoutUnscaled(Foreign):
    def mask(self, above, layer):
        return above * (self.masks[layer] != 0) if layer < len(self.masks) else above


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


# Wiring


@mistake("the reverse direction not reversed", bidirectional=True)
class NotReversed(Foreign):
    def walk(self, direction, row):
        return range(self.length(row))


@mistake("the outputs of the reverse direction not put back to their timesteps", bidirectional=True)
class NotRealigned(Foreign):
    def place(self, t, step, row):
        return step


@mistake(
    (
        "the directions concatenated the other way in every layer",
        "the directions concatenated the other way",
    ),
    bidirectional=True,
)
class ConcatenatedTheOtherWay(Foreign):
    def join(self, *directions):
        return np.concatenate(directions[::-1], axis=-1)


@mistake(
    "the directions concatenated the other way in the output alone",
    bidirectional=True,
    num_layers=2,
)
class OutputTheOtherWay(Foreign):
    def join_output(self, *directions):
        return np.concatenate(directions[::-1], axis=-1)


@mistake("the lengths ignored", batch=3, ragged=True)
class LengthsIgnored(Foreign):
    def length(self, row):
        return self.T


@mistake("the reverse direction starting in the padding", batch=3, ragged=True, bidirectional=True)
class StartsInPadding(Foreign):
    def walk(self, direction, row):
        return range(self.T - 1, -1, -1) if direction else range(self.length(row))

    def run(self):
        results = super().run()
        for row, length in enumerate(self.lengths):
            results["output"][length:, row] = 0
        return results


@mistake("h not carried from step to step")
class HNotCarried(Foreign):
    def carried(self, h, c, h_0, c_0):
        return h_0, c


@mistake("the state reset at every step")
class StateReset(Foreign):
    def carried(self, h, c, h_0, c_0):
        return h_0, c_0


@mistake("the state not reset between batch rows", batch=3)
class RowsNotReset(Foreign):
    def start(self, layer, direction, row):
        index = layer * self.D + direction
        if row == 0:
            return super().start(layer, direction, row)
        return self.h_n[index, row - 1], self.c_n[index, row - 1]


@mistake("the state not reset after running the sequence once before")
class PassesNotReset(Foreign):
    def run(self):
        super().run()
        self.h_0, self.c_0 = self.h_n.copy(), self.c_n.copy()
        return super().run()


# Handing over


@mistake("everything shifted one timestep later", ragged=False)
class ShiftedLater(Foreign):
    def hand_over(self, results):
        output = results["output"]
        return results | {"output": np.array([0.1 + 0 * output[0], *output[:-1]])}


@mistake("everything shifted one timestep earlier", ragged=False)
class ShiftedEarlier(Foreign):
    def hand_over(self, results):
        output = results["output"]
        return results | {"output": np.array([*output[1:], 0.1 + 0 * output[0]])}


@mistake(
    "h_n and c_n by direction, then layer", keep=("h_n", "c_n"), bidirectional=True, num_layers=2
)
class FinalsByDirection(Foreign):
    def hand_over(self, results):
        rows = [layer * self.D + d for d in range(self.D) for layer in range(self.L)]
        return results | {name: results[name][rows] for name in ("h_n", "c_n")}


@mistake(
    "the reverse direction's h_n and c_n read at the last timestep",
    keep=("output", "h_n"),
    bidirectional=True,
    ragged=False,
)
class FinalsAtTheEnd(Foreign):
    def hand_over(self, results):
        h_n = results["h_n"].copy()
        for layer in range(self.L):
            h_n[layer * self.D + 1] = self.trace[layer, 1]["h"][-1]
        return results | {"h_n": h_n}


@mistake("dropout of 0.3 left on over the output")
class OutputDropout(Foreign):
    def hand_over(self, results):
        output = results["output"]
        kept = np.random.default_rng(3).random(output.shape) > 0.3
        return results | {"output": output * kept / 0.7}
