import { describe, expect, it } from 'vitest'
import { parseFlags } from './flags.ts'
import { JOBS } from './jobs.ts'

describe('parseFlags', () => {
  it('runs all jobs in three rounds by default', () => {
    expect(parseFlags([])).toMatchObject({ jobs: JOBS.map(({ name }) => name), rounds: 3 })
  })

  it('makes a smoke test short, but takes what is asked for', () => {
    expect(parseFlags(['--smoke'])).toMatchObject({
      jobs: ['15-float64'],
      peers: ['numpy-per-example', 'numpy'],
      rounds: 1,
    })
    expect(parseFlags(['--', '--smoke', '--peers', 'jax,tfjs', '--rounds', '2'])).toMatchObject({
      peers: ['jax', 'tfjs'],
      rounds: 2,
    })
  })

  it('compares with nobody', () => {
    expect(parseFlags(['--peers', ''])).toMatchObject({ peers: [] })
  })

  it.each([
    [['--jobs', '15-float65'], '15-float65'],
    [['--peers', 'gradus-reference'], 'gradus-reference'],
    [['--rounds', '0'], 'at least 1'],
    [['--round', '1'], '--round'],
  ])('refuses %j', (args, words) => {
    expect(() => parseFlags(args)).toThrow(words)
  })

  it('knows when help is asked for', () => {
    expect(parseFlags(['-h'])).toBeUndefined()
  })
})
