"""What a checkpoint holds beside its LSTMs: modules, told from names and shapes, in one line."""

import re
from collections.abc import Collection, Mapping
from typing import Final

from ...translation import tr
from ..errors import plain
from ..tensors import FLOATS, TensorInfo
from .find_lstms import names_parameter

_SHOWN = 3
_STEMS: Final = frozenset(("model_weights", "layers", "vars", "_layer_checkpoint_dependencies"))
"""Groups of every Keras file, which say nothing of a layer."""
_MAIN: Final = frozenset(("weight", "kernel", "embeddings", "gamma", "vars/0"))
"""Names that torch and Keras give to a module's first parameter; Keras 3 numbers them."""
_SLASH: Final = re.compile("(?<!vars)/")
_OPTIMISERS: Final = re.compile(
    r"(?:.+\.)?(?:optim(?:i[sz]er|_|\.|$)|param_groups(?:\.|$))", re.IGNORECASE | re.DOTALL
)
_OF_A_PARAMETER: Final = re.compile(r"(?:.+\.)?state\.\d+", re.DOTALL)
"""Path of what an optimiser keeps for one parameter, by number: `exp_avg`, `step`, …"""
_ATTENTION, _BATCH_NORM, _LAYER_NORM = "MultiheadAttention", "BatchNorm", "LayerNorm"
_BY_AXES: Final = {1: _LAYER_NORM, 2: "Linear"}
_OPTIMISER, _OTHER = "optimiser", "other"

Module = dict[str, TensorInfo]
"""A module's own tensors by the last part of their names."""


def left_out(infos: Mapping[str, TensorInfo], taken: Collection[str]) -> str:
    """Say what is in a file beside its LSTMs: kinds of modules, counted, the first ones by name.

    Args:
        infos: all tensors. taken: the names of those that LSTMs are made of.

    Returns:
        part of a sentence; empty when there is nothing else.
    """
    modules: dict[str, Module] = {}
    for name, info in infos.items():
        if name in taken or names_parameter(name) or _is_a_constant(info):
            continue
        *path, last = _parts(name)
        modules.setdefault(".".join(path), {})[last] = info
    found: dict[str, list[str]] = {}
    for owner, module in modules.items():
        kind = _kind(owner, module)
        whole = kind not in (_OPTIMISER, _OTHER)
        names = [owner] if whole else [f"{owner}.{last}".strip(".") for last in module]
        found.setdefault(kind, []).extend(names)
    order = sorted(found, key=(_OTHER, _OPTIMISER).__contains__)
    return ", ".join(_told(kind, found[kind]) for kind in order)


def _is_a_constant(info: TensorInfo) -> bool:
    """Return True for whole numbers on one axis or none: counters, and the shapes of a graph."""
    return info.dtype not in FLOATS and len(info.shape) < 2


def _parts(name: str) -> list[str]:
    if "/" not in name:
        return name.split(".")
    parts = [part for part in _SLASH.split(name.split(":")[0]) if part not in _STEMS]
    kept = [part for place, part in enumerate(parts) if part not in parts[place + 1 :]]
    return kept or [name]


def _kind(path: str, module: Module) -> str:
    name, axes = path.lower(), max(len(info.shape) for info in module.values())
    if _OPTIMISERS.match(path) or (_OF_A_PARAMETER.fullmatch(path) and not _MAIN & module.keys()):
        return _OPTIMISER
    if "in_proj_weight" in module:
        return _ATTENTION
    if {"running_mean", "moving_mean"} & module.keys() or "batch_norm" in name:
        return _BATCH_NORM
    if not (_MAIN & module.keys()) or axes == 0:
        return _OTHER
    if axes == 2 and ("emb" in name or "embeddings" in module):
        return "Embedding"
    return _BY_AXES.get(axes, "Conv")


def _told(kind: str, names: list[str]) -> str:
    count, more = len(names), ", …" if len(names) > _SHOWN else ""
    shown = ", ".join(plain(name, 40) or "(root)" for name in names[:_SHOWN]) + more
    if kind == _OPTIMISER and count == 1:
        return tr("the optimiser's state (1 tensor)")
    if kind == _OPTIMISER:
        return tr("the optimiser's state ({count:,} tensors)", count=count)
    if kind == _OTHER and count == 1:
        return tr("1 other tensor ({names})", names=shown)
    if kind == _OTHER:
        return tr("{count:,} other tensors ({names})", count=count, names=shown)
    return tr("{count:,} {kind} ({names})", count=count, kind=kind, names=shown)
