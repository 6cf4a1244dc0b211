import { expect, test } from 'vitest'
import { StudyError } from '../errors.ts'
import { optional } from './packages.ts'

/** The name is no constant, so that no compiler looks for the package. */
const importOf = (name: string) => (): Promise<unknown> => import(/* @vite-ignore */ name)

test('a package that is not installed is asked for', async () => {
  const loaded = optional(importOf('@gradus/not-there'), ['bullmq', 'ioredis'])
  await expect(loaded).rejects.toBeInstanceOf(StudyError)
  await expect(loaded).rejects.toMatchObject({
    field: 'queue',
    message: 'This queue needs the packages bullmq and ioredis: run `npm install bullmq ioredis`.',
  })
})

test('a package that is there is loaded', async () => {
  await expect(optional(importOf('node:path'), ['bullmq', 'pg'])).resolves.toHaveProperty('join')
})

test('an error within a package is not taken for its absence', async () => {
  const fails = (): Promise<unknown> => Promise.reject(new RangeError('It failed.'))
  await expect(optional(fails, ['bullmq', 'pg'])).rejects.toThrow(RangeError)
})
