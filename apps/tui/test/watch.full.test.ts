import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { useFolder } from '@gradus/testing/folders'
import { afterEach, expect, test } from 'vitest'
import { PseudoTerminal } from './pseudo-terminal.ts'

const folder = useFolder()
const PROGRAM = join(import.meta.dirname, 'watching.mjs')
const [OPENS, CLOSES] = ['\u001B[?1049h', '\u001B[?1049l']
const [HIDES, SHOWS] = ['\u001B[?25l', '\u001B[?25h']

let terminal: PseudoTerminal | undefined
afterEach(() => terminal?.dispose())

async function watched(way: string, act: (opened: PseudoTerminal) => void = () => undefined) {
  terminal = await PseudoTerminal.open(folder.path, [way], [120, 40], [], PROGRAM)
  await terminal.until(way === 'plain' ? 'Epoch 0' : 'A title')
  act(terminal)
  const code = await terminal.ended()
  const { output } = terminal
  const [, left = ''] = /left (\{.*\}) end/.exec(output) ?? []
  return { code, output, left: JSON.parse(left) }
}

const NOTHING = {
  isFree: true,
  isTrained: true,
  listeners: [],
  threads: [],
  isCooked: true,
}

test.each([
  ['end', undefined, { reason: 'done', epochs: 3 }],
  ['quit', 'q', { reason: 'aborted' }],
  ['interrupt', '\u0003', { reason: 'aborted' }],
  ['abort', undefined, { reason: 'aborted' }],
  ['throw', undefined, { isThrown: true }],
] as const)('by %s a watched run ends, and leaves nothing behind', async (way, key, outcome) => {
  const { code, output, left } = await watched(way, opened => {
    if (key !== undefined) opened.send(key)
  })
  expect(left).toMatchObject({ ...NOTHING, ...outcome })
  expect(code).toBe(0)
  expect(output.lastIndexOf(CLOSES)).toBeGreaterThan(output.lastIndexOf(OPENS))
  expect(output.lastIndexOf(OPENS)).toBeGreaterThan(-1)
  expect(output.lastIndexOf(SHOWS)).toBeGreaterThan(output.lastIndexOf(HIDES))
})

test('a run without a dashboard leaves nothing behind either', async () => {
  const { code, output, left } = await watched('plain')
  expect(left).toMatchObject({ ...NOTHING, reason: 'done', epochs: 3 })
  expect(code).toBe(0)
  expect(output).not.toContain(OPENS)
  expect(output.lastIndexOf(SHOWS)).toBeGreaterThan(output.lastIndexOf(HIDES))
})

test('SIGTERM ends the run, and then the program, which does not listen to it', async () => {
  terminal = await PseudoTerminal.open(folder.path, ['SIGTERM'], [120, 40], [], PROGRAM)
  await terminal.until('A title')
  terminal.kill('SIGTERM')
  expect(await terminal.ended()).toBe(-15)
  const { output } = terminal
  expect(output.lastIndexOf(CLOSES)).toBeGreaterThan(output.lastIndexOf(OPENS))
  expect(output.lastIndexOf(SHOWS)).toBeGreaterThan(output.lastIndexOf(HIDES))
})

const SAMPLE = join(import.meta.dirname, '..', '..', 'sample', 'src', 'circle.ts')
/** Runs the command after it, and then tells the state of the terminal. */
const THEN_STATE = ['sh', '-c', '"$@"; stty -a', 'sh']
const ENDLESS = '1000000000'

test.each([
  ['q', ENDLESS, /aborted after \d+ epochs, saved .*circle\.safetensors/],
  ['\u0003', ENDLESS, /aborted after \d+ epochs, saved .*circle\.safetensors/],
  [undefined, '200', /done after 200 epochs, saved .*circle\.safetensors/],
])('the sample with the key %j of %s epochs leaves the terminal as it was', async (key, epochs, end) => {
  terminal = await PseudoTerminal.open(folder.path, [epochs], [80, 24], THEN_STATE, SAMPLE)
  await terminal.until('Points inside a circle')
  if (key !== undefined) {
    terminal.send('2')
    await terminal.until(' predicted as ')
    terminal.send('3')
    await terminal.until(' against ')
    terminal.send(key)
  }
  expect(await terminal.ended()).toBe(0)
  const { output } = terminal
  expect(output).toMatch(end)
  expect(output.lastIndexOf(OPENS)).toBeGreaterThan(-1)
  expect(output.lastIndexOf(CLOSES)).toBeGreaterThan(output.lastIndexOf(OPENS))
  expect(output.lastIndexOf(SHOWS)).toBeGreaterThan(output.lastIndexOf(HIDES))
  expect(output).toMatch(/ icanon/)
  expect(output).toMatch(/ echo /)
})

test('where only standard error is a terminal, the lines go to standard output and the progress there', async () => {
  const through = ['sh', '-c', '"$@" > lines.txt', 'sh']
  terminal = await PseudoTerminal.open(folder.path, ['2000'], [80, 24], through, SAMPLE)
  expect(await terminal.ended()).toBe(0)
  const lines = await readFile(join(folder.path, 'lines.txt'), 'utf8')
  expect(lines).toMatch(/^(Epoch \d+ : \d+ \/ 320\n){2000}done after 2000 epochs/)
  const { output } = terminal
  expect(output).toContain('Network 2-8-2, seed 0')
  expect(output).toMatch(/\d+ of 2,000 epochs/)
  expect(output).not.toContain('Epoch 0 :')
  expect(output).not.toContain(OPENS)
  // All lines scroll again.
  expect(output.lastIndexOf('\u001B[r')).toBeGreaterThan(output.lastIndexOf('\u001B[1;'))
})

test('NO_COLOR leaves the dashboard without colours', async () => {
  terminal = await PseudoTerminal.open(folder.path, [ENDLESS], [80, 24], ['env', 'NO_COLOR=1'], SAMPLE)
  await terminal.until('Points inside a circle')
  terminal.send('q')
  expect(await terminal.ended()).toBe(0)
  expect(terminal.output.split('\u001B').filter(piece => /^\[[\d;]*m/.test(piece))).toEqual([])
})
