import { LightPredictor, parseParameters } from '@gradus/core/predict'
import { atOnce, imageOf, rowInput, standardInput } from '@gradus/data'
import { chunksOf, pngFile } from '@gradus/testing/png-files'
import { describe, expect, test } from 'vitest'
import {
  FLOWERS,
  GARMENTS,
  ONE,
  PICTURE,
  post,
  postJson,
  STANDARD,
  served,
  TABLE,
} from '../../test/served.ts'
import { createApp } from '../app.ts'
import type { ServedModel } from '../model/served-model.ts'

const BYTES = 'application/octet-stream'
const flat = [...ONE]

async function ask(model: ServedModel, init: RequestInit, query = '') {
  const response = await createApp({ model }).request(`/predict${query}`, init)
  const answer = await response.json()
  return { status: response.status, ...answer, first: answer.predictions?.[0], error: answer.errors?.[0] }
}

function scoresOf(model: ServedModel, input: Uint8Array | Float64Array): number[] {
  return [...new LightPredictor(parseParameters(model.bytes).parameters).outputs(input)]
}

describe('classes that have names', () => {
  test('are answered as number and name, and no digit is spoken of', async () => {
    const model = await served({ classes: GARMENTS })
    const { first } = await ask(model, post(ONE, BYTES), '?top=10')
    const scores = scoresOf(model, ONE)
    const best = scores.indexOf(Math.max(...scores))
    expect(first).toMatchObject({ class: best, label: GARMENTS[best], score: scores[best], scores })
    const order = scores.map((_, k) => k).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0))
    expect(first.top).toEqual(order.map(k => ({ class: k, label: GARMENTS[k], score: scores[k] })))
    for (const path of ['/openapi.json', '/model']) {
      expect(await (await createApp({ model }).request(path)).text()).not.toMatch(/digit(?!s","version)/i)
    }
  })

  test('of more or fewer than ten have their numbers for names', async () => {
    const { first } = await ask(await served({ sizes: [36, 3] }), postJson({ image: flat.slice(100, 136) }))
    expect(first.label).toBe(String(first.class))
    expect(first).not.toHaveProperty('digit')
  })

  test('that are the ten digits by name are digits', async () => {
    const classes = Array.from({ length: 10 }, (_, k) => String(k))
    const { first } = await ask(await served({ classes }), post(ONE, BYTES))
    expect(first).toMatchObject({ digit: first.class, label: String(first.class) })
  })

  test('are counted by the bytes of their names, in the script that they have', async () => {
    const bytesOf = async (classes: string[]) =>
      (await served({ sizes: [36, 2], classes })).classes.entryBytes
    const short = await bytesOf(['a', 'b'])
    expect(await bytesOf(['a', 'b'.repeat(50)])).toBe(short + 49)
    expect(await bytesOf(['a', '靴'])).toBe(3 * short)
    const label = '\u0001'.repeat(100)
    const model = await served({ sizes: [36, 2], classes: ['a', label] })
    const entry = JSON.stringify({ ...model.classes.of(1), score: Math.PI / 1e300 })
    expect(model.classes.entryBytes).toBeGreaterThan(entry.length)
  })

  test('of very many are listed for fewer images', async () => {
    const model = await served({ sizes: [4, 1000] })
    const bytes = Uint8Array.from({ length: 4 * 40 }, (_, k) => k)
    const { status, error } = await ask(model, post(bytes, BYTES), '?top=1000')
    expect(status).toBe(422)
    expect(error).toEqual({
      pointer: '#',
      detail: 'expected at most 32 images where top is 1000. Send fewer, or ask for less.',
    })
    expect((await ask(model, post(bytes.subarray(0, 4 * 32), BYTES), '?top=1000')).status).toBe(200)
    expect((await ask(model, post(bytes, BYTES))).status).toBe(200)
  })
})

