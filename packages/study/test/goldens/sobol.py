"""
Points of Sobol's sequence in 20 dimensions, as fractions of 2 ** 32, from PyTorch 1.13.1:
/usr/bin/python3 sobol.py > sobol.json (Debian's python3-torch)

The points 2 ** j need every direction number up to the j-th.
"""
import json

import torch

numbers = [*range(17), *(2**j for j in range(5, 21)), 1000, 12345, 999999]
points = {}
for k in numbers:
    engine = torch.quasirandom.SobolEngine(dimension=20, scramble=False).fast_forward(k)
    point = engine.draw(1, dtype=torch.float64)[0] * 2**32
    points[k] = [int(word) for word in point]
rows = ",\n".join(f'  "{k}": {json.dumps(point)}' for k, point in points.items())
print("{\n" + rows + "\n}")
