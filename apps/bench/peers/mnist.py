"""The job, and MNIST from its IDX files, for the peers in Python, whichever NumPy they come with."""

import json
import sys
from pathlib import Path

import numpy as np

JOB = json.loads(sys.argv[1])


def read(name):
    """(images, labels) of `train` or `t10k`: uint8 of shapes (count, 784) and (count,)."""
    folder = Path(JOB['data'])
    images = np.fromfile(folder / f'{name}-images-idx3-ubyte', np.uint8)[16:].reshape(-1, 784)
    return images, np.fromfile(folder / f'{name}-labels-idx1-ubyte', np.uint8)[8:]


def read_scaled(name):
    """(x, labels): pixels / 255 in the job's precision, and int64 labels."""
    images, labels = read(name)
    return images.astype(JOB['precision']) / np.array(255, JOB['precision']), labels.astype(np.int64)


def blas():
    """The BLAS that this process has loaded, as far as the system tells."""
    try:
        maps = Path('/proc/self/maps').read_text()
    except OSError:
        return 'unknown BLAS'
    for word, name in (('openblas', 'OpenBLAS'), ('mkl', 'MKL'), ('blis', 'BLIS')):
        if word in maps:
            return name
    return 'reference BLAS' if 'libblas' in maps else 'its own BLAS'
