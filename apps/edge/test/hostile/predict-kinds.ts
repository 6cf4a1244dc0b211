import { ONE } from '../served.ts'
import type { Chance } from './chance.ts'
import { damagedBytes, damagedObject, junkValue, nested } from './json-junk.ts'
import type { Kinds } from './request.ts'
import { type HostileRequest, JSON_TYPE, predict, TEXT_MARKER } from './request.ts'

const JSON_MIME = 'application/json'
const BYTES = 'application/octet-stream'
const IMAGE_SIZE = 784

const flat = [...ONE]
const rows = Array.from({ length: 28 }, (_, y) => flat.slice(28 * y, 28 * y + 28))
const FORMS = [JSON.stringify(flat), JSON.stringify(rows), `[${rows.map(row => `[${row.join()}]`).join()}]`]

/** A valid member for each field of a body. */
function members(chance: Chance): readonly (readonly [string, string])[] {
  const image = chance.oneIn(4) ? damagedImage(chance) : chance.pick(FORMS)
  const list = `[${Array.from({ length: chance.between(1, 3) }, () => image).join()}]`
  const [main, other] = [
    chance.oneIn(2) ? (['image', image] as const) : (['images', list] as const),
    chance.below(6),
  ]
  const options = [
    ['scale', '255'],
    ['top', '3'],
    ['saliency', 'true'],
    ['input', 'true'],
    ['hidden', 'true'],
    ['normalise', 'true'],
  ] as const
  return [main, ...options.slice(other, other + 2)]
}

/** Rows or a list with an invalid, missing or extra entry. */
function damagedImage(chance: Chance): string {
  const junk = junkValue(chance)
  const entries = flat.map(String)
  const at = chance.below(IMAGE_SIZE)
  if (chance.oneIn(3)) return `[${entries.slice(0, at).join()}]`
  if (chance.oneIn(2)) return `[${entries.with(at, junk).join()}]`
  return `[${rows.map((row, y) => (y === at % 28 ? junk : `[${row.join()}]`)).join()}]`
}

function json(chance: Chance, text: string, expected?: readonly number[]): HostileRequest {
  const type = chance.oneIn(4) ? 'application/json; charset=utf-8' : JSON_MIME
  return predict(type, Buffer.from(text), expected && { expected })
}

function deepText(chance: Chance): string {
  const depth = chance.between(33, chance.oneIn(20) ? 150_000 : 500)
  const members = `{"a":`.repeat(depth)
  return chance.pick([
    `{"image":${nested(depth)}}`,
    `{"image":${'['.repeat(depth)}`,
    `${members}1${'}'.repeat(depth)}`,
  ])
}

function bytesOf(chance: Chance): HostileRequest {
  const count = chance.between(0, 3)
  const length = chance.pick([count * IMAGE_SIZE, count * IMAGE_SIZE + 1, chance.below(4000), IMAGE_SIZE])
  const body = chance.oneIn(3) ? new Uint8Array(length).fill(chance.below(256)) : chance.bytes(length)
  const isWhole = length > 0 && length % IMAGE_SIZE === 0
  return predict(BYTES, body, isWhole ? {} : { expected: [422] })
}

/** A drawing of one row or column, close to the limit on its length. */
function longDrawing(chance: Chance): string {
  const entry = chance.pick(['0', '[0]'])
  const list = `[${Array(chance.pick([65_535, 65_536, 2 ** 18, 2 ** 18 + 1]))
    .fill(entry)
    .join()}]`
  return `{"normalise":true,"image":${entry === '0' ? `[${list}]` : list}}`
}

/** POST /predict in JSON and in bytes. */
export const PREDICT_KINDS: Kinds = {
  'JSON of other fields and values': [22, chance => json(chance, damagedObject(chance, members(chance)))],
  'JSON of no object': [3, chance => json(chance, junkValue(chance), [400, 422])],
  'JSON with damaged bytes': [
    12,
    chance => predict(JSON_MIME, damagedBytes(chance, damagedObject(chance, members(chance)))),
  ],
  'JSON cut short': [
    4,
    chance => {
      const text = `{"image":${chance.pick(FORMS)}}`
      return json(chance, text.slice(0, chance.below(text.length)), [400])
    },
  ],
  'JSON too deep': [3, chance => json(chance, deepText(chance), [400])],
  'random bytes as JSON': [4, chance => predict(JSON_MIME, chance.bytes(chance.below(3000)))],
  'bytes of any number': [9, bytesOf],
  'another Content-Type': [
    4,
    chance => {
      const type = chance.pick([
        '',
        'text/plain',
        `text/${TEXT_MARKER}`,
        'application/jsonp',
        'image/*',
        ';',
        'null',
        '*/*',
      ])
      const headers = chance.oneIn(5) ? [] : [['Content-Type', type] as const]
      return { method: 'POST', path: '/predict', headers, body: ONE, expected: [415] }
    },
  ],
  'strange parameters of a Content-Type': [
    2,
    chance => {
      const parameter = chance.pick([
        'charset=utf-7',
        `x="${TEXT_MARKER}`,
        ';;;',
        chance.text(40),
        `boundary=${TEXT_MARKER.repeat(200)}`,
      ])
      return {
        ...json(chance, `{"image":${chance.pick(FORMS)}}`),
        headers: [['Content-Type', `${JSON_MIME}; ${parameter}`]],
      }
    },
  ],
  'one form as another': [
    2,
    chance => {
      const [type, body] = chance.oneIn(2)
        ? [JSON_MIME, ONE]
        : [BYTES, Buffer.from(`{"image":${chance.pick(FORMS)}}`)]
      return predict(type, body, { expected: [400, 422] })
    },
  ],
  'drawings that are very wide or high': [0.02, chance => json(chance, longDrawing(chance), [413, 422])],
  'no body': [1, () => ({ method: 'POST', path: '/predict', headers: [JSON_TYPE], expected: [400] })],
}
