import { randomUUID } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { PseudoTerminal } from './pseudo-terminal.ts'
import { useWorkplace } from './workplace.ts'

const place = useWorkplace()
let terminal: PseudoTerminal | undefined
afterEach(() => terminal?.dispose())

const train = (...flags: string[]): string[] => [
  ...['train', '--data', 'data', '--sizes', '36,8,3', '--out', `${randomUUID()}.safetensors`, ...flags],
]

test.each<[columns: number, rows: number]>([
  [65535, 65535],
  [0, 0],
  [1, 1],
  [65535, 1],
])('a terminal that says it has %d x %d characters: every view, and the bar', async (...size) => {
  const views = await PseudoTerminal.open(place.folder, train('--epochs', '20'), size)
  terminal = views
  await views.until('\u001B[?2004h')
  for (const key of ['2', '3', '4', '5', '6', '7', '?']) {
    const before = views.output.length
    views.send(key)
    if (size[1] !== 1) await views.until(output => output.length > before)
  }
  // Keys that arrive at once are taken for a paste, and where nothing is drawn nothing says that one was heard.
  const presses = setInterval(() => views.send('\u001Bq'), 500)
  expect(await views.ended()).toBe(0)
  clearInterval(presses)
  terminal = await PseudoTerminal.open(place.folder, train('--epochs', '20', '--plain'), size)
  expect(await terminal.ended()).toBe(0)
  expect(views.output + terminal.output).not.toMatch(/\bat .*\.js:\d+/)
})

test('a size that changes to what cannot be drawn, and back', async () => {
  terminal = await PseudoTerminal.open(place.folder, train('--epochs', '1000000000'))
  await terminal.until(' pause')
  for (const size of ['65535 65535', '0 0', '1 1', '120 40']) {
    const before = terminal.output.length
    terminal.tell(`size ${size}`)
    await terminal.until(output => output.length > before)
  }
  terminal.send('q')
  expect(await terminal.ended()).toBe(0)
  expect(terminal.output).toContain('Saved ')
})
