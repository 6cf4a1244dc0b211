import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { epoch, finished, loaded, progress, saved, started } from '../../test/events.ts'
import { LiveScreen } from './live-screen.tsx'
import { textTranscript } from './transcript.ts'

const SHOW_CURSOR = '\u001B[?25h'
const HIDE_CURSOR = '\u001B[?25l'

/** A stream that says it is a terminal of 60 x 20, and all that was written to it. */
function terminal(): { stream: PassThrough; written: () => string } {
  const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 60, rows: 20 })
  let text = ''
  stream.on('data', chunk => {
    text += String(chunk)
  })
  return { stream, written: () => text }
}

/** The cursor goes up and erases the line that it comes to. */
const erasedLines = (text: string): number => text.split('\u001B[1A').length - 1

test('the transcript and the bar on one terminal; the cursor is back in the end', async () => {
  const { stream, written } = terminal()
  const screen = new LiveScreen(stream, undefined, textTranscript)
  for (const event of [loaded, started, progress, epoch]) screen.show(event)
  await new Promise(resolve => setTimeout(resolve, 50))
  expect(written()).toContain('Epoch 0 : 8881 / 10000')
  expect(written()).toContain('epoch 12/30')
  expect(written().lastIndexOf(HIDE_CURSOR)).toBeGreaterThan(written().lastIndexOf(SHOW_CURSOR))
  for (const event of [finished, saved]) screen.show(event)
  await screen.close()
  expect(written().lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(written().lastIndexOf(HIDE_CURSOR))
  expect(written().split('Epoch 0 : 8881 / 10000')).toHaveLength(2)
})

test('the transcript in a pipe has no escape codes, and the bar makes room before each line', async () => {
  const { stream, written } = terminal()
  const pipe = new PassThrough()
  const screen = new LiveScreen(stream, pipe, textTranscript)
  for (const event of [loaded, started, progress]) screen.show(event)
  await new Promise(resolve => setTimeout(resolve, 50))
  const before = erasedLines(written())
  screen.show(epoch)
  expect(erasedLines(written())).toBe(before + 2)
  for (const event of [finished, saved]) screen.show(event)
  await screen.close()
  expect(String(pipe.read())).toBe('Epoch 0 : 8881 / 10000\n')
  expect(written()).not.toContain('8881')
})
