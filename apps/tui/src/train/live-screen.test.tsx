import { PassThrough } from 'node:stream'
import { expect, test, vi } from 'vitest'
import { epoch, finished, loaded, progress, saved, started } from '../../test/events.ts'
import { LiveScreen } from './live-screen.tsx'
import { textTranscript } from './transcripts.ts'

const PATIENCE = { timeout: 30_000 }
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

test('the transcript and the bar on one terminal; the cursor is back in the end', async () => {
  const { stream, written } = terminal()
  const screen = new LiveScreen(stream, undefined, textTranscript)
  for (const event of [loaded, started, epoch, progress]) screen.show(event)
  await new Promise(resolve => setTimeout(resolve, 50))
  expect(written()).toContain('Epoch 0 : 8881 / 10000')
  expect(written()).toContain('11 of 30 epochs')
  expect(written().lastIndexOf(HIDE_CURSOR)).toBeGreaterThan(written().lastIndexOf(SHOW_CURSOR))
  for (const event of [finished, saved]) screen.show(event)
  await screen.close()
  expect(written().lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(written().lastIndexOf(HIDE_CURSOR))
  expect(written().split('Epoch 0 : 8881 / 10000')).toHaveLength(2)
})

test('the transcript in a pipe has no escape codes, and the bar stays in rows of its own until the end', async () => {
  const { stream, written } = terminal()
  const pipe = new PassThrough()
  const screen = new LiveScreen(stream, pipe, textTranscript)
  for (const event of [loaded, started, epoch, progress]) screen.show(event)
  await vi.waitUntil(() => written().includes('11 of 30 epochs'), PATIENCE)
  // Rows 19 and 20 of 20, and the cursor goes back to where it was.
  const shown = written().replaceAll('\u001B', '␛')
  expect(shown).toContain('␛7␛[1;18r␛8')
  expect(shown).toMatch(/␛7␛\[19;1H␛\[2K.*11 of 30 epochs␛\[20;1H␛\[2K.*left.*␛8$/)
  for (const event of [finished, saved]) screen.show(event)
  await screen.close()
  expect(String(pipe.read())).toBe('Epoch 0 : 8881 / 10000\n')
  expect(written()).not.toContain('8881')
  expect(written().replaceAll('\u001B', '␛')).toMatch(/␛7␛\[r␛8␛\[J$/)
})

test('draws nothing on a terminal that takes nothing, and all lines when it does', async () => {
  const { stream, written } = terminal()
  const screen = new LiveScreen(stream, undefined, textTranscript)
  const long = { epochs: 200 }
  const begun = [loaded, { ...started, spec: { ...started.spec, ...long } }, { ...progress, ...long }]
  for (const event of begun) screen.show(event)
  await vi.waitUntil(() => written().includes('11 of 200 epochs'), PATIENCE)
  const before = written().length
  Object.defineProperty(stream, 'writableLength', { get: () => 1, configurable: true })
  for (let i = 0; i < 100; i++) screen.show({ ...epoch, epoch: i })
  await new Promise(resolve => setImmediate(resolve))
  expect(written()).toHaveLength(before)
  Reflect.deleteProperty(stream, 'writableLength')
  screen.show({ ...epoch, epoch: 100 })
  for (const event of [finished, saved]) screen.show(event)
  await screen.close()
  const lines = written().match(/Epoch \d+ : 8881/g)
  expect(lines).toEqual(Array.from({ length: 101 }, (_, i) => `Epoch ${i} : 8881`))
})
