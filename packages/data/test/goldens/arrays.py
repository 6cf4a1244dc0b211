# Writes arrays.npz, arrays.json and objects.npz beside this file, by NumPy 1.24: python3 arrays.py
import json, os
import numpy

here = os.path.dirname(os.path.abspath(__file__))
types = ['?', 'u1', 'i1', '<u2', '>u2', '<i2', '>i2', '<u4', '>u4', '<i4', '>i4', '<u8', '>u8', '<i8', '>i8',
         '<f2', '>f2', '<f4', '>f4', '<f8', '>f8']
rng = numpy.random.default_rng(0)
arrays = {}
for type_ in types:
    limits = {'b': (0, 2), 'u': (0, 200), 'i': (-100, 100), 'f': (-100, 100)}[numpy.dtype(type_).kind]
    for order in 'CF':
        name = 'a' + numpy.dtype(type_).str.replace('|', '').replace('<', 'l').replace('>', 'b') + order
        arrays[name] = numpy.array(rng.integers(*limits, size=(2, 3, 4)) / (8 if 'f' in type_ else 1), dtype=type_, order=order)
texts = {'textU': numpy.array(['cat', 'Ångström', '猫']), 'textS': numpy.array([b'cat', b'dog', b'x'])}
texts['textBig'] = texts['textU'].astype('>U8')
numpy.savez(here + '/arrays.npz', **arrays, **texts)
numpy.savez(here + '/objects.npz', x=numpy.array([{}, []], dtype=object), y=numpy.zeros(2, dtype=[('a', 'i4')]))
golden = {name: a.astype(float).ravel().tolist() for name, a in arrays.items()}
golden.update({name: [t.decode() if isinstance(t, bytes) else str(t) for t in a] for name, a in texts.items()})
json.dump(golden, open(here + '/arrays.json', 'w'), ensure_ascii=False, separators=(',', ':'))
