import { describe, expect, test } from 'vitest'
import type { DigitReader } from './prediction.ts'
import { Readings } from './readings.ts'

const image = (value: number): Uint8Array => new Uint8Array(784).fill(value)

/** Readings by a reader that answers when it is told to. */
function setUp() {
  const asked: number[] = []
  const log: string[] = []
  const waiting: { resolve: () => void; reject: (error: Error) => void }[] = []
  const reader: DigitReader = {
    place: 'server',
    rest: 0,
    read: async ([digit = 0]) => {
      asked.push(digit)
      await new Promise<void>((resolve, reject) => waiting.push({ resolve, reject }))
      return { digit, scores: [], saliency: [] }
    },
  }
  const readings = new Readings({
    choose: async () => reader,
    chosen: ({ place }) => log.push(place),
    read: (_, { digit }) => log.push(`read ${digit}`),
    failed: error => log.push(String(error)),
  })
  const settle = async (how: 'resolve' | 'reject'): Promise<void> => {
    await turn()
    waiting.shift()?.[how](new Error('no'))
    await turn()
  }
  return { readings, asked, log, settle }
}

/** All that can go on goes on. */
const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

describe('readings', () => {
  test('go on with the last image that was wanted meanwhile', async () => {
    const { readings, asked, log, settle } = setUp()
    for (const value of [1, 2, 3]) readings.want(image(value))
    await settle('resolve')
    await settle('resolve')
    expect(asked).toEqual([3])
    readings.want(image(4))
    await turn()
    readings.want(image(5))
    readings.want(image(6))
    await settle('resolve')
    await settle('resolve')
    expect(asked).toEqual([3, 4, 6])
    expect(log).toEqual(['server', 'read 3', 'read 4', 'read 6'])
  })

  test('tell nothing once nothing is wanted', async () => {
    const { readings, log, settle } = setUp()
    readings.want(image(1))
    await turn()
    readings.want(undefined)
    await settle('resolve')
    readings.want(image(2))
    await turn()
    readings.want(undefined)
    await settle('reject')
    expect(log).toEqual(['server'])
  })

  test('tell of a failure, and choose a reader anew', async () => {
    const { readings, log, settle } = setUp()
    readings.want(image(1))
    await settle('reject')
    readings.retry()
    await settle('resolve')
    expect(log).toEqual(['server', 'Error: no', 'server', 'read 1'])
  })
})
