import { afterEach, expect, test, vi } from 'vitest'
import { logRequest } from './log.ts'

const printed = vi.spyOn(console, 'log').mockImplementation(() => {})
afterEach(() => {
  printed.mockClear()
})

const RECORD = {
  requestId: 'a',
  method: 'POST',
  route: '/predict',
  status: 200,
  seconds: 0.0012345678,
  images: 1,
  error: undefined,
}

const line = () => JSON.parse(String(printed.mock.calls[0]?.[0]))

test('a request is a line of JSON', () => {
  logRequest(RECORD)
  expect(printed).toHaveBeenCalledTimes(1)
  expect(printed.mock.calls[0]?.[0]).not.toContain('\n')
  expect(line()).toEqual({
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    level: 'info',
    requestId: 'a',
    method: 'POST',
    route: '/predict',
    status: 200,
    images: 1,
    milliseconds: 1.235,
  })
})

test('what failed inside is told with its stack', () => {
  logRequest({ ...RECORD, status: 500, error: new RangeError('what failed') })
  expect(line()).toMatchObject({ level: 'error', status: 500 })
  expect(line().error).toMatch(/^RangeError: what failed\n +at /)
})

test('a terminal does not obey what failed', () => {
  const failed = 'a\u001B[31m\u009B31m\u202E'
  logRequest({ ...RECORD, status: 500, error: new RangeError(failed) })
  expect(printed.mock.calls[0]?.[0]).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u)
  expect(line().error).toContain(failed)
})
