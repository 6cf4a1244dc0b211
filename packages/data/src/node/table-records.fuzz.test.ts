import { edited, editsWithin, fuzzCases } from '@gradus/testing/mutations'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TableError } from './table-error.ts'
import { type TableFile, tableIn } from './table-file.ts'
import { quotedRecords, recordsIn, separatorOf, type TableRecord } from './table-records.ts'

const numRuns = fuzzCases(1000) / 2

/** Values with a separator, a quote or an end of line in them are quoted, and some others too. */
function csvOf(
  rows: readonly (readonly string[])[],
  separator: string,
  end: string,
  quoteAll: boolean,
): string {
  const cell = (text: string): string =>
    quoteAll || /[\t;|,"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  return rows.map(row => row.map(cell).join(separator)).join(end)
}

const separator = fc.constantFrom('\t', ';', '|', ',')
const lineEnd = fc.constantFrom('\n', '\r\n', '\r')

/** Reads bytes that come in pieces of so many. */
async function read(bytes: Uint8Array, piece = bytes.length): Promise<TableFile> {
  const pieces: Uint8Array[] = []
  for (let start = 0; start < bytes.length; start += piece) pieces.push(bytes.subarray(start, start + piece))
  return await tableIn({ file: 'some.csv', size: bytes.length, pieces }, {})
}

const valuesOf = ({ columns, length }: TableFile): unknown[] => [
  ...columns.map(({ name, texts, firstMissing }) => [name, texts, firstMissing]),
  ...Array.from({ length }, (_, i) => columns.map(column => [column.textAt(i), column.numberAt(i)])),
]

const trimmed = (records: readonly TableRecord[]): TableRecord[] =>
  records.map(({ line, fields }) => ({ line, fields: fields.map(field => field.trim()) }))

test('lines without quotes are split as csv-parse splits them', () => {
  const character = fc.constantFrom(...'0123456789.-eE a,;|\t\r\né薔\u00a0\u2028')
  const property = fc.property(fc.string({ unit: character, maxLength: 60 }), separator, (text, own) => {
    const blank = ({ fields }: TableRecord): boolean => fields.length === 1 && fields[0].trim() === ''
    const quoted = quotedRecords({ text, line: 3 }, own, 'some.csv').filter(record => !blank(record))
    expect(trimmed(recordsIn({ text, line: 3 }, own, 'some.csv'))).toEqual(trimmed(quoted))
  })
  fc.assert(property, { seed: 1, numRuns: 2 * numRuns })
})

test('any table is read back, whatever its separator, ends of lines and pieces', async () => {
  const text = fc.string({ unit: fc.constantFrom(...'ab 0,;|\t"\n\ré薔'), minLength: 1, maxLength: 6 })
  const name = text.map(own => `n${own}`.trim())
  const table = fc.integer({ min: 2, max: 4 }).chain(columns =>
    fc.record({
      names: fc.uniqueArray(name, { minLength: columns, maxLength: columns }),
      rows: fc.array(
        fc.array(
          text.map(own => `t${own}`),
          { minLength: columns, maxLength: columns },
        ),
        { minLength: 1, maxLength: 8 },
      ),
    }),
  )
  const property = fc.asyncProperty(
    ...[table, separator, lineEnd, fc.boolean(), fc.integer({ min: 1, max: 40 })],
    async ({ names, rows }, own, end, quoteAll, piece) => {
      const bytes = new TextEncoder().encode(csvOf([names, ...rows], own, end, quoteAll))
      const { columns, length } = await read(bytes, piece)
      expect(columns.map(column => column.name)).toEqual(names)
      const texts = Array.from({ length }, (_, i) => columns.map(column => column.textAt(i)))
      expect(texts).toEqual(rows.map(row => row.map(cell => cell.trim())))
    },
  )
  await fc.assert(property, { seed: 2, numRuns })
})

const sources = [
  'a,b,label\n1,2,x\n3,4,y\n5,6,x\n',
  '\uFEFFa;"b ""c""";label\r\n1.5;"x; y";x\r\n3.5;"2\n3";y\r\n',
  'label\tpixel0\tpixel1\n1\t0\t255\n2\t17\t3\n',
  '1.25|NA|x|café\n3|4|y|薔薇\n',
].map(text => new TextEncoder().encode(text))

test('any mutation of a table is read, the same in any pieces, or refused with a typed error', async () => {
  const outcomes = { read: 0, refused: 0 }
  const property = fc.asyncProperty(
    ...[fc.constantFrom(...sources), editsWithin(40), fc.integer({ min: 1, max: 60 })],
    async (source, edits, piece) => {
      const bytes = edited(source, edits)
      const [whole, pieces] = await Promise.allSettled([read(bytes), read(bytes, piece)])
      if (whole.status === 'fulfilled' && pieces.status === 'fulfilled') {
        outcomes.read++
        expect(valuesOf(pieces.value)).toEqual(valuesOf(whole.value))
        return
      }
      outcomes.refused++
      for (const outcome of [whole, pieces]) {
        if (outcome.status === 'fulfilled') throw new Error('read in one way only')
        expect(outcome.reason).toBeInstanceOf(TableError)
        expect(outcome.reason.message).toMatch(
          /^some\.csv(, line \d+)?(, column ".*")?: .*: expected .*\. .*\.$/,
        )
      }
    },
  )
  await fc.assert(property, { seed: 3, numRuns })
  expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(0)
})

test.each([
  ['a,b\n1,2', ','],
  ['a;b\n1,5;2,5\n3,5;4,5', ';'],
  ['"a;b",c\n"1;2",3', ','],
  ['a|b\n1|2', '|'],
  ['a\tb;c\n1\t2', '\t'],
  ['a,b;c\n1,2\n3,4', ','],
])('the separator of %j is %j', (text, own) => {
  expect(separatorOf(text)).toBe(own)
})
