"""The job, and MNIST from its IDX files, for the peers in Python, whichever NumPy they come with."""

import json
import sys
import time
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


def read_split():
    """(x, labels) of the images to train on, and of the last 10,000 of the training file, to validate by."""
    x, labels = read_scaled('train')
    return (x[:50_000], labels[:50_000]), (x[50_000:], labels[50_000:])


def race(learn, correct, versions):
    """Trains until the accuracy that is wanted, and prints the CPU seconds of training and evaluating, loading left out.

    `learn` gets the number of the epoch; `correct` says how many of the 10,000 images to validate by are predicted correctly.
    """
    start = time.process_time()
    for epoch in range(JOB['epochs']):
        learn(epoch)
        accuracy = correct() / 10_000
        if accuracy >= JOB['wanted']:
            break
    seconds = [time.process_time() - start]
    print(json.dumps({'seconds': seconds, 'epochs': epoch + 1, 'accuracy': accuracy, 'versions': versions}))
