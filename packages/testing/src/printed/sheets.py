"""Sheets of printed digits for ../printed-digits.ts: a row a font, in it 0 to 9, each in the middle of its cell.

Made with Pillow 9.4.0 and the fonts of Debian 12, whose packages sheets.json names:
    apt-get install python3-pil $(grep -o 'fonts-[a-z0-9-]*' src/printed/sheets.py | sort -u)
    /usr/bin/python3 src/printed/sheets.py
No family is in two lists, nor is a near relative: FreeSans, FreeSerif and Nimbus are drawn after the same models as
Liberation, Noto Sans and Carlito after Open Sans and Lato. Fonts with old-style digits, whose 1 is a small I, are in none.
"""
import json
import pathlib
import subprocess

from PIL import Image, ImageDraw, ImageFont

FOLDER = pathlib.Path(__file__).parent
CELL = 40
HEIGHT = 28
"""Height of a font's 0 in pixels."""

OFL, APACHE, GPL = 'OFL-1.1', 'Apache-2.0', 'GPL-2+ with font exception'

# Package, licence, and files without their ending: the regular face and a bold one, where there is one.
PARTS = {
    'training': [
        ('fonts-inconsolata', 'OFL-1.0', ['Inconsolata']),
        ('fonts-firacode', OFL, ['FiraCode-Regular', 'FiraCode-Bold']),
        ('fonts-cabin', OFL, ['Cabin-Regular', 'Cabin-Bold']),
        ('fonts-comfortaa', OFL, ['Comfortaa-Regular', 'Comfortaa-Bold']),
        ('fonts-dosis', OFL, ['Dosis-Book', 'Dosis-Bold']),
        ('fonts-gfs-didot', OFL, ['GFSDidot', 'GFSDidotBold']),
        ('fonts-quattrocento', OFL, ['Quattrocento-Regular']),
        ('fonts-jetbrains-mono', OFL, ['JetBrainsMono-Regular', 'JetBrainsMono-Bold']),
        ('fonts-inter', OFL, ['Inter-Regular', 'Inter-Bold']),
        ('fonts-yanone-kaffeesatz', OFL, ['YanoneKaffeesatz-Regular', 'YanoneKaffeesatz-Bold']),
        ('fonts-play', OFL, ['Play-Regular', 'Play-Bold']),
        ('fonts-oxygen', OFL, ['Oxygen-Sans', 'Oxygen-Sans-Bold']),
        ('fonts-anonymous-pro', OFL, ['Anonymous Pro', 'Anonymous Pro B']),
        ('fonts-adf-gillius', GPL, ['GilliusADF-Regular', 'GilliusADF-Bold']),
        ('fonts-adf-baskervald', GPL, ['BaskervaldADFStd', 'BaskervaldADFStd-Bold']),
        ('fonts-adf-universalis', GPL, ['UniversalisADFStd-Regular', 'UniversalisADFStd-Bold']),
        ('fonts-ocr-b', 'public domain', ['OCRB']),
        ('fonts-mononoki', OFL, ['mononoki-Regular', 'mononoki-Bold']),
        ('fonts-urw-base35', 'AGPL-3 with font exception', ['URWGothic-Book', 'URWGothic-Demi']),
        ('fonts-urw-base35', 'AGPL-3 with font exception', ['URWBookman-Light', 'URWBookman-Demi']),
        ('fonts-urw-base35', 'AGPL-3 with font exception', ['C059-Roman', 'C059-Bold']),
        ('fonts-urw-base35', 'AGPL-3 with font exception', ['P052-Roman', 'P052-Bold']),
    ],
    'validation': [
        ('fonts-lato', OFL, ['Lato-Regular', 'Lato-Bold']),
        ('fonts-cantarell', OFL, ['Cantarell-Regular', 'Cantarell-Bold']),
        ('fonts-paratype', 'ParaType Free Font License', ['PTF55F', 'PTF75F']),
        ('fonts-linuxlibertine', OFL, ['LinLibertine_R', 'LinLibertine_RB']),
        ('fonts-go', 'BSD-3-Clause', ['Go-Regular', 'Go-Bold']),
        ('fonts-go', 'BSD-3-Clause', ['Go-Mono', 'Go-Mono-Bold']),
        ('fonts-courier-prime', OFL, ['Courier Prime', 'Courier Prime Bold']),
        ('fonts-comic-neue', OFL, ['ComicNeue-Regular', 'ComicNeue-Bold']),
        ('fonts-quicksand', OFL, ['Quicksand-Regular', 'Quicksand-Bold']),
    ],
    'final': [
        ('fonts-dejavu-core', 'Bitstream Vera and public domain', ['DejaVuSans']),
        ('fonts-dejavu-core', 'Bitstream Vera and public domain', ['DejaVuSansMono']),
        ('fonts-dejavu-core', 'Bitstream Vera and public domain', ['DejaVuSerif']),
        ('fonts-liberation', OFL, ['LiberationSans-Regular']),
        ('fonts-liberation', OFL, ['LiberationSerif-Regular']),
        ('fonts-liberation', OFL, ['LiberationMono-Regular']),
        ('fonts-open-sans', APACHE, ['OpenSans-Regular']),
        ('fonts-roboto-unhinted', APACHE, ['Roboto-Regular']),
        ('fonts-crosextra-caladea', APACHE, ['Caladea-Regular']),
    ],
}


def output(*command):
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def path_of(package, name):
    files = output('dpkg', '-L', package).splitlines()
    return next(file for file in files if pathlib.Path(file).stem == name and file.endswith(('.ttf', '.otf')))


def font_of(path):
    """The font in the size at which its 0 has that height."""
    def height(size):
        _, top, _, bottom = ImageFont.truetype(path, size).getbbox('0')
        return bottom - top

    return ImageFont.truetype(path, next(size for size in range(200, 0, -1) if height(size) <= HEIGHT))


def main():
    pages = {}
    for part, packages in PARTS.items():
        faces = [(package, licence, name) for package, licence, names in packages for name in names]
        sheet = Image.new('L', (10 * CELL, CELL * len(faces)), 255)
        draw = ImageDraw.Draw(sheet)
        for row, (package, _, name) in enumerate(faces):
            font = font_of(path_of(package, name))
            for digit in range(10):
                left, top, right, bottom = font.getbbox(str(digit))
                place = (digit * CELL + (CELL - left - right) // 2, row * CELL + (CELL - top - bottom) // 2)
                draw.text(place, str(digit), font=font, fill=0)
        sheet.save(FOLDER / f'{part}.png', optimize=True)
        pages[part] = [
            {'font': name, 'package': package, 'licence': licence,
             'version': output('dpkg-query', '-W', '-f', '${Version}', package)}
            for package, licence, name in faces
        ]
    (FOLDER / 'sheets.json').write_text(json.dumps({'cell': CELL, 'parts': pages}, indent=2) + '\n')


main()
