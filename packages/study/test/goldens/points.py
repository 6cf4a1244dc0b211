"""
Trials of rotate = 0 .. 90 and elastic = 0 .. 8, drawn at random and by Sobol's sequence with a digital shift, from
NumPy's SeedSequence and PyTorch 1.13.1:
/usr/bin/python3 points.py > points.json (Debian's python3-torch)
"""
import json

import numpy
import torch

SPAN = numpy.array([90, 8])
SHIFT, POINT = 16, 17
sobol = torch.quasirandom.SobolEngine(dimension=2, scramble=False).draw(1024, dtype=torch.float64)


def words(seed, *key):
    return numpy.random.SeedSequence(seed, spawn_key=key).generate_state(2)


def values(numbers):
    return [float(f"{value:.4g}") for value in numbers / 2**32 * SPAN]


trials = []
for seed in [0, 7, 2**70]:
    for k in [0, 1, 5, 1000]:
        point = (sobol[k].numpy() * 2**32).astype(numpy.uint64)
        shifted = point ^ words(seed, SHIFT).astype(numpy.uint64)
        random = values(words(seed, POINT, k).astype(numpy.uint64))
        trials.append({"seed": str(seed), "k": k, "sobol": values(shifted), "random": random})
print("[\n" + ",\n".join("  " + json.dumps(trial) for trial in trials) + "\n]")
