import { expect, test } from 'vitest'
import { StudyError } from '../errors.ts'
import { readAddress } from './address.ts'

test.each([
  ['redis://localhost:6379', 'redis', 'redis://localhost:6379'],
  ['rediss://me:secret@cloud.example:6380/2?family=6', 'redis', 'rediss://cloud.example:6380/2'],
  ['valkey://:secret@10.0.0.1', 'redis', 'valkey://10.0.0.1'],
  ['postgres://me:secret@db.example:5432/studies', 'postgres', 'postgres://db.example:5432/studies'],
  ['postgresql://db.example/studies?password=secret', 'postgres', 'postgresql://db.example/studies'],
])('%s is an address, of which no secret is shown', (text, kind, shown) => {
  expect(readAddress(text)).toMatchObject({ kind, shown })
})

test('Valkey speaks as Redis does', () => {
  expect(readAddress('valkeys://cloud.example:1').url).toBe('rediss://cloud.example:1')
})

test.each([
  ['', 'is no URL'],
  ['me:secret@localhost:6379', 'is no URL'],
  ['redis://me:secret@local host', 'is no URL'],
  ['http://me:secret@localhost', 'begins with http://'],
  ['redis:///', 'names no host'],
  ['postgres:///studies', 'names no host'],
])('%j is none', (text, problem) => {
  const read = (): unknown => readAddress(text)
  expect(read).toThrow(StudyError)
  expect(read).toThrow(
    new RegExp(`^The address of the queue ${problem}.*expected redis://HOST:6379 or postgres`),
  )
  expect(read).not.toThrow(/secret/)
})
