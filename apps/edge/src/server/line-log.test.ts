import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { isWrittenOut, LineLog } from './log.ts'

const RECORD = {
  requestId: 'a',
  method: 'GET',
  route: '/model',
  status: 200,
  seconds: 0.001,
  images: 0,
  error: undefined,
}

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

test('a reader that stands still costs so much and no more, and learns how many lines it missed', async () => {
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
