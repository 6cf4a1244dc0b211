import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { writeSmallData } from './small-data.ts'
import { PATIENCE, Terminal } from './tmux.ts'
import { useWorkplace } from './workplace.ts'

const place = useWorkplace()
let terminal: Terminal
let name: string
beforeEach(async () => {
  name = `study-${randomUUID()}`
  await writeSmallData(join(place.folder, 'data'))
  terminal = await Terminal.open(place.folder, 100, 30)
})
afterEach(() => terminal.close())

const study = (...args: string[]): string[] => [
  ...['study', '--data', 'data', '--train-size', '60', '--try', 'eta=0.1..10', '--try', 'hidden=5,10'],
  ...['--runs', 'runs', '--name', name, '--workers', '2', ...args],
]
const SHORT = ['--trials', '9', '--epochs', '9']
const ENDLESS = ['--trials', '9', '--epochs', '1000000', '--rungs', '1']
const isOver = (screen: string): boolean => /^code=\d+$/m.test(screen)
const shows =
  (...texts: readonly string[]) =>
  (screen: string): boolean =>
    texts.every(text => screen.includes(text))
const isTraining = shows('Rung 1 of 1', 'on thread', ' training')

const PATIENT = { timeout: PATIENCE }

async function expectPrimaryScreen(): Promise<void> {
  await expect.poll(() => terminal.showsAlternateScreen(), PATIENT).toBe(false)
  await expect.poll(() => terminal.cursorIsVisible(), PATIENT).toBe(true)
}

describe('a study on a terminal', () => {
  test('shows its trials, stays when it is over, and leaves the terminal as it was', async () => {
    await terminal.run('', study(...SHORT))
    const over = await terminal.until(shows('Winner: trial', 'looked at this once', 'q leave'))
    expect(over).toContain(`${name}   eta 0.1..10   hidden 5, 10`)
    expect(over).toMatch(/^Rung 3 of 3 100 % .* 1 of 1 trial trained for 9 epochs$/m)
    expect(over).toMatch(/ over$/m)
    expect(await terminal.showsAlternateScreen()).toBe(true)
    await terminal.press('1')
    const trials = await terminal.until(shows('standing', 'finished'))
    expect(trials.match(/^[▸ ] +\d+ .* %/gm)).toHaveLength(9)
    await terminal.press('Down', 'Enter')
    await terminal.until(shows('place 2 of 9', 'instead of', 'Validation accuracy'))
    await terminal.press('h')
    await terminal.until(shows('eta (log) across, hidden up', '['))
    await terminal.press('x')
    await terminal.press('q')
    const after = await terminal.until(isOver)
    expect(after).toContain('code=0')
    await expectPrimaryScreen()
  })

  test('q stops it, and what was done is kept', async () => {
    await terminal.run('', study(...ENDLESS))
    await terminal.until(isTraining)
    await terminal.press('q')
    const after = await terminal.until(isOver)
    expect(after).toMatch(new RegExp(`study resume ${name}`))
    await expectPrimaryScreen()
  })

  test('Ctrl-Z gives the terminal back for as long as the study is suspended', async () => {
    await terminal.run('', study(...ENDLESS))
    await terminal.until(isTraining)
    await terminal.press('C-z')
    await terminal.until(shows('Stopped'))
    await expectPrimaryScreen()
    await terminal.press('fg', 'Enter')
    await terminal.until(isTraining)
    await terminal.press('C-c')
    await terminal.until(isOver)
    await expectPrimaryScreen()
  })

  test('another size of the terminal: the frame fits again', async () => {
    await terminal.run('', study(...ENDLESS))
    await terminal.until(isTraining)
    await terminal.resize(44, 12)
    await terminal.until(screen => /^ trial +eta +hidden +accuracy +standing$/m.test(screen))
    await terminal.resize(20, 6)
    await terminal.until(shows('A study needs 40 x'))
    await terminal.resize(120, 40)
    await terminal.until(shows('by epoch', 'rungs', 'on thread'))
    await terminal.press('q')
    await terminal.until(isOver)
  })
})
