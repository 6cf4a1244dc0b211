"""SHA-256 (its first 16 digits) of pictures resized by NumPy, for forms.test.ts: python3 test/goldens/resize.py"""
import hashlib
import numpy as np


def resized(picture, rows, cols):
    """Each pixel is the mean of what it covers: repeated until both sizes divide it, in integers."""
    height, width = picture.shape
    large = np.repeat(np.repeat(picture.astype(np.int64), rows, axis=0), cols, axis=1)
    sums = large.reshape(rows, height, cols, width).sum(axis=(1, 3))
    whole = height * width
    return ((2 * sums + whole) // (2 * whole)).astype(np.uint8)


for width, height, cols, rows in [
    (28, 28, 28, 28),
    (100, 75, 28, 28),
    (64, 64, 28, 28),
    (29, 31, 28, 20),
    (17, 40, 32, 28),
    (5, 3, 28, 28),
    (1, 1, 9, 4),
    (97, 2, 10, 11),
]:
    y, x = np.mgrid[0:height, 0:width]
    image = resized((7 * x + 13 * y + x * y) % 256, rows, cols)
    print(f"  [{width}, {height}, {cols}, {rows}, '{hashlib.sha256(image.tobytes()).hexdigest()[:16]}'],")
