"""Archives of arrays, written for tests."""

import zipfile

import numpy as np


def archive_of_zeros(path, shape, dtype="|i1"):
    """Write an .npz of zeros without ever holding them."""
    header = {"descr": dtype, "fortran_order": False, "shape": shape}
    left, block = int(np.prod(shape)) * np.dtype(dtype).itemsize, bytes(2**24)
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("x.npy", "w", force_zip64=True) as file,
    ):
        np.lib.format.write_array_header_1_0(file, header)
        while left > 0:
            file.write(block[:left])
            left -= len(block)
    return path
