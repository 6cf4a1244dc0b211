"""JPEG files by libjpeg, and SHA-256 of their grey values by libjpeg and NumPy, for jpeg/decoder.test.ts.

Made with libjpeg-turbo 2.1.5 (Debian: libjpeg-turbo-progs, python3-pil, python3-numpy):
    /usr/bin/python3 test/goldens/jpeg.py > ../testing/src/jpeg-files.json
"""
import base64
import hashlib
import io
import json
import subprocess

import numpy as np
from PIL import Image


def picture(width, height):
    """Colours that change fast and slowly, a third of them grey."""
    y, x = np.mgrid[0:height, 0:width]
    red = np.where(x < width // 3, 5 * y, 40 + 4 * x + (x * y) % 60)
    green = np.where(x < width // 3, 5 * y, 255 - 6 * y)
    blue = np.where(x < width // 3, 5 * y, (x // 5 + y // 7) % 2 * 200)
    return np.clip(np.stack([red, green, blue], axis=2), 0, 255).astype(np.uint8)


def like_luminance():
    """A red 7 on a green of the same luminance."""
    y, x = np.mgrid[0:64, 0:64]
    bar = (abs(y - 15) < 4) & (abs(x - 30) < 17)
    stroke = (abs(x - 45 + 0.6 * (y - 15)) < 4) & (y >= 12) & (y < 53)
    return np.where((bar | stroke)[..., None], [200, 30, 30], [30, 80, 30]).astype(np.uint8)


def ppm(pixels):
    height, width, _ = pixels.shape
    return b'P6 %d %d 255\n' % (width, height) + pixels.tobytes()


def cjpeg(pixels, *options):
    return subprocess.run(['cjpeg', *options], input=ppm(pixels), capture_output=True, check=True).stdout


def djpeg(file):
    """Red, green and blue, by libjpeg's exact transform and smooth colours, as it has them by default."""
    netpbm = subprocess.run(['djpeg', '-ppm', '-dct', 'int'], input=file, capture_output=True, check=True).stdout
    kind, width, height, _ = netpbm.split(maxsplit=4)[:4]
    channels = 3 if kind == b'P6' else 1
    pixels = np.frombuffer(netpbm[-int(width) * int(height) * channels:], np.uint8)
    return np.broadcast_to(pixels.reshape(int(height), int(width), channels), (int(height), int(width), 3))


def greys(pixels):
    weighted = pixels.astype(np.int64) @ np.array([213, 715, 72])
    return ((weighted + 500) // 1000).astype(np.uint8)


def pillow(pixels, mode, **options):
    stream = io.BytesIO()
    Image.fromarray(pixels, 'RGB').convert(mode).save(stream, 'JPEG', **options)
    return stream.getvalue()


def inked(file):
    """Inks of Adobe's files: 255 is none. Pillow has turned them round."""
    inks = 255 - np.array(Image.open(io.BytesIO(file))).astype(np.int64)
    weighted = (inks[:, :, :3] @ np.array([213, 715, 72])) * inks[:, :, 3]
    return ((2 * weighted + 255_000) // 510_000).astype(np.uint8)


large, odd = picture(61, 45), picture(37, 19)
files = {
    'grey': cjpeg(large, '-grayscale'),
    'full colours': cjpeg(large, '-sample', '1x1'),
    'half across': cjpeg(large, '-sample', '2x1'),
    'half down': cjpeg(large, '-sample', '1x2'),
    'half both ways': cjpeg(large, '-sample', '2x2'),
    'a quarter across': cjpeg(large, '-sample', '4x1'),
    'odd sides': cjpeg(odd, '-sample', '2x2', '-quality', '90'),
    'no two columns': cjpeg(picture(3, 3), '-sample', '2x2'),
    'five columns': cjpeg(picture(5, 9), '-sample', '2x2'),
    'one pixel': cjpeg(picture(1, 1), '-sample', '2x2'),
    'coarse': cjpeg(large, '-quality', '8'),
    'fine': cjpeg(large, '-quality', '100', '-sample', '1x1'),
    'coarse tables of 16 bits': cjpeg(large, '-quality', '1', '-qslots', '0,1'),
    'restarts of blocks': cjpeg(large, '-restart', '3B'),
    'restarts of rows': cjpeg(large, '-restart', '1', '-sample', '1x1'),
    'optimised': cjpeg(large, '-optimize'),
    'red, green and blue': cjpeg(large, '-rgb'),
    'progressive': cjpeg(large, '-progressive', '-sample', '2x2'),
    'progressive grey': cjpeg(large, '-progressive', '-grayscale'),
    'progressive, full colours': cjpeg(large, '-progressive', '-sample', '1x1', '-quality', '95'),
    'progressive with restarts': cjpeg(large, '-progressive', '-restart', '2B'),
    'progressive, odd sides': cjpeg(odd, '-progressive', '-sample', '2x1'),
    'like luminance': cjpeg(like_luminance(), '-sample', '2x2'),
    'like luminance, red, green and blue': cjpeg(like_luminance(), '-rgb'),
}
goldens = {name: (file, greys(djpeg(file))) for name, file in files.items()}
for name, pixels, options in [
    ('inks', large, {}),
    ('progressive inks', large, {'progressive': True}),
    ('like luminance, inks', like_luminance(), {}),
]:
    file = pillow(pixels, 'CMYK', quality=80, **options)
    goldens[name] = (file, inked(file))
print(json.dumps([
    {
        'name': name,
        'width': grey.shape[1],
        'height': grey.shape[0],
        'sha256': hashlib.sha256(grey.tobytes()).hexdigest(),
        'file': base64.b64encode(file).decode(),
    }
    for name, (file, grey) in goldens.items()
], indent=2))
