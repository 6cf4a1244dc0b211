import { Writable } from 'node:stream'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { isWrittenOut, LineLog, logRequest } from './log.ts'

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

describe('a log of lines', () => {
  /** A reader that stands still until it is told to go on. */
  function reader() {
    let text = ''
    let go: (() => void) | undefined
    let isStill = true
    const output = new Writable({
      decodeStrings: false,
      write: (chunk, _, done) => {
        text += chunk
        if (isStill) go = done
        else done()
      },
    })
    return {
      output,
      lines: () => text.split('\n').filter(line => line !== ''),
      goOn: () => {
        isStill = false
        go?.()
      },
    }
  }

  test('a reader that stands still costs so much and no more, and learns how much it missed', async () => {
    const { output, lines, goOn } = reader()
    const log = new LineLog(output, 40_000)
    for (let i = 0; i < 1000; i++) log.write(RECORD)
    const kept = output.writableLength
    expect(kept).toBeLessThan(41_000)
    goOn()
    while (!lines().some(line => line.includes('dropped'))) await new Promise(setImmediate)
    log.write(RECORD)
    expect(await isWrittenOut(output, 10_000)).toBe(true)
    const told = lines().map(line => JSON.parse(line))
    const missed = told.at(-2)
    expect(missed).toEqual({ time: expect.any(String), level: 'warning', dropped: expect.any(Number) })
    expect(missed.dropped + told.length - 2).toBe(1000)
    expect(told.at(-1)).toMatchObject({ requestId: 'a' })
  })

  test('is not waited for without end', async () => {
    const { output } = reader()
    const log = new LineLog(output)
    expect(await isWrittenOut(output, 0)).toBe(true)
    log.write(RECORD)
    expect(await isWrittenOut(output, 1)).toBe(false)
  })

  test('is out where its reader is gone', async () => {
    const { output } = reader()
    output.on('error', () => {})
    const log = new LineLog(output)
    log.write(RECORD)
    output.destroy()
    expect(await isWrittenOut(output, 10_000)).toBe(true)
  })
})
