"""Other people's LSTMs, with other people's mistakes: written apart from the program, row by row.

`Foreign` is a naive LSTM over plain arrays, one row and one timestep after another, in torch's
layout. Each mistake of `MISTAKES` is a subclass or a changed input, listed with the diagnosis
expected.
"""

import numpy as np


def logistic(x):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-x))


class Foreign:
    """Plain LSTM. Every method is a place for a mistake."""

    order = "ifgo"
    undecided = None
    """A timestep of the output that says nothing of the mistake."""

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

    def blend(self, i, f, g, c):
        return f * c + i * g

    def cell(self, suffix, x, h, c):
        z = self.weight("weight_ih", suffix) @ x + self.weight("weight_hh", suffix) @ h
        for kind in ("bias_ih", "bias_hh"):
            bias = self.weight(kind, suffix)
            z = z if bias is None else z + bias
        part = {gate: z[k * self.H : (k + 1) * self.H] for k, gate in enumerate(self.order)}
        i, f, o = (self.sigma(part[gate]) for gate in "ifo")
        g = self.squash(part["g"])
        c = self.blend(i, f, g, c)
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
    """Mistake, its expected diagnosis, and the options that make it visible.

    close: how far another engine with the same mistake may be off, as a share.
    """

    def __init__(self, names, engine, keep=("output",), close=1e-9, **needs):
        self.names = {names} if isinstance(names, str) else set(names)
        self.engine, self.keep, self.close, self.needs = engine, keep, close, needs


MISTAKES = {}


def mistake(names, keep=("output",), **options):
    """Put a class into the table, by the names that the catalogue has for its mistake."""

    def register(engine):
        assert engine.__name__ not in MISTAKES
        MISTAKES[engine.__name__] = Case(names, engine, keep, **options)
        return engine

    return register
