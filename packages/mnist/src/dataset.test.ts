import { ExamplesError, GradusError, OptionError, type SparseExamples } from '@gradus/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { imageFile, labelFile, thrown } from '../test/idx-files.ts'
import { Dataset, type DatasetOptions } from './dataset.ts'
import { expectImages, expectLabels, readIdx } from './idx.ts'
import { IdxError } from './idx-error.ts'

const LABELS = [2, 0, 1, 2, 1, 0, 0]
const bytes = imageFile(7, 5, 4)
const pixels = bytes.subarray(16)

function dataset(options?: DatasetOptions, labels: readonly number[] = LABELS): Dataset {
  const images = expectImages(readIdx(bytes, 'images'))
  return Dataset.from(images, expectLabels(readIdx(labelFile(...labels), 'labels')), options)
}

/** Example `i` of the sparse form, as an engine reads it. */
function expand(examples: SparseExamples, i: number): Uint8Array {
  const image = new Uint8Array(examples.inputSize)
  for (let e = examples.offsets[i] ?? 0; e < (examples.offsets[i + 1] ?? 0); e++) {
    image[examples.indices[e] ?? 0] = examples.values[e] ?? 0
  }
  return image
}

describe('what it says of itself', () => {
  test('sizes, and as many classes as the largest label + 1 asks for', () => {
    const data = dataset()
    expect(data).toMatchObject({ kind: 'sparse', length: 7, rows: 5, cols: 4, classes: 3, hash: undefined })
    expect([data.inputSize, data.outputSize]).toEqual([20, 3])
    expect([...data.labels]).toEqual(LABELS)
    expect(dataset({ classes: 10 }).outputSize).toBe(10)
  })

  test('the bytes are views, not copies', () => {
    expect(dataset().at(1).pixels.buffer).toBe(bytes.buffer)
  })
})

describe('examples', () => {
  test('at(i) is pixels / 255 and the one-hot label', () => {
    const { x, y, label, pixels: image } = dataset().at(3)
    expect(image).toEqual(pixels.subarray(60, 80))
    expect([x.rows, x.cols, y.rows, y.cols, label]).toEqual([20, 1, 3, 1, 2])
    expect([...x.data]).toEqual(Array.from(image, byte => byte / 255))
    expect([...y.data]).toEqual([0, 0, 1])
  })

  test('iteration gives every (x, y) in order', () => {
    const data = dataset().subset(2, 5)
    const pairs = [...data]
    expect(pairs).toEqual([0, 1, 2].map(i => [data.at(i).x, data.at(i).y]))
    expect(pairs).toHaveLength(3)
  })

  test.each([-1, 7, 0.5, Number.NaN])('at(%d) is refused', i => {
    expect(() => dataset().at(i)).toThrow(/i is .*: expected an integer in 0\.\.6/)
    expect(() => dataset().at(i)).toThrow(OptionError)
  })
})

describe('subsets', () => {
  test('of any subset, views and sparse form are the examples of the whole', () => {
    const whole = dataset()
    const range = fc
      .tuple(fc.nat(6), fc.nat(6))
      .map(([a, b]) => [Math.min(a, b), Math.max(a, b) + 1] as const)
    fc.assert(
      fc.property(range, range, ([start, end], [from, to]) => {
        const part = whole.subset(start, end)
        const nested = from < part.length ? part.subset(from, Math.min(to, part.length)) : part
        const first = start + (from < part.length ? from : 0)
        expect(nested.offsets).toHaveLength(nested.length + 1)
        for (let i = 0; i < nested.length; i++) {
          expect(nested.at(i)).toEqual(whole.at(first + i))
          expect(expand(nested, i)).toEqual(whole.at(first + i).pixels)
          expect(nested.labels[i]).toBe(LABELS[first + i])
        }
      }),
      { seed: 1 },
    )
  })

  test('share one sparse form and the number of classes', () => {
    const whole = dataset()
    const part = whole.subset(1, 3)
    expect(part.classes).toBe(3)
    expect(part.indices).toBe(whole.indices)
    expect(part.values).toBe(whole.values)
    expect(part.offsets.buffer).toBe(whole.offsets.buffer)
  })

  test('have a hash that says which part of which data they are', () => {
    const whole = dataset({ hash: 'abc' })
    expect(whole.subset(0, 7).hash).toBe('abc')
    expect(whole.subset(1, 5).hash).toBe('abc:1:5')
    expect(whole.subset(1, 5).subset(1, 2).hash).toBe('abc:2:3')
    expect(dataset().subset(1, 2).hash).toBeUndefined()
  })

  test.each([
    [-1, 2, 'start'],
    [7, 7, 'start'],
    [0.5, 2, 'start'],
    [2, 2, 'end'],
    [3, 2, 'end'],
    [0, 8, 'end'],
    [0, Number.NaN, 'end'],
  ])('subset(%d, %d) is refused', (start, end, option) => {
    const error = thrown(() => dataset().subset(start, end))
    expect(error).toBeInstanceOf(OptionError)
    expect(error).toMatchObject({ option })
  })
})

describe('split', () => {
  test('gives consecutive parts', () => {
    const [train, validation, test] = dataset({ hash: 'abc' }).split(4, 2, 1)
    expect([train.hash, validation.hash, test.hash]).toEqual(['abc:0:4', 'abc:4:6', 'abc:6:7'])
    expect([...train.labels, ...validation.labels, ...test.labels]).toEqual(LABELS)
  })

  test('leaves over what no size asks for', () => {
    expect(dataset().split(3)).toHaveLength(1)
  })

  test('more than there are is refused', () => {
    expect(() => dataset().split(5, 3)).toThrow(/parts 5 \+ 3 = 8 are too many: expected at most 7/)
    expect(() => dataset().split(5, 3)).toThrow(ExamplesError)
  })

  test.each([0, -1, 1.5, Number.NaN])('a part of %d is refused', size => {
    expect(() => dataset().split(size, 3)).toThrow(/is no size of a part: expected a positive integer/)
  })
})

describe('what does not go together', () => {
  test('more images than labels', () => {
    const error = thrown(() => dataset({}, [1, 2]))
    expect(error).toBeInstanceOf(IdxError)
    expect(error).toMatchObject({
      file: 'labels',
      offset: 4,
      found: '2',
      expected: '7, the count of images in images',
    })
  })

  test('a label out of range, with its place in the file', () => {
    const error = thrown(() => dataset({ classes: 2 }, [0, 1, 0, 1, 5, 0, 2]))
    expect(error).toBeInstanceOf(IdxError)
    expect(error).toMatchObject({ file: 'labels', offset: 12, found: '5', expected: '0..1' })
    expect(String(error)).toContain('labels, offset 12: label 4 is 5: expected 0..1. ')
  })

  test.each([0, 257, 2.5])('%d classes', classes => {
    expect(() => dataset({ classes })).toThrow(/classes is .*: expected an integer in 1\.\.256/)
    expect(() => dataset({ classes })).toThrow(GradusError)
  })
})
