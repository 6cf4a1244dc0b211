import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { experimentOf } from '../src/replicate/page.ts'
import { gradus } from './gradus.ts'
import { Terminal } from './tmux.ts'
import { useWorkplace } from './workplace.ts'

const place = useWorkplace()

test('the four experiments, all 30 epochs, agree with what is known', async () => {
  const { code, stdout } = await gradus(['replicate'], { cwd: place.folder })
  expect(stdout).toContain('\nAll 4 experiments agree with what is known.\n')
  expect(stdout).not.toMatch(/OUTSIDE|DIFFERS/)
  expect(code).toBe(0)
  const findings = stdout.split('\n').filter(line => /the known range, |NumPy to the digit/.test(line))
  expect(findings.map(line => line.replace(/: \d{4} is/, ': N is'))).toEqual([
    'Epoch 0: N is inside the known range, 8806 to 8909.',
    'Epoch 29: N is inside the known range, 9280 to 9361.',
    'Epoch 0: N is inside the known range, 7441 to 7488.',
    'Epoch 29: N is inside the known range, 8178 to 9694.',
    '30 of 30 epochs agree with NumPy to the digit.',
    'Epochs 0 to 1: 2 of 2 counts are inside the known range, 958 alone.',
    'Epochs 2 to 29: 28 of 28 counts are inside the known range, 880 to 895.',
  ])
  const [wide = '', tooSlow = ''] = stdout.split(/^(?:wide|too-slow|too-fast): .*$/m).slice(1)
  expect(tooSlow.match(/^ +\d+ .* agrees/gm)?.map(line => line.trim().split(/ +/).slice(0, 3))).toEqual(
    experimentOf('too-slow').numpy.map((correct, epoch) => [epoch, correct, correct].map(String)),
  )
  expect(wide).toMatch(/^ {4}0 .* 3 6$/m)
  expect(wide).toMatch(/^ {3}29 .* 3$/m)
  expect(wide).toMatch(/^The digit 3 is hardly predicted in any epoch: /m)
  expect(wide).toMatch(/^The digit 6 is hardly predicted until epoch 10: /m)
  const text = wide.replaceAll('\n', ' ')
  expect(text).toContain(
    'Scaled weights wake the sleeping digits: with N(0, 1) / sqrt(inputs) every digit is',
  )
})

describe.each([
  [120, 40],
  [80, 24],
])('on a terminal of %d x %d', (columns, rows) => {
  let terminal: Terminal
  beforeEach(async () => {
    terminal = await Terminal.open(place.folder, columns, rows)
  })
  afterEach(() => terminal.close())
  const hasBar = (screen: string): boolean => screen.includes(' left ')
  const isOver = (screen: string): boolean => /^code=\d+$/m.test(screen)

  test('the experiment that runs has a bar, which is gone in the end', async () => {
    await terminal.run('', ['replicate', 'baseline', 'too-slow', '--epochs', '12'])
    await terminal.until(screen =>
      /^Experiment 2 of 2, too-slow: 784-15-10, eta 0\.001\n *\d+ % .* \d+ of 12 epochs\n +\d:\d\d left/m.test(
        screen,
      ),
    )
    const after = await terminal.until(isOver)
    expect(after).toContain('All 2 experiments agree with what is known.')
    expect(after).toContain('code=0')
    expect(after).not.toContain('━')
    expect(await terminal.cursorIsVisible()).toBe(true)
  })

  test('Ctrl-C stops, with what is finished on the terminal', async () => {
    await terminal.run('', ['replicate', 'too-slow', 'wide', '--epochs', '3'])
    await terminal.until(screen => hasBar(screen) && screen.includes('3 of 3 epochs agree'))
    await terminal.press('C-c')
    const after = await terminal.until(isOver)
    expect(after).toContain('3 of 3 epochs agree with NumPy to the digit.')
    expect(after).toContain('Stopped. Finished: too-slow; not finished: wide.')
    expect(after).toContain('code=130')
    expect(after).not.toContain('━')
    expect(await terminal.cursorIsVisible()).toBe(true)
  })

  test('reports that go elsewhere leave the bar on standard error', async () => {
    await terminal.run('', ['replicate', 'too-slow', '--epochs', '12'], '> report')
    await terminal.until(screen => hasBar(screen) && screen.includes('Experiment 1 of 1'))
    const after = await terminal.until(isOver)
    expect(after).not.toContain('agree')
    expect(after).toContain('code=0')
  })
})
