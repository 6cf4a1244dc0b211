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
