import { describe, expect, test } from 'vitest'
import { PredictionQueue, type Predictor, type Question } from './prediction.ts'

const image = (value: number): Question => ({ input: new Uint8Array(784).fill(value) })

/** A queue whose predictor answers only when the test settles it. */
function setUp() {
  const asked: number[] = []
  const log: string[] = []
  const waiting: { resolve: () => void; reject: (error: Error) => void }[] = []
  const predictor: Predictor = {
    location: 'server',
    rest: 0,
    predict: async ({ input: [best = 0] }) => {
      asked.push(best)
      await new Promise<void>((resolve, reject) => waiting.push({ resolve, reject }))
      return { best, scores: [], saliency: [], hidden: [] }
    },
  }
  const queue = new PredictionQueue({
    choose: async () => predictor,
    onChosen: ({ location }) => log.push(location),
    onPrediction: (_, { best }) => log.push(`predicted ${best}`),
    onFailure: error => log.push(String(error)),
  })
  const settle = async (how: 'resolve' | 'reject'): Promise<void> => {
    await turn()
    waiting.shift()?.[how](new Error('no'))
    await turn()
  }
  return { queue, asked, log, settle }
}

/** Resolves once every pending callback has run. */
const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

describe('the prediction queue', () => {
  test('goes on with the newest of the images that came meanwhile', async () => {
    const { queue, asked, log, settle } = setUp()
    for (const value of [1, 2, 3]) queue.enqueue(image(value))
    await settle('resolve')
    await settle('resolve')
    expect(asked).toEqual([3])
    queue.enqueue(image(4))
    await turn()
    queue.enqueue(image(5))
    queue.enqueue(image(6))
    await settle('resolve')
    await settle('resolve')
    expect(asked).toEqual([3, 4, 6])
    expect(log).toEqual(['server', 'predicted 3', 'predicted 4', 'predicted 6'])
  })

  test('reports nothing once it is emptied', async () => {
    const { queue, log, settle } = setUp()
    queue.enqueue(image(1))
    await turn()
    queue.enqueue(undefined)
    await settle('resolve')
    queue.enqueue(image(2))
    await turn()
    queue.enqueue(undefined)
    await settle('reject')
    expect(log).toEqual(['server'])
  })

  test('reports a failure, and chooses a predictor anew', async () => {
    const { queue, log, settle } = setUp()
    queue.enqueue(image(1))
    await settle('reject')
    queue.retry()
    await settle('resolve')
    expect(log).toEqual(['server', 'Error: no', 'server', 'predicted 1'])
  })
})
