import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { runPathsOf, withSuffix } from './run-paths.ts'

const at = (...parts: string[]) => resolve(join(...parts))

test('a checkpoint goes beside the model', () => {
  expect(runPathsOf({})).toEqual({
    out: at('gradus.safetensors'),
    checkpoint: at('gradus.checkpoint.safetensors'),
    resume: undefined,
  })
  expect(runPathsOf({ out: at('nets', 'a.b') }).checkpoint).toBe(at('nets', 'a.checkpoint.b'))
  expect(runPathsOf({ out: at('nets', 'plain') }).checkpoint).toBe(at('nets', 'plain.checkpoint'))
  expect(runPathsOf({ checkpoint: at('c') })).toMatchObject({
    out: at('gradus.safetensors'),
    checkpoint: at('c'),
  })
})

test('there may be none', () => {
  expect(runPathsOf({ checkpoint: false }).checkpoint).toBeUndefined()
  expect(runPathsOf({ checkpoint: false, resume: at('x.checkpoint') }).checkpoint).toBeUndefined()
})

test('a run that goes on uses its files', () => {
  const resume = at('nets', 'a.checkpoint.safetensors')
  expect(runPathsOf({ resume })).toEqual({ out: at('nets', 'a.safetensors'), checkpoint: resume, resume })
  expect(runPathsOf({ resume, out: at('b'), checkpoint: at('c') })).toEqual({
    out: at('b'),
    checkpoint: at('c'),
    resume,
  })
  for (const name of ['a.checkpoint.earlier.safetensors', 'a.checkpoint.earlier-12.safetensors'])
    expect(runPathsOf({ resume: at('nets', name) }).out).toBe(at('nets', 'a.safetensors'))
  for (const name of ['a.checkpoint', 'a.earlier.checkpoint', 'a.earlier-2.checkpoint'])
    expect(runPathsOf({ resume: at(name) }).out).toBe(at('a'))
})

test('a checkpoint of another name does not tell where the model goes', () => {
  for (const name of ['other', '.checkpoint.x', '.checkpoint', 'a.checkpoints.x', 'my ckpt'])
    expect(() => runPathsOf({ resume: at(name) })).toThrow(
      `option '--resume <file>' argument '${at(name)}' is invalid. It is not named like a checkpoint (a.checkpoint.safetensors). A run goes on from its checkpoint, not from its model: name that, or for one of another name the place of its model by --out <file>.`,
    )
  expect(runPathsOf({ resume: at('other'), out: at('x') })).toMatchObject({
    out: at('x'),
    checkpoint: at('other'),
  })
})

test('a suffix goes before the extension', () => {
  expect(withSuffix(at('nets', 'a.safetensors'), '.diverged')).toBe(at('nets', 'a.diverged.safetensors'))
})
