import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { loadModel } from '@gradus/core/node'
import { afterEach, expect, test } from 'vitest'
import { GROUND_QUERY } from '../src/terminal/ground.ts'
import { PseudoTerminal } from './pseudo-terminal.ts'
import { useWorkplace } from './workplace.ts'

const place = useWorkplace()
let terminal: PseudoTerminal | undefined
afterEach(() => terminal?.dispose())

async function begin() {
  const name = `${randomUUID()}.safetensors`
  const args = ['train', '--data', 'data', '--sizes', '36,8,3', '--epochs', '1000000000', '--out', name]
  const opened = await PseudoTerminal.open(place.folder, args)
  terminal = opened
  await opened.until(' pause')
  return { terminal: opened, out: join(place.folder, name) }
}

test.each([
  ['twice at once', 0],
  ['again and again, as when it is held', 30],
  ['slowly', 150],
])('q pressed %s ends the run, and saves', async (_, milliseconds) => {
  const { terminal, out } = await begin()
  if (milliseconds === 0) terminal.send('qq')
  else
    for (let i = 0; i < 10; i++) {
      terminal.send('q')
      await delay(milliseconds)
    }
  expect(await terminal.ended()).toBe(0)
  expect(terminal.output).toContain('Saved ')
  await loadModel(out)
})

test('Ctrl-C that bounces ends the run, and saves', async () => {
  const { terminal, out } = await begin()
  terminal.send('\u0003\u0003')
  expect(await terminal.ended()).toBe(130)
  await loadModel(out)
})

test('what nobody has typed is passed over, and the terminal is asked to mark it as long as the dashboard lasts', async () => {
  const { terminal } = await begin()
  await terminal.until('\u001B[?2004h')
  for (const bytes of [
    '\u001B[200~quit: q, rewind: r, q\u001B[201~',
    'quit: q, rewind: r, q',
    '\u001B[M qr\u001B[M#qr',
    '\u001B[M \u00C3\u00A9q',
    '\u001B[<0;81;82M\u001B[32;81;82M',
    '\u001B[I\u001B[O',
    '\u001B]11;rgb:rrrr/qqqq/rrrr\u001B\\',
  ]) {
    terminal.send(bytes)
    // Longer than a paste without marks lasts.
    await delay(300)
  }
  // A busy program hears of a paste late, and takes what comes right behind it for its rest: a person presses again.
  const again = setInterval(() => terminal.send('2'), 500)
  await terminal.until('recall').finally(() => clearInterval(again))
  expect(terminal.output).not.toMatch(/Rewind|Back to the initial weights|Stopping/)
  terminal.send('q')
  expect(await terminal.ended()).toBe(0)
  expect(terminal.output.lastIndexOf('\u001B[?2004l')).toBeGreaterThan(
    terminal.output.lastIndexOf('\u001B[?2004h'),
  )
})

test('the terminal is asked for its ground, and what it answers changes the colours, and is no key', async () => {
  const { terminal } = await begin()
  await terminal.until(GROUND_QUERY)
  terminal.send('\u001B]11;rgb:ffff/ffff')
  await delay(30)
  terminal.send('/ffff\u001B\\')
  // A busy program may take a key right behind the answer for its rest: a person presses again.
  const again = setInterval(() => terminal.send('2'), 500)
  // The blue of a light ground, for a cell all of whose examples are predicted correctly.
  await terminal.until('48;5;68m').finally(() => clearInterval(again))
  terminal.send('q')
  expect(await terminal.ended()).toBe(0)
  expect(terminal.output).not.toContain('rgb:')
})
