import { describe, expect, it } from 'vitest'
import { parseTimes, parseTranscript } from './command.ts'

describe('parseTimes', () => {
  it.each([
    ['dash', 'Epoch 29 : 9 / 10\n0m0.000000s 0m0.000000s\n0m3.140000s 0m0.220000s\n', 3.36],
    ['bash', '0m0.001s 0m0.002s\n1m3.140s 0m1.250s\n', 64.39],
    ['a shell with decimal commas', '0m0,001s 0m0,002s\n0m3,140s 0m0,250s\n', 3.39],
  ])('reads those of %s', (_, output, seconds) => {
    expect(parseTimes(output)).toBeCloseTo(seconds, 10)
  })

  it('refuses what has none', () => {
    expect(() => parseTimes('Epoch 29 : 9 / 10\n')).toThrow('expected two')
  })
})

describe('parseTranscript', () => {
  it('takes the last epoch', () => {
    expect(parseTranscript('Epoch 0 : 8673 / 10000\nEpoch 1 : 9044 / 10000\n0m3s 0m0s\n')).toBe(0.9044)
  })

  it('refuses what has none', () => {
    expect(() => parseTranscript('nothing')).toThrow('no transcript')
  })
})
