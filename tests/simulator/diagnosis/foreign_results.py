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
    mistake(f"dropout of {_rate:g} left on at the output")(_engine)


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


@mistake("the results reversed in time")
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


@mistake("the batch-first output reshaped instead of transposed")
class OutputReshaped(Foreign):
    def hand_over(self, results):
        output = results["output"]
        flat = [output[t, b] for b in range(self.B) for t in range(self.T)]
        return results | {"output": np.array(flat).reshape(output.shape)}


def finals(name, **needs):
    """A mistake with both final states, with h_n alone and with c_n alone."""

    def register(source):
        for states in (("h_n", "c_n"), ("h_n",), ("c_n",)):

            def hand_over(self, results, which=states):
                return results | {n: source(self, results[n], n[0]) for n in which}

            engine = type(
                "_".join((source.__name__, *states)), (Foreign,), {"hand_over": hand_over}
            )
            mistake(name.format(states=" and ".join(states)), ("h_n", "c_n"), **needs)(engine)

    return register


def lanes_of(self):
    return [(layer, d) for layer in range(self.L) for d in range(self.D)]


@finals("{states} by direction, then layer", bidirectional=True, num_layers=2)
def by_direction(self, states, _):
    return states[[layer * self.D + d for d in range(self.D) for layer in range(self.L)]]


@finals("{states} from the last layer to the first")
def from_top(self, states, _):
    return states[[layer * self.D + d for layer in range(self.L)[::-1] for d in range(self.D)]]


@finals("{states} with the reverse direction first")
def reverse_first(self, states, _):
    return states[[layer * 2 + d for layer in range(self.L) for d in (1, 0)]]


@finals("{states} from the last row to the first")
def turned_over(self, states, _):
    return states[::-1]


@finals("{states} reshaped from (batch, layer)")
def finals_reshaped(self, states, _):
    order = [(lane, b) for b in range(self.B) for lane in range(self.L * self.D)]
    return np.array([states[place] for place in order]).reshape(states.shape)


@finals("{states} viewed as (batch, layer) without transposing")
def finals_viewed(self, states, _):
    rows = [states[lane, b] for lane in range(self.L * self.D) for b in range(self.B)]
    lanes = self.L * self.D
    return np.array([[rows[b * lanes + lane] for b in range(self.B)] for lane in range(lanes)])


@finals("{states} read from the padding")
def finals_in_padding(self, states, _):
    states = states.copy()
    for row, length in enumerate(self.lengths):
        if length < max(self.lengths):
            states[:: self.D, row] = 0
    return states


@finals(
    "the reverse direction's {states} read at the last timestep", bidirectional=True, ragged=False
)
def at_the_end(self, states, quantity):
    states = states.copy()
    for layer in range(self.L):
        for row, length in enumerate(self.lengths):
            recorded = self.trace[layer, 1][quantity]
            states[layer * self.D + 1, row] = recorded[length - 1, row]
    return states


def longest_first(self):
    """The rows as `sorted` puts them: rows of one length stay in their order."""
    return sorted(range(self.B), key=lambda row: -self.lengths[row])


@finals("{states} with rows left sorted by length")
def rows_sorted(self, states, _):
    return np.stack([states[:, row] for row in longest_first(self)], axis=1)


@finals("{states} of the two directions summed")
def finals_added(self, states, _):
    return np.array([states[2 * layer] + states[2 * layer + 1] for layer, _ in lanes_of(self)])


@finals("{states} of the two directions averaged")
def finals_averaged(self, states, _):
    return np.array(
        [(states[2 * layer] + states[2 * layer + 1]) / 2 for layer, _ in lanes_of(self)]
    )


@mistake("h_n and c_n swapped", ("h_n", "c_n"))
class FinalsSwapped(Foreign):
    def hand_over(self, results):
        return results | {"h_n": results["c_n"], "c_n": results["h_n"]}


@mistake("the outputs of the two directions summed", bidirectional=True)
class OutputAdded(Foreign):
    factor = 1

    def hand_over(self, results):
        output = results["output"]
        return results | {"output": (output[..., : self.R] + output[..., self.R :]) * self.factor}


@mistake("the outputs of the two directions averaged", bidirectional=True)
class OutputAveraged(OutputAdded):
    factor = 0.5


@mistake("its rows left sorted by length", batch=3, ragged=True)
class RowsLeftSorted(Foreign):
    """Sorts its rows, runs them one after the other, and forgets about it."""

    names = ("output", "h_n", "c_n")

    def taken(self):
        return longest_first(self)

    def hand_over(self, results):
        rows = self.taken()
        return results | {n: np.stack([results[n][:, r] for r in rows], 1) for n in self.names}


@mistake("the output rows left sorted by length", batch=3, ragged=True)
class OutputLeftSorted(RowsLeftSorted):
    names = ("output",)


@mistake("its row order restored with the sorting indices, not their inverse")
class RowsPutBackWrongly(RowsLeftSorted):
    def taken(self):
        rows = longest_first(self)
        return [rows[row] for row in rows]


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
