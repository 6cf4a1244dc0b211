import { edited, editsWithin, fuzzCases } from '@gradus/testing/mutations'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runOf } from '../../test/kept-runs.ts'
import type { Run } from './run.ts'
import { formatRun, parseRun, RunFileError } from './run-file.ts'

const numRuns = fuzzCases(1000)

const run: Run = runOf({
  etaChanges: [{ epoch: 1, position: 20, eta: 0.5 }],
  resumedFrom: '/models/a.checkpoint',
  rewinds: 2,
  result: { status: 'diverged', reason: 'It did.', problem: 'Lost.', sha256: 'ab', examplesPerSecond: 1.5 },
})

test('a run is read again as it was written, on one line of JSON', () => {
  const text = formatRun(run)
  expect(parseRun(text, 'a.json')).toEqual(run)
  expect(text.trimEnd()).not.toContain('\n')
  expect(JSON.parse(text)).toMatchObject({ format: 'gradus-run', version: 1 })
})

describe('what is wrong is named, with what was expected and the remedy', () => {
  const change = (changes: object): string => JSON.stringify({ ...JSON.parse(formatRun(run)), ...changes })

  test.each([
    ['', 'it is no valid JSON: expected the record of a run. Remove it'],
    ['{"format":"gradus', 'it is no valid JSON'],
    ['[]', 'it is []: expected an object'],
    ['{}', 'format is missing: expected gradus-run'],
    [change({ version: 2 }), 'it has version 2: expected 1. Read it with the newer Gradus that wrote it.'],
    [change({ id: '../../etc' }), 'id is "../../etc": expected one such as 20261124-003912-a1b2'],
    [change({ started: 'yesterday' }), 'started is "yesterday": expected a time such as'],
    [change({ started: '2026-11-24' }), 'started is "2026-11-24": expected a time such as'],
    [change({ process: { pid: 0, host: 'a' } }), 'process.pid is 0: expected a whole number of at least 1'],
    [change({ options: null }), 'options is null: expected an object'],
    [change({ options: { ...run.options, sizes: ['784'] } }), 'options.sizes is ["784"]: expected a list of'],
    [change({ options: { ...run.options, eta: 0 } }), 'options.eta is 0: expected a number above 0'],
    [
      change({ options: { ...run.options, engine: 'gpu' } }),
      'options.engine is "gpu": expected simd, reference or scalar',
    ],
    [change({ history: {} }), 'history is {}: expected a list of objects'],
    [
      change({ history: run.history.slice(1) }),
      'history is [{"epoch":1,"correct":9300,"total":10000,"test":{"correct...: expected the epochs from 0 on, in order',
    ],
    [change({ history: [{ epoch: 0 }] }), 'history[0].cost is missing: expected a number of at least 0'],
    [change({ seconds: null }), 'seconds is null: expected a number of at least 0'],
    [
      change({ result: { status: 'won' } }),
      'result.status is "won": expected running, done, aborted, diverged or failed',
    ],
  ])('%#', (text, problem) => {
    expect(() => parseRun(text, 'a.json')).toThrow(RunFileError)
    expect(() => parseRun(text, 'a.json')).toThrow(`a.json: ${problem}`)
  })

  test('more right answers than there are', () => {
    const [first] = run.history
    const history = [{ ...first, test: { ...first?.test, correct: 10_001 } }]
    expect(() => parseRun(change({ history }), 'a.json')).toThrow(
      'history[0].test.correct is 10001: expected a whole number of 0 .. 10000',
    )
  })
})

/** Reads it, or is refused with a typed error; anything else is a bug. */
function check(text: string, outcomes: { read: number; refused: number }): void {
  try {
    const read = parseRun(text, 'fuzzed')
    expect(parseRun(formatRun(read), 'again')).toEqual(read)
    outcomes.read++
  } catch (error) {
    expect(error).toBeInstanceOf(RunFileError)
    expect(String(error)).toContain('fuzzed: ')
    outcomes.refused++
  }
}

test('any mutation of the bytes is read or refused', () => {
  const outcomes = { read: 0, refused: 0 }
  const bytes = new TextEncoder().encode(formatRun(run))
  fc.assert(
    fc.property(editsWithin(4000), edits => {
      check(new TextDecoder().decode(edited(bytes, edits)), outcomes)
    }),
    { numRuns },
  )
  expect(Math.min(outcomes.read, outcomes.refused)).toBeGreaterThan(0)
})

test('any value in the place of any other is read or refused', () => {
  const outcomes = { read: 0, refused: 0 }
  const text = formatRun(run)
  let places = 0
  JSON.parse(text, (_, value: unknown) => {
    places++
    return value
  })
  fc.assert(
    fc.property(fc.nat(places), fc.jsonValue(), (place, other) => {
      let count = 0
      const mutated: unknown = JSON.parse(text, (_, value: unknown) => (count++ === place ? other : value))
      check(JSON.stringify(mutated), outcomes)
    }),
    { numRuns },
  )
  expect(Math.min(outcomes.read, outcomes.refused)).toBeGreaterThan(0)
})
