import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { placesOf, withSuffix } from './places.ts'

const at = (...parts: string[]) => resolve(join(...parts))

test('a checkpoint goes beside the model', () => {
  expect(placesOf({})).toEqual({
    out: at('gradus.safetensors'),
    checkpoint: at('gradus.checkpoint.safetensors'),
  })
  expect(placesOf({ out: at('nets', 'a.b') }).checkpoint).toBe(at('nets', 'a.checkpoint.b'))
  expect(placesOf({ out: at('nets', 'plain') }).checkpoint).toBe(at('nets', 'plain.checkpoint'))
  expect(placesOf({ checkpoint: at('c') })).toEqual({ out: at('gradus.safetensors'), checkpoint: at('c') })
})

test('there may be none', () => {
  expect(placesOf({ checkpoint: false }).checkpoint).toBeUndefined()
  expect(placesOf({ checkpoint: false, resume: at('x') }).checkpoint).toBeUndefined()
})

test('a run that goes on uses its files', () => {
  const resume = at('nets', 'a.checkpoint.safetensors')
  expect(placesOf({ resume })).toEqual({ out: at('nets', 'a.safetensors'), checkpoint: resume })
  expect(placesOf({ resume, out: at('b'), checkpoint: at('c') })).toEqual({
    out: at('b'),
    checkpoint: at('c'),
  })
  expect(placesOf({ resume: at('nets', 'other') })).toEqual({
    out: at('gradus.safetensors'),
    checkpoint: at('nets', 'other'),
  })
  expect(placesOf({ resume: at('.checkpoint.x') }).out).toBe(at('gradus.safetensors'))
})

test('a suffix goes before the extension', () => {
  expect(withSuffix(at('nets', 'a.safetensors'), '.diverged')).toBe(at('nets', 'a.diverged.safetensors'))
})
