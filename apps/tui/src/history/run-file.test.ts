import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { edited, editsWithin, fuzzCases } from '@gradus/testing/mutations'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FAULTY, FIGURES, runOf } from '../../test/kept-runs.ts'
import { formatRun, type Run } from './run.ts'
import { verdictText } from './run-cells.ts'
import { parseRun, RunFileError } from './run-file.ts'

const numRuns = fuzzCases(1000)

const run: Run = runOf({
  spec: { ...runOf().spec, etaChanges: [{ epoch: 1, position: 20, eta: 0.5 }] },
  resumedFrom: '/models/a.checkpoint',
  rewinds: 2,
  result: {
    ...{ status: 'diverged', reason: 'It did.', problem: 'Lost.', sha256: 'ab', examplesPerSecond: 1.5 },
    verdict: FAULTY,
  },
  figures: FIGURES,
})

test('a run is read again as it was written, on one line of JSON', () => {
  const text = formatRun(run)
  expect(parseRun(text, 'a.json')).toEqual(run)
  expect(text.trimEnd()).not.toContain('\n')
  expect(JSON.parse(text)).toMatchObject({ format: 'gradus-run', version: 2 })
})

const OLD = join(import.meta.dirname, '../../test/version-1/20261130-031910-2a93.json')

describe('a record of version 1', () => {
  test('is read, and kept as one of version 2', async () => {
    const old = parseRun(await readFile(OLD, 'utf8'), OLD)
    expect(old).toMatchObject({ id: '20261130-031910-2a93', engine: 'simd', result: { status: 'done' } })
    expect(old.spec).toEqual({
      ...{ sizes: [784, 1, 10], activation: 'sigmoid', output: 'sigmoid', cost: 'quadratic' },
      seed: '5,1180591620717411303424',
      ...{ epochs: 2, miniBatchSize: 10, eta: 2, etaChanges: [{ epoch: 1, position: 0, eta: 0.5 }] },
      precision: 'float32',
      data: {
        hash: 'c5097fdd51cfdbe7695fd9df3612695696864b5c424f58d843ffdc5d335e9914:0:40',
        ...{ train: 40, validation: 59_960, test: 10_000 },
      },
    })
    expect(old.history).toHaveLength(2)
    expect(parseRun(formatRun(old), 'again')).toEqual(old)
  })

  test('may be of an engine that has another name now, and not of others', async () => {
    const text = await readFile(OLD, 'utf8')
    expect(parseRun(text.replace('"simd"', '"scalar"'), OLD).engine).toBe('reference')
    expect(() => parseRun(text.replace('"simd"', '"gpu"'), OLD)).toThrow(
      'options.engine is "gpu": expected simd, reference or scalar',
    )
    expect(() => parseRun(text.replace('"eta":2,"seed', '"eta":5e-324,"seed'), OLD)).toThrow(
      'options does not fit together: eta is 5e-324: expected more',
    )
  })
})

test('a record from before there was a verdict is read, and has none', async () => {
  const path = join(import.meta.dirname, '../../test/version-2/20261130-102853-8f4f.json')
  const old = parseRun(await readFile(path, 'utf8'), path)
  expect(old.result).toEqual({
    status: 'done',
    sha256: '6ce4b344953eefe704a0a1880b5e3752e56a9050ed082b997c4d11561dd72781',
    examplesPerSecond: 118529.41346907611,
  })
  expect(old.spec).toMatchObject({ optimiser: { name: 'nesterov', momentum: 0.9 }, augment: { shift: 1 } })
  expect(verdictText(old)).toBe('-')
  expect(old.figures).toBeUndefined()
})

test('figures may lack measurements, and are refused where they are none', () => {
  const withFigures = (figures: object): Run['figures'] =>
    parseRun(JSON.stringify({ ...JSON.parse(formatRun(run)), figures }), 'a.json').figures
  const { profile, last } = FIGURES
  expect(withFigures({ profile })).toEqual({ profile })
  const problems: [object, string][] = [
    [{}, 'figures.profile is missing: expected an object'],
    [
      { profile: { ...profile, smallest: null } },
      'figures.profile.smallest is null: expected a finite number',
    ],
    [{ profile: { ...profile, rms: -1 } }, 'figures.profile.rms is -1: expected a number of at least 0'],
    [{ profile, last: { ...last, layers: [{ saturated: 2 }] } }, 'figures.last.layers[0].saturated is 2'],
    [{ profile, more: 1 }, 'figures.more is unknown'],
  ]
  for (const [figures, problem] of problems) expect(() => withFigures(figures)).toThrow(problem)
})

describe('what is wrong is named, with what was expected and the remedy', () => {
  const change = (changes: object): string => JSON.stringify({ ...JSON.parse(formatRun(run)), ...changes })

  test.each([
    ['', 'it is no valid JSON: expected the record of a run. Remove it'],
    ['{"format":"gradus', 'it is no valid JSON'],
    ['[]', 'it is []: expected an object'],
    ['{}', 'format is missing: expected gradus-run'],
    [
      change({ version: 3 }),
      'it has version 3: expected 2, or an older one. Read it with the newer Gradus that wrote it.',
    ],
    [change({ id: '../../etc' }), 'id is "../../etc": expected one such as 20261124-003912-a1b2'],
    [change({ started: 'yesterday' }), 'started is "yesterday": expected a time such as'],
    [change({ started: '2026-11-24' }), 'started is "2026-11-24": expected a time such as'],
    [change({ process: { pid: 0, host: 'a' } }), 'process.pid is 0: expected a whole number of at least 1'],
    [change({ spec: null }), 'spec is null: expected an object'],
    [change({ momentum: 0.9 }), 'momentum is unknown: expected only format, version'],
    [change({ spec: { ...run.spec, sizes: ['784'] } }), 'spec.sizes is ["784"]: expected a list of'],
    [change({ spec: { ...run.spec, eta: 0 } }), 'spec.eta is 0: expected a number above 0'],
    [change({ spec: { ...run.spec, seed: 'x' } }), 'spec does not fit together: seed is "x": expected at'],
    [change({ spec: { ...run.spec, momentum: 1 } }), 'spec.momentum is unknown: expected only sizes'],
    [change({ engine: 'gpu' }), 'engine is "gpu": expected simd or reference'],
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
