import { randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { EpochRecord } from '@gradus/core'
import { loadCheckpoint, loadModel } from '@gradus/core/node'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { PATIENCE, Terminal } from './tmux.ts'
import { useWorkplace } from './workplace.ts'

const place = useWorkplace()
let terminal: Terminal
let name: string
beforeEach(async () => {
  name = `run-${randomUUID()}`
  terminal = await Terminal.open(place.folder, 120, 40)
})
afterEach(() => terminal.close())

/** A run that saves to a file of its own: the one before may still be ending. */
const train = (...args: string[]): string[] => ['train', '--out', `${name}.safetensors`, ...args]
const ENDLESS = ['--epochs', '100000']
const isOver = (screen: string): boolean => /^code=\d+$/m.test(screen)
/** A screen may be read while it is being drawn: what a test asks of one, it asks of all of it at once. */
const shows =
  (...texts: readonly string[]) =>
  (screen: string): boolean =>
    texts.every(text => screen.includes(text))
/** At least two epochs are complete. */
const isTraining = (screen: string): boolean => /^Epoch +([2-9]|\d\d+) /m.test(screen)
const isPaused = (screen: string): boolean => / paused$/m.test(screen)

const PATIENT = { timeout: PATIENCE }

async function expectPrimaryScreen(): Promise<void> {
  await expect.poll(() => terminal.showsAlternateScreen(), PATIENT).toBe(false)
  await expect.poll(() => terminal.cursorIsVisible(), PATIENT).toBe(true)
}

async function expectAlternateScreen(): Promise<void> {
  await expect.poll(() => terminal.showsAlternateScreen(), PATIENT).toBe(true)
  await expect.poll(() => terminal.cursorIsVisible(), PATIENT).toBe(false)
}

describe('the dashboard on a terminal', () => {
  test('shows a run, stays when it is over, and leaves the terminal as it was', async () => {
    await terminal.run('', train('--epochs', '20'))
    await terminal.until(isTraining)
    await expectAlternateScreen()
    const over = await terminal.until(
      shows(
        '784 inputs, 15 hidden, 10 outputs',
        'The run is over',
        `evaluate ${name}.safetensors`,
        'Epoch 19  100 %',
        'Run       100 %',
      ),
    )
    expect(over).toMatch(/^Epoch 19 +100 % .*50,000 of 50,000/m)
    expect(over).toMatch(/^Run +100 % .*20 of 20 epochs/m)
    // Nothing is saved any more: no lock shows beside the model, however long somebody looks.
    const locks = async (): Promise<string[]> =>
      (await readdir(place.folder)).filter(file => file.endsWith('.lock'))
    await expect.poll(locks, PATIENT).toEqual([])
    await terminal.press('2')
    await terminal.until(shows('recall', 'The run is over'))
    // The pixels came at the end: now there is no thread that could be asked for them.
    await terminal.press('3')
    await terminal.until(screen => /misclassified after epoch 19[\s\S]*[▀▄█]{3}/.test(screen))
    await terminal.press('7', 'Right')
    await terminal.until(shows('example #1 of', 'after 20 epochs', 'layer 1: 15 sigmoid'))
    await terminal.press('2')
    await terminal.until(shows('recall', 'The run is over'))
    await terminal.press('Up', '?')
    await terminal.until(shows('Shift-Tab', 'look around'))
    await terminal.press('Escape')
    await terminal.until(shows('recall', 'The run is over'))
    await terminal.press('Enter')
    const after = await terminal.until(isOver)
    expect(after).toMatch(/Done after 20 epochs: .*\n/)
    expect(after).toContain(`Saved `)
    expect(after).toContain('code=0')
    await expectPrimaryScreen()
    await loadModel(join(place.folder, `${name}.safetensors`))
  })

  test('shows the images that the network was just shown, where they are augmented', async () => {
    await terminal.run(
      '',
      train(...ENDLESS, '--recipe', 'modern', '--augment', 'affine', '--sizes', '784,15,10'),
    )
    await terminal.until(screen =>
      /Mini-batch cost[\s\S]*\nJust shown {2}training images,[^\n]*\n[^0-9]*[▀▄█]{2}/.test(screen),
    )
    await terminal.press('Space', 'Right')
    // After each step they are those before the place at which the run stands still.
    const place = (screen: string): string | undefined =>
      / paused$/m.test(screen)
        ? /([\d,]+) of 50,000 examples[\s\S]*\nJust shown .* and \1 of 50,000/.exec(screen)?.[1]
        : undefined
    await terminal.until(isPaused)
    await terminal.press('n')
    // A terminal may be looked at while it is drawn: the labels come last.
    const page = await terminal.until(screen => place(screen) !== undefined && /^\d( +\d){2,}/m.test(screen))
    expect(page).toMatch(/^Above as they are in the data, .*rotate=12/m)
    await terminal.press('n')
    await terminal.until(screen => ![undefined, place(page)].includes(place(screen)))
    await terminal.press('q')
    await terminal.until(isOver)
  })

  test('--exit leaves at once', async () => {
    await terminal.run('', train('--epochs', '2', '--exit'))
    expect(await terminal.until(isOver)).toContain('code=0')
    await expectPrimaryScreen()
  })

  test('every view is a key away', async () => {
    await terminal.run('', train(...ENDLESS))
    await terminal.until(isTraining)
    for (const [key, text] of [
      ['2', 'recall'],
      ['3', 'misclassified'],
      ['3', '▀▀▀'],
      ['4', 'weights into'],
      ['c', 'change since the initial weights'],
      ['5', 'gradient'],
      ['6', 'the newest on page 1'],
      ['7', 'layer 1: 15 sigmoid'],
      ['Right', 'test example #1 of'],
      ['?', 'Shift-Tab'],
      ['1', 'Mini-batch cost'],
    ] as const) {
      await terminal.press(key)
      await terminal.until(shows(text))
    }
    await terminal.press('q')
    await terminal.until(isOver)
  })

  test('answers keys also where thousands of epochs a second are over', async () => {
    await terminal.run('', train('--data', 'data', '--sizes', '36,8,3', '--epochs', '10000000'))
    // Until then more of them would have piled up than could be shown in minutes.
    await terminal.until(screen => /^Epoch \d{5,} /m.test(screen))
    for (const [key, text] of [
      ['6', 'the newest on page 1'],
      ['2', 'recall'],
    ] as const) {
      await terminal.press(key)
      await terminal.until(shows(text))
    }
    await terminal.press('q')
    expect(await terminal.until(isOver)).toContain('code=0')
  })

  test('q finishes the mini-batch, saves, and says where', async () => {
    await terminal.run('', train(...ENDLESS))
    await terminal.until(isTraining)
    await terminal.press('q')
    const after = await terminal.until(isOver)
    expect(after).toContain('Stopped after ')
    expect(after).toContain(`${name}.safetensors`)
    expect(after).toContain('Go on with: ')
    expect(after).toContain('code=0')
    await expectPrimaryScreen()
    await loadCheckpoint(join(place.folder, `${name}.checkpoint.safetensors`))
  })

  test('Ctrl-C does the same, with the exit code of an interrupt', async () => {
    await terminal.run('', train(...ENDLESS))
    await terminal.until(isTraining)
    await terminal.press('C-c')
    expect(await terminal.until(isOver)).toContain('code=130')
    await expectPrimaryScreen()
  })

  test('paused means that nothing moves; steps, and goes on', async () => {
    await terminal.run('', train(...ENDLESS, '--no-checkpoint'))
    await terminal.until(isTraining)
    await terminal.press('Space')
    await terminal.until(isPaused)
    const still = await terminal.untilStill(1500)
    await terminal.press('n')
    await terminal.until(screen => screen !== still && isPaused(screen))
    await terminal.press('Space')
    await terminal.until(screen => !isPaused(screen) && isTraining(screen))
    await terminal.press('q')
    await terminal.until(isOver)
  })

  test('a run whose eta was changed by hand can be repeated to the bit', async () => {
    await terminal.run('', train('--epochs', '20', '--sizes', '784,30,10', '--exit'))
    await terminal.until(shows('Training begins'))
    await terminal.press('Space')
    await terminal.until(isPaused)
    await terminal.press('Up')
    await terminal.until(shows('eta 3, next 3.75'))
    await terminal.press('Space')
    await terminal.until(isOver)
    await terminal.run('', [
      ...['train', '--plain', '--out', `${name}-again.safetensors`],
      ...['--replay', `${name}.checkpoint.safetensors`],
    ])
    expect(await terminal.until(isOver)).toContain('Done after 20 epochs')
    const [first, again] = await Promise.all(
      [name, `${name}-again`].map(async each => {
        const { network } = await loadModel(join(place.folder, `${each}.safetensors`))
        return network.sha256()
      }),
    )
    const { progress } = await loadCheckpoint(join(place.folder, `${name}.checkpoint.safetensors`))
    expect(progress.spec.etaChanges).toMatchObject([{ eta: 3.75 }])
    expect(again).toBe(first)
  })

  test('r begins again with the same weights', async () => {
    await terminal.run('', train(...ENDLESS, '--no-checkpoint'))
    await terminal.until(isTraining)
    await terminal.press('Space')
    await terminal.until(isPaused)
    await terminal.press('r')
    await terminal.press('6')
    await terminal.until(shows('Back to the initial weights'))
    await terminal.press('q')
    expect(await terminal.until(isOver)).toContain('Stopped after 0 epochs')
  })

  test('x writes the view and the history', async () => {
    await terminal.run('', train(...ENDLESS))
    await terminal.until(isTraining)
    await terminal.press('2')
    await terminal.until(shows('recall'))
    await terminal.press('x')
    await terminal.until(shows('.svg'))
    await terminal.press('q')
    await terminal.until(isOver)
    const files = (await readdir(place.folder)).filter(file => file.startsWith(name))
    const svg = files.find(file => file.endsWith('.svg')) ?? ''
    expect(await readFile(join(place.folder, svg), 'utf8')).toMatch(/^<svg [\s\S]*recall[\s\S]*<\/svg>\s*$/)
    expect(files.some(file => file.endsWith('.csv'))).toBe(true)
    expect(files.some(file => file.endsWith('.json'))).toBe(true)
  })

  test('Ctrl-Z gives the shell back, and fg goes on', async () => {
    await terminal.run('', train(...ENDLESS, '--no-checkpoint'))
    await terminal.until(isTraining)
    await terminal.press('C-z')
    await terminal.until(shows('Stopped'))
    await expectPrimaryScreen()
    await terminal.press('fg', 'Enter')
    await terminal.until(isTraining)
    await expectAlternateScreen()
    await terminal.press('q')
    await terminal.until(isOver)
    await expectPrimaryScreen()
  })

  test('Ctrl-Z stops a wrapper too, and what passes meanwhile is no time of training', async () => {
    const wrapper = new URL('wrapper.mjs', import.meta.url).pathname
    const start = performance.now()
    let stopped = 0
    await terminal.run(`${process.execPath} ${wrapper}`, train(...ENDLESS, '--no-checkpoint'))
    await terminal.until(isTraining)
    for (let i = 0; i < 6; i++) {
      await terminal.press('C-z')
      await terminal.until(shows('Stopped'))
      await expectPrimaryScreen()
      const since = performance.now()
      await new Promise(resolve => setTimeout(resolve, 1000))
      stopped += performance.now() - since
      await terminal.press('fg', 'Enter')
      await terminal.until(isTraining)
      await expectAlternateScreen()
    }
    await terminal.press('x')
    await terminal.until(shows('Wrote '))
    const passed = performance.now() - start
    await terminal.press('q')
    await terminal.until(shows('sha256 '))
    await expectPrimaryScreen()
    // The exported files are named again where that can be copied.
    const isWritten = shows('Wrote ', `${name}.history.json`, 'sha256 ')
    // The terminal breaks the long line, within a name too.
    await terminal.until(screen => isWritten(screen.replaceAll('\n', '')))
    const history = JSON.parse(await readFile(join(place.folder, `${name}.history.json`), 'utf8'))
    const worked = history.reduce(
      (sum: number, epoch: EpochRecord) => sum + epoch.trainSeconds + epoch.evaluateSeconds,
      0,
    )
    expect(1000 * worked).toBeLessThan(passed - stopped)
  })

  test('follows a size that changed while it was stopped', async () => {
    await terminal.run('', train(...ENDLESS, '--no-checkpoint'))
    await terminal.until(isTraining)
    await terminal.press('Space')
    await terminal.until(isPaused)
    await terminal.press('C-z')
    await terminal.until(shows('Stopped'))
    await terminal.resize(90, 28)
    await terminal.press('fg', 'Enter')
    // The terminal would break every line of a frame that is too wide, and show only its end.
    await terminal.until(screen => screen.startsWith('784 inputs') && isPaused(screen))
    await terminal.press('q')
    await terminal.until(isOver)
    await expectPrimaryScreen()
  })

  test('follows the size of the terminal, and says when it is too small', async () => {
    await terminal.run('', train(...ENDLESS, '--no-checkpoint'))
    await terminal.until(isTraining)
    await terminal.resize(60, 15)
    await terminal.until(shows('The dashboard needs 80 x 24'))
    await terminal.resize(80, 24)
    // From the first line to the last: of a frame for another size there would be a part, or broken lines.
    await terminal.until(screen =>
      /^784 inputs, 15 hidden, 10 outputs [\s\S]*\n\[1 overview\][\s\S]*\nspace pause [^\n]*$/.test(screen),
    )
    await terminal.press('q')
    await terminal.until(isOver)
    await expectPrimaryScreen()
  })

  test('a signal saves, and gives the terminal back', async () => {
    await terminal.run('', train(...ENDLESS))
    await terminal.until(isTraining)
    await terminal.press('C-z')
    await terminal.until(shows('Stopped'))
    // Not the shell's own kill: that would also let the program go on, in the background.
    await terminal.press('env kill -TERM $(jobs -p); fg', 'Enter')
    const after = await terminal.until(shows('sha256 '))
    expect(after).toContain('Stopped after ')
    await expectPrimaryScreen()
  })
})

test('a training thread that dies is reported, with its last checkpoint', async () => {
  const preload = new URL('die.mjs', import.meta.url).href
  const dies = `DIES_AFTER=checkpointed NODE_OPTIONS=--import=${preload}`
  await terminal.run(dies, train(...ENDLESS))
  await terminal.until(shows('out of luck', 'The run is over'))
  await terminal.press('Enter')
  const after = await terminal.until(isOver)
  expect(after).toContain('error: The training thread died: out of luck.')
  expect(after).toMatch(/The last checkpoint is of (epoch )?\d+/)
  expect(after).toContain('code=1')
  await expectPrimaryScreen()
})

describe('where there is no dashboard', () => {
  test.each(['TERM=dumb', 'CI=true'])('%s: lines only', async setting => {
    await terminal.run(setting, train('--epochs', '1'))
    expect(await terminal.until(isOver)).toContain('Epoch 0 : ')
  })

  test('--plain: the bar', async () => {
    await terminal.run('', train(...ENDLESS, '--plain', '--no-checkpoint'))
    await terminal.until(shows(' left '))
    expect(await terminal.showsAlternateScreen()).toBe(false)
    await terminal.press('C-c')
    await terminal.until(isOver)
  })

  test('NO_COLOR: the dashboard without colours', async () => {
    await terminal.run('NO_COLOR=1', train(...ENDLESS, '--no-checkpoint'))
    const screen = await terminal.until(isTraining, true)
    expect(screen).not.toContain('\u001B[3')
    await terminal.press('q')
    await terminal.until(isOver)
  })

  test('a locale without Unicode gets what it can show', async () => {
    await terminal.run('LANG=C LC_ALL=C', train(...ENDLESS, '--no-checkpoint'))
    const screen = await terminal.until(isTraining)
    // biome's regular expressions know no range of ASCII by name.
    expect([...screen].every(character => (character.codePointAt(0) ?? 0) < 128)).toBe(true)
    await terminal.press('q')
    await terminal.until(isOver)
  })
})
