import { describe, expect, it } from 'vitest'
import { JOBS, type Job } from './jobs.ts'
import { duration, figure, markdownOf, type Report, tableOf } from './report.ts'
import type { JobResult, Result } from './results.ts'

const common: Omit<Result, 'name' | 'title' | 'seconds'> = {
  about: '',
  ours: false,
  rounds: [],
  first: [],
  accuracy: 0.9234,
  plausible: true,
  versions: {},
}

describe('tableOf', () => {
  it('has a row for everybody, and a line for who failed', () => {
    const [job] = JOBS
    if (!job) throw new Error('There is no job.')
    const result: JobResult = {
      job,
      lead: 'gradus',
      results: [
        { ...common, name: 'gradus', title: 'Gradus', ours: true, seconds: 0.0745 },
        {
          ...{ ...common, name: 'numpy', title: 'NumPy', seconds: 0.296, ratio: 3.97, accuracy: 0.3 },
          plausible: false,
          verdict: { goal: '≥ 3.6 x', reached: true },
        },
        {
          ...{ ...common, name: 'onnx', title: 'ONNX', seconds: 1e-5, sameDigits: 9999 },
          verdict: { goal: '≥ 10 x', reached: undefined },
        },
      ],
      failures: [{ name: 'tfjs', failure: 'no memory' }],
    }
    expect(tableOf(result).split('\n')).toEqual([
      '### Training [784, 15, 10] in float64, mini-batches of 10',
      '',
      '| | an epoch | Gradus is faster by | goal | test accuracy |',
      '|---|---|---|---|---|',
      '| **Gradus** | 0.074 s |  |  | 92.3 % |',
      '| NumPy | 0.296 s | 3.97 x | ≥ 3.6 x: reached | 30.0 %, **too few** |',
      '| ONNX | 10.0 µs |  | ≥ 10 x: not measured | 92.3 %, 9,999 digits the same |',
      '',
      'tfjs failed: no memory',
    ])
  })
})

it('says how much slower a run is that is watched', () => {
  const job = JOBS.find(({ name }) => name === 'watched')
  if (!job) throw new Error('There is no such job.')
  const result: JobResult = {
    job,
    lead: 'unwatched',
    results: [
      { ...common, name: 'unwatched', title: 'JSON', ours: true, seconds: 0.1, cpuSeconds: 0.099 },
      {
        ...{ ...common, name: 'watched', title: 'Dashboard', ours: true, seconds: 0.102, ratio: 1.0214 },
        verdict: { goal: '≤ 3 %', reached: true },
      },
    ],
    failures: [],
  }
  expect(tableOf(result).split('\n').slice(2)).toEqual([
    '| | an epoch, evaluation included | slower by | goal | test accuracy |',
    '|---|---|---|---|---|',
    '| **JSON** | 0.100 s (0.099 s of CPU time) |  |  | 92.3 % |',
    '| Dashboard | 0.102 s | 2.1 % | ≤ 3 %: reached | 92.3 % |',
  ])
})

function jobNamed(name: string): Job {
  const job = JOBS.find(each => each.name === name)
  if (!job) throw new Error(`There is no job ${name}.`)
  return job
}

it('says what trained beside a way to learn, and how many epochs an accuracy took', () => {
  const ours = { ...common, name: 'gradus', title: 'Gradus', ours: true }
  const [ways, accuracy] = [
    { job: jobNamed('ways'), result: { ...ours, seconds: 0.3, besideSeconds: 0.29, ratio: 1.034 } },
    {
      job: jobNamed('accuracy'),
      result: {
        ...ours,
        seconds: 3.25,
        epochs: [13, 'never', 15] as const,
        epochSeconds: 0.24,
        accuracy: 0.98,
      },
    },
  ].map(({ job, result }) => tableOf({ job, lead: 'gradus', results: [result], failures: [] }).split('\n'))
  expect(ways?.slice(2)).toEqual([
    '| | an epoch | slower by | goal | test accuracy |',
    '|---|---|---|---|---|',
    '| **Gradus** | 0.300 s (beside 0.290 s) | 3.4 % |  | 92.3 % |',
  ])
  expect(accuracy?.slice(2)).toEqual([
    '| | of CPU time | Gradus is faster by | goal | validation accuracy |',
    '|---|---|---|---|---|',
    '| **Gradus** | 3.250 s (13, never, 15 epochs of 0.240 s) |  |  | 98.0 % |',
  ])
})

describe('markdownOf', () => {
  const machine = { processor: 'A chip', cores: 2, memoryGiB: 8, system: 'Linux 6 x64', loadBefore: 0 }
  const report = (date: string, ...names: string[]): Report => ({
    ...{ date, machine, rounds: 3, versions: {}, missing: [] },
    jobs: names.map(name => ({
      job: jobNamed(name),
      results: [{ ...common, name: 'gradus', title: 'Gradus', about: `As on ${date}.`, seconds: 1 }],
      failures: [],
    })),
  })

  it('gives some jobs a section of their own, which changes nothing else', () => {
    const first = markdownOf(report('2026-11-29', '15-float64', 'modern', 'ways'))
    expect(first.match(/^#+ .*|<!-- begin: .*/gm)).toEqual([
      '# Benchmarks',
      '## Method',
      `## ${jobNamed('15-float64').title}`,
      '## What each does to be fast',
      ...['modern', 'ways'].flatMap(name => [`<!-- begin: ${name} -->`, `## ${jobNamed(name).title}`]),
    ])
    const second = markdownOf(report('2026-11-30', 'modern'), first)
    const [page = '', changed = '', ways = ''] = first.split(/(?=<!-- begin)/)
    expect(second).toBe(page + changed.replaceAll('2026-11-29', '2026-11-30') + ways)
    expect(second).toContain(jobNamed('modern').method)
  })

  it('keeps sections where the page is written anew', () => {
    const old = markdownOf(report('2026-11-29', '15-float64', 'modern'))
    const page = markdownOf(report('2026-11-30', '30-float64'), old)
    expect(page).not.toContain(jobNamed('15-float64').title)
    expect(page.slice(page.indexOf('<!-- begin'))).toBe(old.slice(old.indexOf('<!-- begin')))
  })
})

it.each([
  [132.4, '132'],
  [12.34, '12.3'],
  [0.123, '0.12'],
])('figure(%d) is %s', (value, text) => {
  expect(figure(value)).toBe(text)
})

it.each([
  [170.2, '170.2 s'],
  [0.2891, '0.289 s'],
  [0.00951, '9.51 ms'],
  [3.1e-5, '31.0 µs'],
])('duration(%d) is %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text)
})
