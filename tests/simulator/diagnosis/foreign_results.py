"""Other people's mistakes with right results."""

from itertools import permutations

import numpy as np

from tests.simulator.diagnosis.foreign_lstm import Foreign, mistake

# What is handed over


@mistake("everything shifted one timestep later", ragged=False)
class ShiftedLater(Foreign):
    undecided = 0

    def hand_over(self, results):
        output = results["output"]
        return results | {"output": np.array([0.1 + 0 * output[0], *output[:-1]])}


@mistake("everything shifted one timestep earlier", ragged=False)
class ShiftedEarlier(Foreign):
    undecided = -1

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
        last = {"h_n": results["h_n"].copy(), "c_n": results["c_n"].copy()}
        for layer in range(self.L):
            for row, length in enumerate(self.lengths):
                for name, states in last.items():
                    recorded = self.trace[layer, 1][name[0]]
                    states[layer * self.D + 1, row] = recorded[length - 1, row]
        return results | last


class OutputDropout(Foreign):
    """Drops out by a rate; what is kept is drawn, or given."""

    kept = None

    def hand_over(self, results):
        output, kept = results["output"], self.kept
        if kept is None:
            kept = np.random.default_rng(3).random(output.shape) > self.rate
        return results | {"output": output[: len(kept)] * kept / (1 - self.rate)}


RATES = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9)

for _rate in RATES:
    _engine = type(f"OutputDropout_{round(100 * _rate)}", (OutputDropout,), {"rate": _rate})
    mistake(f"dropout of {_rate:g} left on over the output")(_engine)


@mistake("h and c as they were before each step")
class BeforeTheStep(Foreign):
    def hand_over(self, results):
        output = np.zeros_like(results["output"])
        for direction in range(self.D):
            h = self.trace[self.L - 1, direction]["h"]
            units = slice(direction * self.R, (direction + 1) * self.R)
            for row in range(self.B):
                before, _ = self.start(self.L - 1, direction, row)
                for t in self.walk(direction, row):
                    output[t, row, units], before = before, h[t, row]
        return results | {"output": output}


@mistake("the results in reversed time")
class Reversed(Foreign):
    def hand_over(self, results):
        output = results["output"].copy()
        for row, length in enumerate(self.lengths):
            output[:length, row] = results["output"][:length, row][::-1]
        return results | {"output": output}


@mistake("c in place of h in the output")
class CellStatesReturned(Foreign):
    def hand_over(self, results):
        top = [self.trace[self.L - 1, d]["c"] for d in range(self.D)]
        return results | {"output": np.concatenate(top, axis=-1)}


@mistake("the output reshaped from batch first instead of transposed")
class OutputReshaped(Foreign):
    def hand_over(self, results):
        output = results["output"]
        flat = [output[t, b] for b in range(self.B) for t in range(self.T)]
        return results | {"output": np.array(flat).reshape(output.shape)}


def finals(name, keep=("h_n", "c_n"), **needs):
    """A mistake in which row of the final states, or of what, stands where."""

    def register(source):
        def hand_over(self, results):
            return results | source(self, results["h_n"], results["c_n"])

        mistake(name, keep, **needs)(type(source.__name__, (Foreign,), {"hand_over": hand_over}))

    return register


@finals("h_n and c_n from the last layer to the first")
def from_top(self, h_n, c_n):
    rows = [layer * self.D + d for layer in range(self.L)[::-1] for d in range(self.D)]
    return {"h_n": h_n[rows], "c_n": c_n[rows]}


@finals("h_n and c_n with the reverse direction first")
def reverse_first(self, h_n, c_n):
    rows = [layer * 2 + d for layer in range(self.L) for d in (1, 0)]
    return {"h_n": h_n[rows], "c_n": c_n[rows]}


@finals("h_n and c_n reshaped from (batch, layer)")
def finals_reshaped(self, h_n, c_n):
    lanes = self.L * self.D
    order = [(lane, b) for b in range(self.B) for lane in range(lanes)]
    return {
        name: np.array([states[place] for place in order]).reshape(states.shape)
        for name, states in (("h_n", h_n), ("c_n", c_n))
    }


@finals("h_n and c_n swapped")
def finals_swapped(self, h_n, c_n):
    return {"h_n": c_n, "c_n": h_n}


@finals("h_n and c_n read in the padding")
def finals_in_padding(self, h_n, c_n):
    h_n, c_n = h_n.copy(), c_n.copy()
    for row, length in enumerate(self.lengths):
        if length < max(self.lengths):
            h_n[:: self.D, row] = c_n[:: self.D, row] = 0
    return {"h_n": h_n, "c_n": c_n}


class Renamed(Foreign):
    """Right gates under each other's names."""

    def numbers(self):
        right = super().numbers()
        named = {
            gate + name[1:]: right[name]
            for right_gate, gate in zip("ifgo", self.names, strict=True)
            for name in right
            if name.startswith(f"{right_gate}_")
        }
        return right | named


for _order in permutations("ifgo"):
    if _order != tuple("ifgo"):
        _engine = type(f"Names_{''.join(_order)}", (Renamed,), {"names": _order})
        mistake(f"i, f, g, o under the names {', '.join(_order)}")(_engine)
