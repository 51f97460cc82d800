"""Other people's mistakes with states, input, dropout and wiring."""

import numpy as np

from tests.simulator.diagnosis.foreign_lstm import Foreign, mistake

# What goes in


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
    "the h_0 and c_0 rows sorted by direction, then layer",
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
        self.masks = [mask.swapaxes(0, 1) for mask in self.masks]
        self.T, self.B = self.B, self.T
        self.lengths = [self.T] * self.B
        self.h_0, self.c_0 = (np.zeros((len(s), self.B, s.shape[2])) for s in (self.h_0, self.c_0))
        results = super().run()
        return {"output": results["output"].swapaxes(0, 1)}


@mistake("the input delayed by one timestep")
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


# Wiring


@mistake("the reverse direction not reversed", bidirectional=True)
class NotReversed(Foreign):
    def walk(self, direction, row):
        return range(self.length(row))


@mistake("the reverse direction's outputs not put back in timestep order", bidirectional=True)
class NotRealigned(Foreign):
    def place(self, t, step, row):
        return step


@mistake(
    (
        "the reverse direction concatenated first in every layer",
        "the reverse direction concatenated first",
    ),
    bidirectional=True,
)
class ConcatenatedTheOtherWay(Foreign):
    def join(self, *directions):
        return np.concatenate(directions[::-1], axis=-1)


@mistake(
    "the reverse direction concatenated first in the output only",
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


@mistake("the state not reset after an earlier run of the sequence")
class PassesNotReset(Foreign):
    def run(self):
        super().run()
        self.h_0, self.c_0 = self.h_n.copy(), self.c_n.copy()
        return super().run()


# Mistakes that go with these


@mistake("h_0 and c_0 reshaped from (batch, layer)")
class StatesReshaped(Foreign):
    def start(self, layer, direction, row):
        lanes = self.L * self.D
        index = row * lanes + layer * self.D + direction
        return tuple(s.reshape(lanes * self.B, -1)[index] for s in (self.h_0, self.c_0))


@mistake("the first layer's h_0 and c_0 in every layer")
class StatesOfTheFirst(Foreign):
    def start(self, layer, direction, row):
        return super().start(0, direction, row)


@mistake("the input one timestep too early")
class InputEarly(Foreign):
    def run(self):
        self.x = np.array([*self.x[1:], 0 * self.x[0]])
        return super().run()


@mistake("the input's first two axes reshaped, not transposed")
class InputReshaped(Foreign):
    def run(self):
        flat = self.x.reshape(self.T * self.B, -1)
        rows = [[flat[b * self.T + t] for b in range(self.B)] for t in range(self.T)]
        self.x = np.array(rows)
        return super().run()


def backwards(x, lengths):
    """Each row in the other order, as far as it is long."""
    x = x.copy()
    for row, length in enumerate(lengths):
        x[:length, row] = x[:length, row][::-1].copy()
    return x


@mistake("the input read backwards")
class InputBackwards(Foreign):
    def run(self):
        self.x = backwards(self.x, self.lengths)
        return super().run()


@mistake("the input read backwards and its output put back in order")
class InputThereAndBack(InputBackwards):
    def hand_over(self, results):
        return results | {"output": backwards(results["output"], self.lengths)}


@mistake("dropout mask of another layer", dropout=0.5, num_layers=3)
class OtherMask(Foreign):
    def mask(self, above, layer):
        return above * self.masks[-1 - layer] if layer < len(self.masks) else above


@mistake("the reverse direction concatenated first only between the layers")
class LayersTheOtherWay(Foreign):
    def join(self, *directions):
        return np.concatenate(directions[::-1], axis=-1)

    def join_output(self, *directions):
        return np.concatenate(directions, axis=-1)


@mistake("the directions summed, not concatenated, between the layers")
class Added(LayersTheOtherWay):
    def join(self, forward, reverse):
        return np.concatenate((forward + reverse, forward + reverse), axis=-1)


@mistake("the lengths ignored, but the output padding cleared", keep=("output", "h_n", "c_n"))
class LengthsIgnoredAndCleared(LengthsIgnored):
    def hand_over(self, results):
        output = results["output"].copy()
        for row, length in enumerate(self.lengths):
            output[length:, row] = 0
        return results | {"output": output}


@mistake("c not carried from step to step")
class CNotCarried(Foreign):
    def carried(self, h, c, h_0, c_0):
        return h, c_0


@mistake("the state not reset after two earlier runs of the sequence")
class TwoPassesNotReset(PassesNotReset):
    def run(self):
        Foreign.run(self)
        self.h_0, self.c_0 = self.h_n.copy(), self.c_n.copy()
        return super().run()


@mistake("the lengths sorted, but not the rows", batch=3, ragged=True)
class LengthsSorted(Foreign):
    def length(self, row):
        return sorted(self.lengths)[::-1][row]


# Loops of cells, as people write them with nn.LSTMCell: all layers in each timestep


class CellLoop(Foreign):
    """One direction; `cells` takes one timestep of one row through all layers."""

    def run(self):
        self.h_n, self.c_n = self.h_0.copy(), self.c_0.copy()
        for row in range(self.B):
            self.h, self.c = list(self.h_0[:, row]), list(self.c_0[:, row])
            for t in range(self.length(row)):
                x = self.x[t, row]
                for layer in range(self.L):
                    start = self.state_for(layer)
                    values = self.cell(f"_l{layer}", x, *start)
                    self.put(layer, values)
                    for quantity, value in values.items():
                        record = self.trace.setdefault((layer, 0), {})
                        shape = (self.T, self.B, len(value))
                        record.setdefault(quantity, np.zeros(shape))[t, row] = value
                    x = values["h"]
                    if layer < len(self.masks):
                        x = x * self.masks[layer][t, row]
                    self.h_n[layer, row], self.c_n[layer, row] = values["h"], values["c"]
        return {"output": self.trace[self.L - 1, 0]["h"], "h_n": self.h_n, "c_n": self.c_n}

    def state_for(self, layer):
        return self.h[layer], self.c[layer]

    def put(self, layer, values):
        self.h[layer], self.c[layer] = values["h"], values["c"]


@mistake("each layer's c passed up to the next layer at every step")
class CPassedUp(CellLoop):
    def state_for(self, layer):
        return self.h[layer], self.c[max(layer - 1, 0)]


@mistake("each layer's h and c passed up to the next layer at every step")
class BothPassedUp(CellLoop):
    def state_for(self, layer):
        below = max(layer - 1, 0)
        return self.h[below], self.c[below]


@mistake("one state shared by all layers")
class StateShared(CellLoop):
    def state_for(self, layer):
        return self.h[0], self.c[0]

    def put(self, layer, values):
        self.h[0], self.c[0] = values["h"], values["c"]


@mistake("h_0 of ones")
class OnesForH(Foreign):
    def start(self, *where):
        h, c = super().start(*where)
        return np.ones(len(h)), c


@mistake("c_0 of ones")
class OnesForC(Foreign):
    def start(self, *where):
        h, c = super().start(*where)
        return h, np.ones(len(c))


@mistake("h_0 and c_0 of ones")
class Ones(Foreign):
    def start(self, *where):
        return tuple(np.ones(len(state)) for state in super().start(*where))
