"""Checkpoints for tests: written by torch and safetensors themselves; by hand where they lie."""

import json
import os
import pickle
import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import asdict

import numpy as np
import pytest
from safetensors.numpy import save_file

from simulator.files.checkpoints import checkpoint
from simulator.files.errors import FileError
from tests.needs_torch import safetensors_torch, torch


def random_module(config, seed=0):
    """Return a `torch.nn.LSTM` with the options of a config and random weights."""
    torch.manual_seed(seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return torch.nn.LSTM(**asdict(config))


def save_torch(tensors, folder):
    """Save arrays and tensors (nested or not) as a `.pt`, by torch."""
    path = folder / "model.pt"
    torch.save(_with_tensors(tensors), path)
    return path


def save_safetensors(tensors, folder):
    """Save named arrays or tensors as `.safetensors`, by its own library."""
    path = folder / "model.safetensors"
    if all(isinstance(tensor, np.ndarray) for tensor in tensors.values()):
        save_file({name: np.ascontiguousarray(array) for name, array in tensors.items()}, path)
    else:
        contiguous = {name: t.contiguous() for name, t in _with_tensors(tensors).items()}
        safetensors_torch.save_file(contiguous, path)
    return path


def _with_tensors(content):
    """Return nested content with its arrays turned into tensors; anything else unchanged."""
    if not isinstance(content, Mapping):
        return content
    arrays = {name: array for name, array in content.items() if isinstance(array, np.ndarray)}
    tensors = {name: torch.from_numpy(array.copy()) for name, array in arrays.items()}
    return {**content, **tensors} if tensors else content


SAVERS = {"torch": save_torch, "safetensors": save_safetensors}


def safetensors_bytes(header, data=b"", length=None):
    """Return a safetensors file with any header, true or not."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return (len(text) if length is None else length).to_bytes(8, "little") + text + data


def rewrite_zip(source, target, change):
    """Copy a zip; `change(name, data)` gives each record's data and compression, or None."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for record in old.infolist():
            changed = change(record.filename, old.read(record))
            if changed is not None:
                new.writestr(record.filename, changed[0], compress_type=changed[1])
    return target


class Payload:
    """Object whose pickle would make a folder when it is loaded."""

    def __init__(self, folder):
        self.marker = str(folder / "executed")

    def __reduce__(self):
        return os.makedirs, (self.marker,)


def pickled_in_zip(value, path, record="archive/data.pkl"):
    """Write a file that looks like PyTorch's, with any pickle in it."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(record, pickle.dumps(value, protocol=2))
        archive.writestr("archive/version", "3\n")
        archive.writestr("archive/byteorder", "little")
    return path


def refusal(function, *arguments, **options):
    """Return the message of the FileError that a call ends in: one line, in our own words."""
    with pytest.raises(FileError) as caught:
        function(*arguments, **options)
    message = str(caught.value)
    assert message.isprintable()
    assert "weights_only" not in message
    assert "Traceback" not in message
    return message


def outcome(function, *arguments):
    """Return a call's result, or its FileError's message; other exceptions are raised."""
    try:
        return function(*arguments)
    except FileError as error:
        return str(error)


def same_bits(ours, theirs):
    """Return True when two arrays have one dtype and shape and hold the same bits."""
    theirs = np.asarray(theirs)
    return (
        ours.dtype == theirs.dtype
        and ours.shape == theirs.shape
        and ours.tobytes() == theirs.tobytes()
    )


def bits(tensor):
    """Return a tensor's dtype, shape and bytes."""
    flat = tensor.detach().contiguous().flatten()
    return tensor.dtype, tensor.shape, flat.view(torch.uint8).tolist()


def assert_is(path, name, lstm):
    """Assert that a file holds an LSTM of this name, bit for bit."""
    parameters, stored = checkpoint.load(path)
    assert (stored.name, stored.kind) == (name, "LSTM")
    for own, tensor in lstm.state_dict().items():
        assert same_bits(parameters[own], tensor.numpy())