describe('images of another size', () => {
  const image = Array.from({ length: 60 }, (_, y) => Array.from({ length: 40 }, (_, x) => (x * y) % 256))

  test('are taken as rows and as a list of the size that the model has', async () => {
    const model = await served({ sizes: [2400, 10], classes: GARMENTS, preprocessing: PICTURE })
    const bytes = Uint8Array.from(image.flat())
    const { first } = await ask(model, post(bytes, BYTES))
    expect(first.scores).toEqual(scoresOf(model, bytes))
    for (const each of [image, image.flat()]) {
      expect((await ask(model, postJson({ image: each }))).first).toEqual(first)
    }
    const { error } = await ask(model, postJson({ image: image.slice(1) }))
    expect(error.detail).toBe('expected 2400 pixels, row by row, or 60 rows of 40.')
  })

  test.each(['resized', undefined] as const)('are made of pictures and drawings: %s', async form => {
    const preprocessing = { kind: 'image', rows: 60, cols: 40, form } as const
    const model = await served({ sizes: [2400, 10], classes: GARMENTS, preprocessing })
    const at = (x: number, y: number): number[] => [x > 30 && x < 50 && y > 20 ? 250 : 10]
    const data = Uint8Array.from({ length: 80 * 90 }, (_, i) => at(i % 80, Math.floor(i / 80))[0] ?? 0)
    const expected = [...atOnce(imageOf({ width: 80, height: 90, data }, preprocessing))]
    const file = Uint8Array.from(pngFile(chunksOf({ colourType: 0, depth: 8, width: 80, height: 90, at })))
    expect((await ask(model, post(file, 'image/png'), '?input=true')).first.input).toEqual(expected)
    const drawing = Array.from({ length: 90 }, (_, y) => [...data.subarray(80 * y, 80 * (y + 1))])
    const asked = await ask(model, postJson({ image: drawing, normalise: true, input: true }))
    expect(asked.first.input).toEqual(expected)
  })

  test('are refused for being blank only where their form is that of ink', async () => {
    const grey = new Uint8Array(2400).fill(7)
    const blank = { image: Array(9).fill([7, 7, 7]), normalise: true }
    for (const init of [post(grey, BYTES), postJson(blank)]) {
      const asked = async (form?: 'resized') => {
        const preprocessing = { kind: 'image', rows: 60, cols: 40, form } as const
        return ask(await served({ sizes: [2400, 10], preprocessing }), init)
      }
      expect((await asked('resized')).status).toBe(200)
      expect(await asked()).toMatchObject({ status: 422, code: 'BLANK_IMAGE' })
    }
  })

  test('have their details told of fewer at a time, the more they have', async () => {
    const model = await served({ sizes: [65_025, 2] })
    const bytes = Uint8Array.from({ length: 65_025 * 10 }, (_, k) => k % 251)
    const { error } = await ask(model, post(bytes, BYTES), '?input=true&saliency=true')
    expect(error.detail).toBe('expected at most 8 images with saliency, input or hidden. Send fewer.')
    expect((await ask(model, post(bytes, BYTES))).predictions).toHaveLength(10)
  })
})

