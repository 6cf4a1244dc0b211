import { edited } from '@gradus/testing/mutations'
import type { Chance } from './chance.ts'
import { NUMBER_MARKER, TEXT_MARKER } from './request.ts'

/** Texts in place of a JSON value: some are invalid, some have the wrong type, some are too large. */
const JUNK = [
  ...['null', 'true', 'false', '-1', '-0', '01', '1.', '.5', '+1', '0x10', '1_000', '256', '255.0000001'],
  ...['1e400', '-1e400', '1e-400', '1.7976931348623157e308', '5e-324', '9007199254740993', '1.5'],
  ...['NaN', 'Infinity', '-Infinity', 'undefined', '', ',', ':', "'x'", '1 // one', '/**/1', '#'],
  ...[NUMBER_MARKER, `-${NUMBER_MARKER}`, `${NUMBER_MARKER}.5`, `"${TEXT_MARKER}"`, TEXT_MARKER],
  ...['""', '"7"', '"\\ud800"', '"\\udc00\\ud800"', '"\\u0000"', '"\\x41"', '"\n"', '"\\', '"open'],
  ...['[]', '{}', '[[]]', '[null]', '[1,]', '[,1]', '{"a":1,}', '{a:1}', '{"length":784}', '[{}]'],
  '{"__proto__":{"polluted":1}}',
  '{"constructor":{"prototype":{"polluted":1}}}',
  '{"toJSON":1,"valueOf":2,"then":3}',
] as const

const KEYS = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '',
  TEXT_MARKER,
  'image ',
  'IMAGE',
  '\\u0000',
]

/** A text for a value that is not what is expected. */
export function junkValue(chance: Chance): string {
  const size = chance.oneIn(50) ? 100_000 : 200
  switch (chance.below(14)) {
    case 0:
      return `"${TEXT_MARKER.repeat(chance.between(1, size / 10))}"`
    case 1:
      return '9'.repeat(chance.between(300, Math.max(400, size)))
    case 2:
      return `0.${'0'.repeat(chance.between(1, size))}1`
    case 3:
      return `1e${'9'.repeat(chance.between(1, size))}`
    case 4:
      return `[${'0,'.repeat(chance.between(1, size))}0]`
    case 5:
      return nested(chance.between(1, 40))
    default:
      return chance.pick(JUNK)
  }
}

/** A name that no field has, as it stands between quotes. */
function junkKey(chance: Chance): string {
  return chance.oneIn(10) ? TEXT_MARKER.repeat(chance.between(1, 3000)) : chance.pick(KEYS)
}

/** Lists in lists. */
export function nested(depth: number): string {
  return '['.repeat(depth) + ']'.repeat(depth)
}

/** An object of these members, some with another value, repeated, or beside unknown ones. */
export function damagedObject(chance: Chance, members: readonly (readonly [string, string])[]): string {
  const kept = chance.oneIn(4) ? members.toSpliced(chance.below(members.length), 1) : members
  const changed = kept.map(([key, value]) => [key, chance.oneIn(3) ? junkValue(chance) : value] as const)
  const twice =
    chance.oneIn(5) && changed.length > 0 ? [[chance.pick(changed)[0], junkValue(chance)] as const] : []
  const strange = chance.oneIn(5) ? [[junkKey(chance), junkValue(chance)] as const] : []
  return `{${[...changed, ...twice, ...strange].map(([key, value]) => `"${key}":${value}`).join()}}`
}

/** The bytes of a text, damaged: cut, changed, invalid UTF-8, or with a byte order mark. */
export function damagedBytes(chance: Chance, text: string): Uint8Array {
  const bytes = Buffer.from(text)
  switch (chance.below(6)) {
    case 0:
      return bytes.subarray(0, chance.below(bytes.length + 1))
    case 1:
      return Buffer.concat([Uint8Array.of(0xef, 0xbb, 0xbf), bytes])
    case 2:
      return Buffer.from(text, 'utf16le')
    case 3:
      return edited(bytes, [
        { at: chance.below(2 ** 20), remove: 1, insert: Uint8Array.of(chance.between(0x80, 0xff)) },
      ])
    default:
      return edited(
        bytes,
        Array.from({ length: chance.between(1, 4) }, () => ({
          at: chance.below(2 ** 20),
          remove: chance.below(4),
          insert: chance.oneIn(2)
            ? chance.bytes(chance.below(4))
            : Buffer.from(chance.pick(['"', '[', ']', '{', '}', ',', '-', 'e'])),
        })),
      )
  }
}
