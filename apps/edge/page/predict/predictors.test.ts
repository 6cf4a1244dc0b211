import { createServer, type Server } from 'node:http'
import { text } from 'node:stream/consumers'
import { Network } from '@gradus/core'
import { afterEach, describe, expect, test } from 'vitest'
import { PredictionError } from './prediction.ts'
import { PagePredictor, ServerPredictor } from './predictors.ts'

const DIGITS = { sizes: [784, 30, 10] }

describe('in the page', () => {
  test('another network than that of the page is refused', () => {
    for (const sizes of [
      [784, 3],
      [100, 10],
    ]) {
      const make = () => new PagePredictor(new Network(sizes, { seed: 1 }), DIGITS)
      expect(make).toThrow(PredictionError)
      expect(make).toThrow(
        'The server’s network takes other inputs, or has other classes, than this page shows.',
      )
    }
  })

  test('the best class comes with the pixels that spoke for it', async () => {
    const facts = { sizes: [240, 3] }
    const predictor = new PagePredictor(new Network(facts.sizes, { seed: 1 }), facts)
    const input = Uint8Array.from({ length: 240 }, (_, i) => (i === 100 ? 255 : 0))
    const { best, scores, saliency, hidden } = await predictor.predict({ input })
    expect(hidden).toEqual([])
    expect(scores[best]).toBe(Math.max(...Array.from(scores)))
    expect(Array.from(saliency).flatMap((value, i) => (value === 0 ? [] : [i]))).toEqual([100])
  })
})

test('the hidden activations are those of the forward pass', async () => {
  const network = new Network([784, 7, 5, 10], { seed: 2 })
  const image = Uint8Array.from({ length: 784 }, (_, i) => i % 256)
  const { hidden, scores } = await new PagePredictor(network, DIGITS).predict({ input: image })
  const expected = network.feedforward(Float64Array.from(image, byte => byte / 255)).slice(1)
  for (const [l, layer] of [...hidden, scores].entries()) {
    expect(layer).toHaveLength(expected[l]?.rows ?? -1)
    for (const [j, a] of Array.from(layer).entries()) expect(a).toBeCloseTo(expected[l]?.data[j] ?? -1, 12)
  }
  expect(hidden).toHaveLength(2)
})

describe('behind the server', () => {
  let server: Server
  afterEach(() => {
    server.closeAllConnections()
    server.close()
  })

  /** A server that always gives this answer, and keeps the bodies of its requests. */
  async function answering(status: number, body: string): Promise<{ url: string; asked: string[] }> {
    const asked: string[] = []
    server = createServer(async (request, response) => {
      asked.push(await text(request))
      response.writeHead(status).end(body)
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error(`It listens on ${address}.`)
    return { url: `http://127.0.0.1:${address.port}/predict`, asked }
  }

  const image = Uint8Array.from({ length: 784 }, (_, i) => i % 256)
  const scores = Array.from({ length: 10 }, (_, i) => i / 7)
  const saliency = Array.from({ length: 784 }, (_, i) => i / 3 - 100)
  const hidden = [[0.1, 1 / 3], [0.7]]

  test('an image is sent as it is, and the answer comes back bit for bit', async () => {
    const prediction = { digit: 9, class: 9, label: '9', scores, saliency, hidden, top: [] }
    const { url, asked } = await answering(200, JSON.stringify({ predictions: [prediction], model: {} }))
    const answer = await new ServerPredictor(url, DIGITS).predict({ input: image })
    expect(answer).toEqual({ best: 9, scores, saliency, hidden })
    expect(asked.map(body => JSON.parse(body))).toEqual([{ image: [...image], saliency: true, hidden: true }])
  })

  test('of a table the row is sent, for which the answer has no saliency', async () => {
    const prediction = { class: 1, label: 'rose', scores: [0.1, 0.8], hidden }
    const { url, asked } = await answering(200, JSON.stringify({ predictions: [prediction] }))
    const predictor = new ServerPredictor(url, { sizes: [2, 3, 2] })
    const row = { 'petal length': 1.5, colour: 'red' }
    const answer = await predictor.predict({ input: Float64Array.of(0.5, 1), row })
    expect(answer).toEqual({ best: 1, scores: [0.1, 0.8], saliency: [], hidden })
    expect(asked.map(body => JSON.parse(body))).toEqual([{ rows: [row], hidden: true }])
  })

  test.each([
    [401, '', /token/],
    [413, '', /size/],
    [422, '', /other inputs/],
    [418, '', /status 418/],
    [500, '<html>', /failed \(status 500\)/],
    [200, '<html>', /cannot be read/],
    [200, 'null', /cannot be read/],
    [200, '{"predictions":[]}', /cannot be read/],
    [
      200,
      JSON.stringify({ predictions: [{ digit: 3, scores: scores.slice(1), saliency }] }),
      /other classes/,
    ],
    [200, JSON.stringify({ predictions: [{ digit: 3, scores, saliency: null }] }), /cannot be read/],
    [200, JSON.stringify({ predictions: [{ digit: 3, scores, saliency }] }), /cannot be read/],
    [
      200,
      JSON.stringify({ predictions: [{ digit: 3, scores, saliency, hidden: [['a']] }] }),
      /cannot be read/,
    ],
  ])('status %i, body %s', async (status, body, message) => {
    const { url } = await answering(status, body)
    await expect(new ServerPredictor(url, DIGITS).predict({ input: image })).rejects.toMatchObject({
      name: 'PredictionError',
      message: expect.stringMatching(message),
      remedy: expect.stringMatching(/\.$/),
    })
  })

  test('no server', async () => {
    const { url } = await answering(200, '')
    await new Promise(resolve => server.close(resolve))
    await expect(new ServerPredictor(url, DIGITS).predict({ input: image })).rejects.toThrow(
      'The server cannot be reached.',
    )
  })
})