describe('rows', () => {
  const row = { 'petal length': 1.4, 'colour/~1': '白' }

  test('of a table are put on the scale of the model', async () => {
    const model = await served(FLOWERS)
    const { first, predictions } = await ask(model, postJson({ rows: [row, row], input: true, top: 1 }))
    const input = rowInput(TABLE, row)
    expect(predictions).toHaveLength(2)
    expect(first.input).toEqual([...input])
    expect(first.scores).toEqual(scoresOf(model, input))
    expect(FLOWERS.classes).toContain(first.label)
    expect(first).not.toHaveProperty('digit')
  })

  test('without names of columns are put on its scale as well', async () => {
    const model = await served({ sizes: [2, 3], preprocessing: STANDARD })
    const { first } = await ask(model, postJson({ rows: [[190, 55]], input: true }))
    expect(first.input).toEqual([1, -1])
    expect(first.scores).toEqual(scoresOf(model, standardInput(STANDARD, [190, 55])))
  })

  test('that lack a value are filled where the model says so', async () => {
    const model = await served({ ...FLOWERS, preprocessing: { ...TABLE, fill: true } })
    const { first } = await ask(model, postJson({ rows: [{ 'petal length': null }], input: true }))
    expect(first.input).toEqual([0, -0.5, -1, -1])
  })

  const number = 'expected a number such as 4.'
  const category = 'expected one of "blue", "red", "白".'
  test.each([
    ['a text', { ...row, 'petal length': 'sesame' }, '#/rows/0/petal%20length', number],
    ['a missing number', { ...row, 'petal length': null }, '#/rows/0/petal%20length', number],
    ['another category', { ...row, 'colour/~1': 'sesame' }, '#/rows/0/colour~1~01', category],
    ['a list', [1.4, 'red'], '#/rows/0', 'expected an object with a value a column.'],
    ['null', null, '#/rows/0', 'expected an object with a value a column.'],
    [
      'a column of its own',
      { ...row, sesame: 1 },
      '#/rows/0',
      'expected of columns only "petal length", "colour/~1".',
    ],
    [
      'a column that objects inherit',
      JSON.parse('{"__proto__": 1}'),
      '#/rows/0',
      'expected of columns only "petal length", "colour/~1".',
    ],
  ])('with %s are refused', async (_, wrong, pointer, detail) => {
    const answer = await ask(await served(FLOWERS), postJson({ rows: [wrong] }))
    expect(answer).toMatchObject({ status: 422, code: 'BAD_VALUE', errors: [{ pointer, detail }] })
    expect(JSON.stringify(answer)).not.toContain('sesame')
  })

  test.each([
    ['a short list', [190], '#/rows/0', 'expected a list of 2 numbers.'],
    ['a text', [190, 'sesame'], '#/rows/0/1', 'expected a number such as 75.'],
    ['an object', { 0: 190, 1: 55 }, '#/rows/0', 'expected a list of 2 numbers.'],
  ])('without names that are %s are refused', async (_, wrong, pointer, detail) => {
    const model = await served({ sizes: [2, 3], preprocessing: STANDARD })
    expect(await ask(model, postJson({ rows: [wrong] }))).toMatchObject({ errors: [{ pointer, detail }] })
  })

  const only =
    'expected an object with rows, and of other fields only top, saliency, input and hidden: this model takes rows and no images.'
  test.each([
    ['an image', { image: flat }, '#', only],
    ['an image beside rows', { rows: [row], image: flat }, '#/image', only],
    ['a scale', { rows: [row], scale: 1 }, '#/scale', only],
    ['a form of drawings', { rows: [row], normalise: true }, '#/normalise', only],
    ['another field', { rows: [row], sesame: 1 }, '#', only],
    ['nothing', {}, '#', only],
    ['no rows', { rows: [] }, '#/rows', 'expected a list of 1 .. 1000 rows.'],
    ['too many rows', { rows: Array(1001).fill(row) }, '#/rows', 'expected a list of 1 .. 1000 rows.'],
  ])('are asked for where there is %s', async (_, body, pointer, detail) => {
    expect(await ask(await served(FLOWERS), postJson(body))).toMatchObject({ errors: [{ pointer, detail }] })
  })

  test('come as JSON alone', async () => {
    const model = await served(FLOWERS)
    for (const type of [BYTES, 'image/png']) {
      expect(await ask(model, post(ONE, type))).toMatchObject({
        status: 415,
        detail: 'The Content-Type is none of those taken: expected application/json.',
      })
    }
  })

  test('are refused for a model of images, which says what it takes', async () => {
    const { error } = await ask(await served({}), postJson({ rows: [[1, 2]] }))
    expect(error.pointer).toBe('#/rows')
    expect(error.detail).toMatch(/^expected an object with image or images, /)
  })
})
