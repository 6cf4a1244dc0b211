import { describe, expect, test } from 'vitest'
import { RefusedPicture, readFrom } from './picture-reader.ts'
import { PredictionError } from './prediction.ts'

const input = [0, 1, 128, 255]

test('the image is the network’s input, with the server’s remarks', () => {
  const body = { predictions: [{ class: 1, input }] }
  expect(readFrom({ status: 200, body }, 4)).toEqual({ image: Uint8Array.from(input), warnings: [] })
  const warnings = [
    { code: 'SEVERAL_SHAPES', message: 'There are two shapes.' },
    { code: 'UNSURE', message: 'The page says this itself.' },
  ]
  const warned = { predictions: [{ class: 1, input, warnings }] }
  expect(readFrom({ status: 200, body: warned }, 4).warnings).toEqual(['There are two shapes.'])
  const unknown = { predictions: [{ class: 1, input, warnings: ['new'] }] }
  expect(readFrom({ status: 200, body: unknown }, 4).warnings).toEqual([])
})

describe('a refusal says what to do', () => {
  const problem = (code: string, reason: string) => ({ code, detail: 'No.', errors: [{ detail: reason }] })

  test.each<[number, unknown, RegExp]>([
    [404, undefined, /^Nothing reads pictures here.* Draw instead, or open/],
    [405, undefined, /^Nothing reads pictures here/],
    [501, undefined, /^Nothing reads pictures here/],
    [422, problem('BLANK_IMAGE', 'ink'), /^The picture is blank.* more contrast\.$/],
    [422, problem('PICTURE', 'no IEND.'), /^The server cannot read the picture: no IEND\. Choose another/],
    [415, { code: 'UNSUPPORTED_MEDIA', detail: 'No PNG.' }, /cannot read the picture: No PNG\. Choose/],
    [413, {}, /of this size/],
    [503, undefined, /status 503/],
    [422, undefined, /other inputs/],
    [200, { predictions: [{ class: 1, input: [0, 1] }] }, /other inputs/],
    [200, { predictions: [{ class: 1 }] }, /other inputs/],
    [200, undefined, /cannot be read/],
  ])('%i, %j', (status, body, expected) => {
    const read = () => readFrom({ status, body }, 4)
    expect(read).toThrow(PredictionError)
    const error = caught(read)
    expect(`${error.message} ${error.remedy}`).toMatch(expected)
    // A second attempt may succeed for the others.
    expect(error instanceof RefusedPicture).toBe(/pictures here|the picture|The picture/.test(error.message))
  })
})

function caught(run: () => unknown): PredictionError {
  try {
    run()
  } catch (error) {
    if (error instanceof PredictionError) return error
  }
  throw new Error('It did not throw.')
}
