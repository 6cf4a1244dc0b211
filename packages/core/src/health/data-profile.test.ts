import { describe, expect, it } from 'vitest'
import { asDense, randomExamples, sparseExamples } from '../../test/examples.ts'
import { denseExamples } from '../pairs.ts'
import { profileOf } from './data-profile.ts'

describe('the profile of training data', () => {
  // Input 0 is always 51, input 1 is never there, input 2 varies, input 3 is not there in every example.
  const bytes = [
    [51, 0, 255, 102],
    [51, 0, 204, 0],
    [51, 0, 255, 102],
  ].flat()
  const sparse = sparseExamples(bytes, [2, 0, 2], 4, 3)

  it('is made of the inputs, those that are absent included, and of the answers', () => {
    const inputs = [
      [0.2, 0, 1, 0.4],
      [0.2, 0, 0.8, 0],
      [0.2, 0, 1, 0.4],
    ].flat()
    expect(profileOf(sparse)).toEqual({
      examples: 3,
      inputSize: 4,
      outputSize: 3,
      smallest: 0,
      largest: 1,
      mean: expect.closeTo(inputs.reduce((sum, x) => sum + x) / 12, 12),
      rms: expect.closeTo(Math.hypot(...inputs) / Math.sqrt(12), 12),
      constantInputs: 2,
      classes: [1, 0, 2],
      constantCost: expect.closeTo((2 * (1 / 3) * (2 / 3)) / 2, 12),
      meanOutputs: [1 / 3, 0, 2 / 3],
      targets: { smallest: 0, largest: 1, smallestSum: 1, largestSum: 1, nearestCost: 0 },
      augmentable: true,
    })
  })

  it.each([
    ['few zeroes', randomExamples([30, 5], 40, 1, 0.1)],
    ['many zeroes', randomExamples([30, 5], 40, 2, 0.9)],
    [
      'a part of other examples',
      { ...sparse, length: 2, offsets: sparse.offsets.slice(1), labels: sparse.labels.slice(1) },
    ],
  ])('is the same of bytes and of numbers: %s', (_, examples) => {
    const { mean, rms, constantCost, augmentable, ...rest } = profileOf(asDense(examples))
    expect(augmentable).toBe(false)
    expect(profileOf(examples)).toEqual({
      ...rest,
      augmentable: examples.inputSize === 4,
      mean: expect.closeTo(mean, 12),
      rms: expect.closeTo(rms, 12),
      constantCost: expect.closeTo(constantCost, 12),
    })
  })

  it('knows inputs of any sign and size, and wanted outputs of any value', () => {
    const profile = profileOf(
      denseExamples([
        [[-300, 7], [0.5]],
        [[20, 7], [1.5]],
      ]),
    )
    expect(profile).toMatchObject({
      smallest: -300,
      largest: 20,
      mean: -66.5,
      constantInputs: 1,
      classes: [2],
    })
    expect(profile.constantCost).toBeCloseTo(0.125, 12)
    expect(profile.meanOutputs).toEqual([1])
    expect(profile.targets).toEqual({
      ...{ smallest: 0.5, largest: 1.5, smallestSum: 0.5, largestSum: 1.5 },
      nearestCost: 0.5 ** 2 / 2 / 2,
    })
  })

  it('adds up the wanted outputs of each example, of any sign', () => {
    const { targets } = profileOf(
      denseExamples([
        [[0], [-1, 3, 0]],
        [[1], [1, 1, 1]],
      ]),
    )
    expect(targets).toEqual({
      ...{ smallest: -1, largest: 3, smallestSum: 2, largestSum: 3 },
      nearestCost: (1 + 4) / 2 / 2,
    })
  })

  it('is plain: it can be sent to another thread', () => {
    expect(structuredClone(profileOf(sparse))).toEqual(profileOf(sparse))
  })
})
