import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CLI } from './gradus.ts'
import { PATIENCE, Terminal } from './tmux.ts'
import { SMALL, useWorkplace } from './workplace.ts'

const place = useWorkplace()
/** A run that saves to a file of its own: the one before may still be ending. */
const to = (name: string, ...args: string[]): string[] => [
  ...args,
  '--out',
  `${name}-${randomUUID()}.safetensors`,
]
const mnist = (): string[] => to('mnist', 'train', '--plain', '--sizes', '784,100,10', '--epochs', '8')
const endless = (): string[] => to('endless', 'train', '--plain', '--epochs', '100000')
const small = (): string[] => to('small', ...SMALL, '--plain')
const PATIENT = { timeout: PATIENCE }
const isOver = (screen: string): boolean => /^code=\d+$/m.test(screen)
const hasBar = (screen: string): boolean => screen.includes(' left ')

describe.each([
  [120, 40],
  [60, 20],
])('a terminal of %d x %d', (columns, rows) => {
  let terminal: Terminal
  beforeEach(async () => {
    terminal = await Terminal.open(place.folder, columns, rows)
  })
  afterEach(() => terminal.close())
  const expectCursor = (isVisible: boolean) =>
    expect.poll(() => terminal.cursorIsVisible(), PATIENT).toBe(isVisible)

  test('a bar below the transcript, which alone remains', async () => {
    await terminal.run('', mnist())
    await terminal.until(screen =>
      /^Epoch \d : \d+ \/ 10000\n *\d+ % ━*─+ \d of 8 epochs\n +\d:\d\d left {3}[\d,]+ examples\/s/m.test(
        screen,
      ),
    )
    await expectCursor(false)
    await terminal.until(isOver)
    const after = await terminal.history()
    expect(after).toMatch(/(^Epoch \d : \d+ \/ 10000\n){8}Done after 8 epochs: /m)
    expect(after).toContain('code=0')
    expect(after).not.toContain('━')
    await expectCursor(true)
  })

  test('Ctrl-C saves, and leaves a terminal to go on with', async () => {
    await terminal.run('', endless())
    await terminal.until(hasBar)
    await terminal.press('C-c')
    const after = await terminal.until(isOver)
    expect(after).toContain('Stopped after ')
    expect(after).toContain('Saved ')
    expect(after).toContain('code=130')
    expect(after).not.toContain('━')
    await expectCursor(true)
  })

  test('Ctrl-Z leaves a terminal to go on with, and fg goes on', async () => {
    await terminal.run('', endless())
    await terminal.until(hasBar)
    await terminal.press('C-z')
    expect(await terminal.until(screen => screen.includes('Stopped'))).not.toContain('━')
    await expectCursor(true)
    await terminal.press('fg', 'Enter')
    await terminal.until(hasBar)
    await expectCursor(false)
    await terminal.press('C-c')
    await terminal.until(screen => screen.includes('Saved '))
  })

  test('rows that a run before left out of the scrolling when it was killed scroll again', async () => {
    const pid = `${randomUUID()}.pid`
    const next = `${process.execPath} ${CLI} ${small().join(' ')}`
    await terminal.run(`sh -c 'echo $$ > ${pid}; exec "$@"' sh`, endless(), `| cat; ${next}`)
    await terminal.until(hasBar)
    expect(await terminal.lastScrollingRow()).toBeLessThan(rows - 1)
    process.kill(Number(await readFile(join(place.folder, pid), 'utf8')), 'SIGKILL')
    // The bar of the killed run stays where it was, beside what is written there.
    await terminal.until(screen => screen.includes('code=0'))
    expect(await terminal.lastScrollingRow()).toBe(rows - 1)
  })

  test('follows a size that changed while it was stopped', async () => {
    await terminal.run('', endless())
    await terminal.until(hasBar)
    await terminal.press('C-z')
    await terminal.until(screen => screen.includes('Stopped'))
    await terminal.resize(columns - 20, rows)
    await terminal.press('fg', 'Enter')
    // As wide as the terminal; of one that is wider the rest would be in the next line.
    await terminal.until(screen => /^ +\d+ % [━─]+ +\d+ of 100,000 epochs$/m.test(screen))
    await terminal.press('C-c')
    await terminal.until(screen => screen.includes('Saved '))
  })

  test('a transcript that goes elsewhere leaves the bar on standard error', async () => {
    await terminal.run('', mnist(), '> log')
    expect(await terminal.until(hasBar)).not.toContain('Epoch ')
    expect(await terminal.until(isOver)).not.toContain('Epoch ')
    expect(await readFile(join(place.folder, 'log'), 'utf8')).toMatch(/^(Epoch \d : \d+ \/ 10000\n){8}$/)
  })

  test.each([
    ['tee', 'tee log'],
    ['a reader that is late', `while read -r line; do sleep 0.4; echo "$line"; done`],
  ])('%s shows every line of the transcript, and nothing is left of the bar', async (_, reader) => {
    await terminal.run('', mnist(), `| ${reader}`)
    await terminal.until(isOver)
    const after = await terminal.history()
    // Other lines may come between, since nobody waits for the reader.
    expect(after.match(/^Epoch \d : \d+ \/ 10000$/gm)).toHaveLength(8)
    expect(after).not.toContain('━')
  })

  test('JSON lines on a terminal are not disturbed by a bar', async () => {
    await terminal.run('', [...small(), '--json'])
    expect(await terminal.until(isOver)).not.toContain('━')
  })
})

describe('what a terminal may be', () => {
  let terminal: Terminal
  beforeEach(async () => {
    terminal = await Terminal.open(place.folder, 80, 24)
  })
  afterEach(() => terminal.close())
  const escapes = (screen: string): boolean => screen.includes('\u001B[')

  test('the bar is coloured', async () => {
    await terminal.run('', endless())
    expect(escapes(await terminal.until(hasBar, true))).toBe(true)
  })

  test('also where only standard error is a terminal', async () => {
    await terminal.run('', endless(), '> /dev/null')
    expect(escapes(await terminal.until(hasBar, true))).toBe(true)
  })

  test('NO_COLOR: the bar has no colours', async () => {
    await terminal.run('NO_COLOR=1', endless())
    expect(escapes(await terminal.until(hasBar, true))).toBe(false)
  })

  test.each(['TERM=dumb', 'CI=true'])('%s: lines only', async setting => {
    await terminal.run(setting, small())
    const screen = await terminal.until(isOver, true)
    expect(screen).toMatch(/(^Epoch \d : \d+ \/ 30\n){3}Done after 3 epochs: /m)
    expect(escapes(screen)).toBe(false)
  })

  test('a locale without Unicode gets a bar that it can show', async () => {
    await terminal.run('LANG=C LC_ALL=C', endless())
    await terminal.until(screen => / % #*-+ +\d+ of 100,000 epochs/.test(screen))
  })
})
