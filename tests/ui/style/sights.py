"""Sights: colours as usual eyes, protanopes and deuteranopes see them, in OKLab.

Independent of the window's own code: the numbers are those of the papers.
"""

import numpy as np

# Machado, Oliveira and Fernandes 2009 ("A Physiologically-based Model for Simulation of Color
# Vision Deficiency"), severity 1, on linear RGB.
SIGHTS = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
}

# Ottosson 2020 ("A perceptual color space for image processing"): from linear RGB to cones, and
# from the cube roots of those to lightness, green–red and blue–yellow.
TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def oklab(colour, sight="usual"):
    """Return lightness 0…1, green–red, blue–yellow of `#rrggbb`, or of bytes (…, 3)."""
    if isinstance(colour, str):
        colour = [int(colour[k : k + 2], 16) for k in (1, 3, 5)]
    c = np.asarray(colour, float) / 255
    linear = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    seen = np.clip(linear @ SIGHTS[sight].T, 0, 1)
    return np.cbrt(seen @ TO_CONES.T) @ TO_LAB.T


def difference(a, b, sight="usual"):
    """Return the distance in OKLab: some 0.02 is just noticeable, 1 is white from black."""
    return np.linalg.norm(oklab(a, sight) - oklab(b, sight), axis=-1)
