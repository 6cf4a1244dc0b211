import { ONE } from '../served.ts'
import type { Chance } from './chance.ts'
import { damagedBytes, damagedObject, junkValue, nested } from './json-junk.ts'
import type { Kinds } from './request.ts'
import { type HostileRequest, INFER_PATHS, JSON_TYPE, TEXT_MARKER } from './request.ts'

const NUMBERS = [...ONE].map(value => (value > 0 ? 1 : 0))
const rows = Array.from({ length: 28 }, (_, y) => NUMBERS.slice(28 * y, 28 * y + 28))
const DATA = [NUMBERS, [NUMBERS], [rows], [[rows]], rows, [...NUMBERS, ...NUMBERS], [], [[]]].map(data =>
  JSON.stringify(data),
)
const SHAPES = [
  '[1,784]',
  '[1,28,28]',
  '[1,1,28,28]',
  '[2,784]',
  '[1]',
  '[]',
  '[784]',
  '[28,28]',
  '[784,1]',
  '[1,1,784]',
] as const
/** Shapes whose product overflows, is negative, or is none. */
const BAD_SHAPES = [
  '[-1,784]',
  '[1,-784]',
  '[0,784]',
  '[1.5,784]',
  '[1001,784]',
  '[4294967296,784]',
  '[9007199254740991,9007199254740991]',
  '[1e308,1e308]',
  '[1e400,784]',
  '["1",784]',
  '[[1],784]',
  '[null,784]',
  '[1,784,1,1,1]',
  '[2147483648,2147483648,784]',
  '{"0":1,"1":784,"length":2}',
] as const

function tensor(chance: Chance): string {
  const shape = chance.oneIn(2) ? chance.pick(SHAPES) : '[1,784]'
  const data = chance.oneIn(4) ? damagedData(chance) : chance.pick(DATA)
  return damagedObject(chance, [
    ['name', '"image"'],
    ['shape', chance.oneIn(8) ? chance.pick(BAD_SHAPES) : shape],
    ['datatype', chance.pick(['"FP64"', '"FP32"', '"UINT8"', '"FP16"', '"BYTES"', `"${TEXT_MARKER}"`])],
    ['data', data],
  ])
}

function damagedData(chance: Chance): string {
  return `[${NUMBERS.map(String).with(chance.below(784), junkValue(chance)).join()}]`
}

function bodyText(chance: Chance): string {
  const tensors = Array.from({ length: chance.oneIn(6) ? chance.below(4) : 1 }, () => tensor(chance))
  return damagedObject(chance, [
    ['id', chance.pick(['"7"', `"${TEXT_MARKER}"`, '""'])],
    ['inputs', `[${tensors.join()}]`],
    [
      'outputs',
      chance.pick([
        '[{"name":"digit"}]',
        '[{"name":"scores"},{"name":"digit"}]',
        `[{"name":"${TEXT_MARKER}"}]`,
        '[]',
      ]),
    ],
  ])
}

function infer(chance: Chance, body: Uint8Array, expected?: readonly number[]): HostileRequest {
  return {
    method: 'POST',
    path: chance.pick(INFER_PATHS),
    headers: [JSON_TYPE],
    body,
    ...(expected && { expected }),
  }
}

/** A right tensor but for its shape. */
function badShape(chance: Chance): Uint8Array {
  const tensor = `{"name":"image","shape":${chance.pick(BAD_SHAPES)},"datatype":"FP32","data":${JSON.stringify(NUMBERS)}}`
  return Buffer.from(`{"inputs":[${tensor}]}`)
}

/** POST …/infer. */
export const INFER_KINDS: Kinds = {
  'tensors of other fields and values': [14, chance => infer(chance, Buffer.from(bodyText(chance)))],
  'tensors with damaged bytes': [5, chance => infer(chance, damagedBytes(chance, bodyText(chance)))],
  'tensors of impossible shapes': [3, chance => infer(chance, badShape(chance), [400])],
  'tensors too deep': [
    1,
    chance => infer(chance, Buffer.from(`{"inputs":${nested(chance.between(32, 3000))}}`), [400]),
  ],
  'random bytes as tensors': [2, chance => infer(chance, chance.bytes(chance.below(2000)))],
  'a tensor of another type': [
    1,
    chance => ({
      ...infer(chance, ONE, [415]),
      headers: [['Content-Type', chance.pick(['text/plain', 'application/octet-stream', TEXT_MARKER])]],
    }),
  ],
  'another model': [
    2,
    chance => {
      const path = chance.pick([
        `/v2/models/${TEXT_MARKER}/infer`,
        '/v2/models/digits/versions/2/infer',
        '/v2/models/__proto__/infer',
      ])
      return { ...infer(chance, Buffer.from('{}'), [404]), path }
    },
  ],
}
