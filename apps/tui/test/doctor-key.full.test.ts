import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { copyFile, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { gradus } from './gradus.ts'
import { PATIENCE, Terminal } from './tmux.ts'
import { useWorkplace } from './workplace.ts'

const place = useWorkplace()
let terminal: Terminal
beforeEach(async () => {
  await copyFile(
    join(import.meta.dirname, '..', '..', '..', 'docs', 'flowers.csv'),
    join(place.folder, 'f.csv'),
  )
  terminal = await Terminal.open(place.folder, 80, 24)
})
afterEach(() => terminal.close())

const PATIENT = { timeout: PATIENCE }
const FLOWERS = ['train', '--data', 'f.csv', '--hidden', '8']
/** A run that is over at once, and one that takes seconds: its examination takes many more. */
const SHORT = [...FLOWERS, '--eta', '0.001', '--epochs', '9', '--out', 'short.safetensors']
const LONG = [...FLOWERS, '--eta', '0.0001', '--epochs', '4000', '--out', 'long.safetensors']
/** A run that a key ends; each saves to files of its own, since the one before may still be ending. */
const endless = (...flags: readonly string[]): string[] => [
  ...[
    ...FLOWERS,
    '--eta',
    '0.0001',
    '--epochs',
    '100000000',
    '--out',
    `${randomUUID()}.safetensors`,
    ...flags,
  ],
]

const shows =
  (...texts: readonly string[]) =>
  (screen: string): boolean =>
    texts.every(text => screen.includes(text))
const isOver = (screen: string): boolean => /^code=\d+$/m.test(screen)
const isTraining = (screen: string): boolean => /^Epoch +([2-9]|\d[\d,]+) /m.test(screen)
const isInTrials = (screen: string): boolean => /small experiments: [1-9]\d* of \d+ trials/.test(screen)
const hashIn = (text: string): string | undefined => /^sha256 ([0-9a-f]{64})/m.exec(text)?.[1]

/** Processes of this program that examine a run. */
async function examiners(): Promise<string[]> {
  const { stdout } = await promisify(execFile)('ps', ['-e', '-o', 'pid=,args='])
  const module = join(import.meta.dirname, '..', 'dist', 'doctor-process.js')
  return stdout.split('\n').filter(line => line.includes(module))
}

const DOCTOR = () => join(place.folder, 'state', 'gradus', 'runs', 'doctor')

/** Nothing of an examination is left but the ledger. */
async function expectNothingLeft(): Promise<void> {
  await expect.poll(examiners, PATIENT).toEqual([])
  expect(await readdir(DOCTOR())).toEqual([expect.stringMatching(/^[0-9a-f]{16}\.jsonl$/)])
}

async function trialsKept(): Promise<number> {
  const [ledger = ''] = await readdir(DOCTOR())
  return (await readFile(join(DOCTOR(), ledger), 'utf8')).split('\n').filter(line => line !== '').length
}

test('a run that is over: the report on its pages, the word in the other views, and the command in the end', async () => {
  await terminal.run('', SHORT)
  await terminal.until(shows('The run is over'))
  await terminal.press('d')
  const report = await terminal.until(shows('Doctor  done', 'page 1 of'))
  expect(report.replaceAll(/\s+/g, ' ')).toContain(
    'The network does not learn because eta = 0.001 is too low: ',
  )
  await terminal.press('Right', 'Right')
  await terminal.until(
    shows('gradus train --data f.csv --hidden 8 --eta 3 --epochs 9 --seed 0', 'page 3 of 3'),
  )
  await terminal.press('d')
  await terminal.until(shows('[1 overview]', 'doctor: eta too low, press d'))
  await terminal.press('d')
  await terminal.until(shows('page 3 of 3'))
  await terminal.press('6')
  await terminal.until(shows('[6 log]', 'Alarm: Doctor: The network does not learn'))
  await terminal.press('Enter')
  const after = await terminal.until(isOver)
  expect(after).toContain('code=0')
  expect(after).toMatch(/^gradus train --data f\.csv --hidden 8 --eta 3 --epochs 9 --seed 0$/m)
  await expectNothingLeft()
  const trials = await trialsKept()
  const state = { XDG_STATE_HOME: join(place.folder, 'state') }
  const last = await gradus(['doctor', 'last'], { cwd: place.folder, env: state })
  expect(last.stdout.replaceAll(/\s+/g, ' ')).toContain('eta = 0.001 is too low: ')
  expect(await trialsKept()).toBe(trials)
})

test('a run has the same bits with an examination beside it and without one', async () => {
  const alone = await gradus([...LONG, '--no-runs', '--no-checkpoint'], { cwd: place.folder })
  await terminal.run('', LONG)
  await terminal.until(isTraining)
  await terminal.press('d')
  await terminal.until(shows('Doctor  running', 'Training goes on.'))
  await terminal.until(screen => isInTrials(screen) && screen.includes('The run is over'))
  await terminal.press('q')
  const after = await terminal.until(isOver)
  expect(hashIn(after)).toBeDefined()
  expect(hashIn(after)).toBe(hashIn(alone.stderr))
  await expectNothingLeft()
})

describe('an examination of a run that goes on', () => {
  beforeEach(async () => {
    await terminal.run('', endless())
    await terminal.until(isTraining)
    await terminal.press('d')
    await terminal.until(isInTrials)
  })

  test('is stopped by Escape and goes on by d, while the run does', async () => {
    await terminal.press('Escape')
    await terminal.until(
      shows('Doctor  stopped', 'No trial that was done is lost', 'Training goes on.', ' training'),
    )
    await expectNothingLeft()
    await terminal.press('d')
    await terminal.until(isInTrials)
    await terminal.press('2')
    await terminal.until(screen => /^doctor: \d+ of \d+ trials {3}space pause/m.test(screen))
    await terminal.press('q')
    expect(await terminal.until(isOver)).toContain('code=0')
    await expectNothingLeft()
  })

  test('outlives a terminal that is too small for a moment, and keys in any order', async () => {
    await terminal.resize(50, 15)
    await terminal.until(shows('The dashboard needs 80 x 24', 'doctor:'))
    await terminal.resize(120, 40)
    for (const key of ['d', 'd', 'd', '?', 'd', 'Right', 'Left', 'x']) {
      await terminal.press(key)
      // Keys that come at once are taken for a paste.
      await delay(300)
    }
    await terminal.until(shows('Wrote ', '.doctor.svg'))
    await terminal.press('q')
    expect(await terminal.until(isOver)).toContain('code=0')
    await expectNothingLeft()
  })

  test.each([
    ['Ctrl-C', 1],
    ['Ctrl-C twice', 2],
  ])('ends with the dashboard by %s', async (_, times) => {
    for (let i = 0; i < times; i++) {
      await terminal.press('C-c')
      // A key that comes sooner is taken for an echo.
      await delay(150)
    }
    await terminal.until(screen => screen.endsWith('\n$'))
    expect(await terminal.showsAlternateScreen()).toBe(false)
    expect(await terminal.cursorIsVisible()).toBe(true)
    await expectNothingLeft()
  })

  test('ends though the dashboard is killed', async () => {
    const [line = ''] = await examiners()
    const { stdout } = await promisify(execFile)('ps', ['-o', 'ppid=', '-p', line.trim().split(' ')[0] ?? ''])
    process.kill(Number(stdout), 'SIGKILL')
    await terminal.until(isOver)
    await expectNothingLeft()
    expect(await trialsKept()).toBeGreaterThan(1)
  })
})

test('a run without validation data, and data that are gone meanwhile: a sentence, and the run goes on', async () => {
  await terminal.run('', endless('--split', '90,0,10'))
  await terminal.until(isTraining)
  await terminal.press('d')
  await terminal.until(shows('Doctor  failed', 'There are no validation data', 'Training goes on.'))
  await terminal.press('q')
  await terminal.until(isOver)
  await terminal.run('', endless())
  await terminal.until(isTraining)
  await copyFile(
    join(place.folder, 'data', (await readdir(join(place.folder, 'data')))[0] ?? ''),
    join(place.folder, 'f.csv'),
  )
  await terminal.press('d')
  await terminal.until(shows('Doctor  failed', 'd tries again', 'Training goes on.'))
  await terminal.press('d')
  await terminal.until(shows('Doctor  failed', 'd tries again'))
  await terminal.press('q')
  expect(await terminal.until(isOver)).toContain('code=0')
})
