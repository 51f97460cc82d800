"""Other people's inputs in another scale, and their weights in other layouts or fewer digits."""

import statistics

import numpy as np

from tests.simulator.diagnosis.foreign_cells import changed
from tests.simulator.diagnosis.foreign_lstm import Foreign, mistake

# The scale of the input


class Scaled(Foreign):
    """Reads another input: `scaled` makes a list of numbers of one."""

    def run(self):
        self.x = self.x.copy()
        for places in self.groups():
            places = list(places)
            numbers = self.scaled([float(self.x[place]) for place in places])
            for place, number in zip(places, numbers, strict=True):
                self.x[place] = number
        return super().run()

    def groups(self):
        """Yield the places of the numbers that are scaled together."""
        yield self.places(range(self.B), range(self.x.shape[2]))

    def places(self, rows, features):
        return [(t, b, f) for b in rows for t in range(self.lengths[b]) for f in features]


def z_scored(deviation):
    def scale(self, numbers):
        mean = statistics.fmean(numbers)
        if len(set(numbers)) == 1:
            return numbers
        return [(number - mean) / deviation(numbers) for number in numbers]

    return scale


def to_unit(self, numbers):
    low, high = min(numbers), max(numbers)
    return numbers if low == high else [(number - low) / (high - low) for number in numbers]


def by_feature(self):
    for feature in range(self.x.shape[2]):
        yield self.places(range(self.B), [feature])


def by_row(self):
    for feature in range(self.x.shape[2]):
        for row in range(self.B):
            yield self.places([row], [feature])


FACTORS = {
    "the input divided by 255": lambda n: n / 255,
    "the input times 255": lambda n: n * 255,
    "the input scaled from 0…255 to −1…1": lambda n: n / 127.5 - 1,
}

for _number, (_name, _factor) in enumerate(FACTORS.items()):
    _engine = {"scaled": lambda self, numbers, by=_factor: [by(n) for n in numbers]}
    mistake(_name)(type(f"Factor_{_number}", (Scaled,), _engine))

GROUPS = {
    "each feature over all rows": by_feature,
    "each feature within its row": by_row,
    "all its values together": Scaled.groups,
}
SCALES = {
    "z-scored": z_scored(statistics.pstdev),
    "z-scored with torch.std (n − 1)": z_scored(statistics.stdev),
    "min–max scaled to 0…1": to_unit,
}

for _g, (_by, _groups) in enumerate(GROUPS.items()):
    for _s, (_scaled, _scale) in enumerate(SCALES.items()):
        _engine = type(f"Scaled_{_g}{_s}", (Scaled,), {"groups": _groups, "scaled": _scale})
        mistake(f"the input {_scaled}, {_by}")(_engine)


# Kernels of CuDNN and of Keras


def cudnn_as_keras(self, kind, array, suffix):
    """Keras holds (I, 4H); in CuDNN's files each gate has its H rows of I, one after another."""
    if kind not in ("weight_ih", "weight_hh"):
        return array
    gates = []
    for gate in range(4):
        right = array[gate * self.H : (gate + 1) * self.H]
        columns = right.shape[1]
        stored = right if kind == "weight_hh" else right.reshape(columns, self.H)
        gates.append(stored)
    return np.concatenate(gates, axis=1).T


def keras_as_cudnn(self, kind, array, suffix):
    if kind not in ("weight_ih", "weight_hh"):
        return array
    gates = []
    for kernel in np.hsplit(array.T, 4):
        read = kernel.T if kind == "weight_hh" else kernel.T.reshape(kernel.shape, order="F")
        gates.append(read)
    return np.hstack(gates).T


changed("cuDNN layout read as Keras", cudnn_as_keras, "CuDNNAsKeras")
changed("Keras layout read as cuDNN", keras_as_cudnn, "KerasAsCuDNN")


# Eight bits


def in_eight_bits(numbers, steps):
    """Round numbers to whole multiples of their largest, as far as one byte holds them.

    The multiples of torch's 127.5 are counted by a product with 1/scale, as torch does.
    """
    narrow = np.float32(numbers)
    numbers = list(narrow if (narrow == numbers).all() else np.float64(numbers))
    largest = max(abs(number) for number in numbers)
    if largest == 0:
        return numbers
    scale = largest / type(largest)(steps)
    whole = [n * (1 / scale) if steps == 127.5 else n / scale for n in numbers]
    return [min(127, max(-128, round(float(n)))) * scale for n in whole]


def int8(steps, by_row):
    def read(self, kind, array, suffix):
        if not kind.startswith("weight"):
            return array
        if by_row:
            return np.array([in_eight_bits(row.tolist(), steps) for row in array])
        return np.array(in_eight_bits(array.ravel().tolist(), steps)).reshape(array.shape)

    return read


for _by_row, _scales in ((False, "one scale per matrix"), (True, "one scale per row")):
    for _steps, _range in ((127.5, "as in torch"), (127, "within ±127")):
        changed(
            f"weights rounded to int8 {_range}, {_scales}",
            int8(_steps, _by_row),
            f"Int8_{_steps:.0f}_{_by_row}",
        )
