"""Golden numbers: computes golden.json, one LSTM to 50 digits, by the equations in torch's manual.

It has two layers, two directions, a projection, rows of different lengths, states that are not
zero, and no two equal numbers. All inputs are multiples of 1/64, exact in float32 and float64. It
shares no code with the program, and needs mpmath alone: python tests/data/make_golden.py
"""

import json
from pathlib import Path

from mpmath import mp, mpf, tanh

mp.dps = 50
DIGITS = 40

I, H, P, L, D, T, B = 3, 4, 2, 2, 2, 5, 3
LENGTHS = [4, 5, 2]


def numbers(count, start):
    """Return distinct multiples of 1/64 in -1…1, in no order that a mistake could share."""
    return [((start + 37 * k) % 127 - 63) / 64 for k in range(count)]


def array(*shape, start):
    """Return nested lists of these numbers."""
    flat = numbers(size_of(shape), start)
    for size in reversed(shape[1:]):
        flat = [flat[k : k + size] for k in range(0, len(flat), size)]
    return flat


def size_of(shape):
    size = 1
    for n in shape:
        size *= n
    return size


def given():
    """Return the parameters by torch's names, the sequence (T, B, I), h_0 and c_0."""
    parameters = {}
    start = 5
    for layer in range(L):
        width = I if layer == 0 else D * P
        for suffix in (f"_l{layer}", f"_l{layer}_reverse"):
            for kind, shape in (
                ("weight_ih", (4 * H, width)),
                ("weight_hh", (4 * H, P)),
                ("bias_ih", (4 * H,)),
                ("bias_hh", (4 * H,)),
                ("weight_hr", (P, H)),
            ):
                parameters[kind + suffix] = array(*shape, start=start)
                start += 29
    return {
        "parameters": parameters,
        "sequence": array(T, B, I, start=11),
        "h_0": array(L * D, B, P, start=23),
        "c_0": array(L * D, B, H, start=61),
        "lengths": LENGTHS,
    }


def sigmoid(z):
    return 1 / (1 + mp.exp(-z))


def dot(row, vector):
    return sum((mpf(a) * b for a, b in zip(row, vector, strict=True)), mpf(0))


def step(p, suffix, x, h, c):
    """Compute one cell of one row; return its values by their letters."""
    z = [
        dot(p["weight_ih" + suffix][k], x)
        + p["bias_ih" + suffix][k]
        + dot(p["weight_hh" + suffix][k], h)
        + p["bias_hh" + suffix][k]
        for k in range(4 * H)
    ]
    i, f, g, o = (z[k * H : (k + 1) * H] for k in range(4))
    i, f, o = ([sigmoid(value) for value in part] for part in (i, f, o))
    g = [tanh(value) for value in g]
    c = [f[k] * c[k] + i[k] * g[k] for k in range(H)]
    m = [o[k] * tanh(c[k]) for k in range(H)]
    h = [dot(row, m) for row in p["weight_hr" + suffix]]
    return {"z": z, "i": i, "f": f, "g": g, "o": o, "c": c, "m": m, "h": h}


def compute(case):
    """Compute every value by lane, timestep and row; None past a row's length."""
    inputs = [[[mpf(v) for v in case["sequence"][t][b]] for b in range(B)] for t in range(T)]
    lanes = {}
    for layer in range(L):
        for direction in range(D):
            suffix = f"_l{layer}" + ("_reverse" if direction else "")
            values = [[None] * B for _ in range(T)]
            for b, length in enumerate(LENGTHS):
                h = [mpf(v) for v in case["h_0"][layer * D + direction][b]]
                c = [mpf(v) for v in case["c_0"][layer * D + direction][b]]
                for t in reversed(range(length)) if direction else range(length):
                    cell = step(case["parameters"], suffix, inputs[t][b], h, c)
                    values[t][b], h, c = cell, cell["h"], cell["c"]
            lanes[f"{layer},{direction}"] = values
        both = [lanes[f"{layer},{d}"] for d in range(D)]
        inputs = [
            [
                [v for lane in both for v in (lane[t][b]["h"] if lane[t][b] else [mpf(0)] * P)]
                for b in range(B)
            ]
            for t in range(T)
        ]
    return lanes


def written(value):
    """Return a tree with its numbers as decimal text."""
    if isinstance(value, dict):
        return {key: written(part) for key, part in value.items()}
    if isinstance(value, list):
        return [written(part) for part in value]
    return None if value is None else mp.nstr(value, DIGITS)


def golden():
    """Return the contents of the file."""
    case = given()
    case["config"] = {
        "input_size": I,
        "hidden_size": H,
        "num_layers": L,
        "bidirectional": True,
        "proj_size": P,
    }
    case["lanes"] = written(compute(case))
    return case


if __name__ == "__main__":
    path = Path(__file__).with_name("golden.json")
    path.write_text(json.dumps(golden(), separators=(",", ":")) + "\n")
