import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { DEATHS, expectRefusal, gradus, gradusUntil, signal as send, spawnGradus } from './gradus.ts'
import { useWorkplace } from './workplace.ts'

const place = useWorkplace()
const run = (...args: string[]) => gradus(['replicate', ...args], { cwd: place.folder })
const linesOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))

test('too-slow is NumPy to the digit, and the report says so', async () => {
  const { code, stdout, stderr } = await run('too-slow', '--epochs', '2')
  expect(stdout).toMatch(/^The experiments of the article, run again: seed 0, 2 of 30 epochs/)
  expect(stdout).toContain('too-slow: 784-15-10, eta 0.001\n')
  expect(stdout).toMatch(/^ {4}0 +816 +816 +816 +agrees/m)
  expect(stdout).toMatch(/^ {4}1 +1040 +1040 +1040 +agrees/m)
  expect(stdout).toContain('2 of 2 epochs agree with NumPy to the digit.\n')
  expect(stdout).not.toContain('\u001B')
  expect(stderr).toBe('Running too-slow\n')
  expect(code).toBe(0)
})

test('several, in the order asked for, each once, and then a summary', async () => {
  const { code, stdout, stderr } = await run('too-fast', 'baseline', 'too-fast', '--epochs', '1')
  expect(stdout.match(/^[a-z-]+: 784-.*/gm)).toEqual([
    'too-fast: 784-15-10, eta 100',
    'baseline: 784-15-10, eta 3',
  ])
  expect(stdout).toContain('Epoch 0: 958 is inside the known range, 958 alone.\n')
  expect(stdout).toMatch(/^Epoch 0: 88\d\d is inside the known range, 8806 to 8909\.$/m)
  expect(stdout).toContain('Epoch 29: not run; the known range is 9280 to 9361.\n')
  expect(stdout).toContain('All 2 experiments agree with what is known.\n')
  expect(stderr).toBe('Running too-fast\nRunning baseline\n')
  expect(code).toBe(0)
})

test('--json: one object a line, and nothing else', async () => {
  const { code, stdout, stderr } = await run('--epochs', '1', '--json')
  const lines = linesOf(stdout)
  expect(lines.map(({ name, sizes, eta, agrees }) => [name, sizes[1], eta, agrees])).toEqual([
    ['baseline', 15, 3, true],
    ['wide', 100, 3, true],
    ['too-slow', 15, 0.001, true],
    ['too-fast', 15, 100, true],
  ])
  expect(lines[1].scaled.correct[0]).toBeGreaterThan(9450)
  expect(lines[1].scaled.hardlyPredicted).toEqual([[]])
  expect(lines[2]).toMatchObject({ epochs: 1, correct: [816], known: { 0: { verdict: 'inside' } } })
  expect(lines[2].numpy).toHaveLength(30)
  for (const { sha256 } of lines) expect(sha256).toMatch(/^[0-9a-f]{64}$/)
  expect(new Set(lines.map(({ sha256 }) => sha256)).size).toBe(4)
  expect(stderr).toBe('')
  expect(code).toBe(0)
})

test('the experiments are those of MNIST, whatever GRADUS_DATA names', async () => {
  const { code, stdout, stderr } = await gradus(['replicate', 'too-slow', '--epochs', '1', '--json'], {
    cwd: place.folder,
    env: { GRADUS_DATA: 'data' },
  })
  expect(linesOf(stdout)[0].correct).toEqual([816])
  expect(stderr).toBe('GRADUS_DATA is set aside: the experiments are defined on MNIST.\n')
  expect(code).toBe(0)
})

test('both engines give the same report', async () => {
  const [one, other] = await Promise.all(
    ['auto', 'reference'].map(engine => run('too-slow', '--epochs', '1', '--engine', engine)),
  )
  expect(one).toEqual(other)
})

describe('an experiment of chapter 3', () => {
  const args = ['overfitting', '--epochs', '3', '--seeds', '3']

  test('is reported beside the book', async () => {
    const { code, stdout, stderr } = await run(...args)
    expect(stdout).toMatch(/^The experiments of the book's third chapter, run again: the seeds 0 to 2,/)
    expect(stdout).toContain(
      '\noverfitting: 784-30-10, cross-entropy, eta 0.5, the first 1,000 images, 400\n',
    )
    expect(stdout).toMatch(/^test, last epoch +82\.23 +- +- +not run$/m)
    expect(stderr).toMatch(/^(Running overfitting, no decay, seed [012]\n){3}$/)
    expect(code).toBe(0)
  })

  test('goes on after it was stopped with the runs that were done, on any number of threads', async () => {
    const whole = await run(...args, '--json', '--threads', '2')
    const [{ name, settings, agrees }] = linesOf(whole.stdout)
    expect([name, agrees, settings.length]).toEqual(['overfitting', true, 1])
    const { runs } = settings[0]
    expect(runs.map(({ spec }: { spec: object }) => spec)).toMatchObject(
      ['0', '1', '2'].map(seed => ({ seed, epochs: 3, eta: 0.5, data: { train: 1000, test: 10_000 } })),
    )
    for (const { test: counts, training } of runs) {
      expect([counts.length, counts[2] > 6000]).toEqual([3, true])
      expect([training.length, training[2] > 700]).toEqual([3, true])
    }
    const child = spawnGradus(['replicate', ...args, '--threads', '1'], { cwd: place.folder })
    let told = ''
    child.stderr?.on('data', chunk => {
      const before = told.includes('seed 1')
      told += String(chunk)
      if (!before && told.includes('seed 1')) send(child, 'SIGINT')
    })
    await once(child, 'close')
    const stopped =
      /Finished: nothing; not finished: overfitting\. (\d) runs? kept: the same command goes on/.exec(told)
    expect([child.exitCode, Number(stopped?.[1]) > 0]).toEqual([130, true])
    const rest = await run(...args, '--json', '--threads', '1')
    expect(rest.stderr).toMatch(/^Going on: [12] of 3 runs are kept in .*replicate\.json\.\n$/)
    expect([rest.code, rest.stdout]).toEqual([0, whole.stdout])
    expect(await readdir(place.folder, { recursive: true })).not.toContain('replicate.json')
  })
})

test('colours where they are forced, and NO_COLOR', async () => {
  const args = ['replicate', 'too-slow', '--epochs', '1']
  const cwd = place.folder
  const forced = await gradus(args, { cwd, env: { FORCE_COLOR: '1' } })
  expect(forced.stdout).toContain('\u001B[1mtoo-slow: 784-15-10, eta 0.001\u001B[22m\n')
  const plain = await gradus(args, { cwd, env: { NO_COLOR: '1' } })
  expect(plain.stdout).not.toContain('\u001B')
})

describe('what is wrong', () => {
  const NAMES = 'baseline, wide, too-slow, too-fast'

  test.each([
    [['fast'], "value 'fast' is invalid for argument 'experiment'", NAMES],
    [['baseline', ''], "value '' is invalid for argument 'experiment'", NAMES],
    [['--epochs', '0'], "option '--epochs <n>' argument '0' is invalid", 'whole number of at least 1'],
    [['--epochs', '31'], "option '--epochs <n>' argument '31' is invalid", 'Expected at most 30'],
    [
      ['--engine', 'gpu'],
      "option '--engine <name>' argument 'gpu' is invalid",
      'auto, simd, reference, scalar',
    ],
    [['--data', 'data'], "unknown option '--data'", 'add --help'],
    [['--seeds', '2'], "option '--seeds <n>' argument '2' is invalid", 'name one of chapter 3'],
    [['hundred', '--seeds', '0'], "option '--seeds <n>' argument '0' is invalid", 'at least 1'],
    [['hundred', '--epochs', '61'], "option '--epochs <n>' argument '61' is invalid", 'Expected at most 60'],
    [['--threads', 'x'], "option '--threads <n>' argument 'x' is invalid", 'whole number'],
  ])('%j', async (args, problem, remedy) => {
    expectRefusal(await run(...args), problem, remedy)
  })

  test('--help names the experiments, the flags and examples', async () => {
    const { code, stdout } = await run('--help')
    const names = ['baseline', 'wide', 'too-slow', 'too-fast', 'hundred', 'softmax', 'chapter3']
    for (const text of [...names, '--epochs <n>', '--seeds <n>', '--engine <name>']) {
      expect(stdout).toContain(text)
    }
    expect(stdout).toContain('Examples:\n  $ gradus replicate ')
    expect(code).toBe(0)
  })
})

describe('a run that is stopped', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s: what is finished is printed already', async (signal, code) => {
    const args = ['replicate', 'too-slow', 'wide', '--json', '--epochs', '3']
    const result = await gradusUntil(1, args, { cwd: place.folder }, child => send(child, signal))
    expect(result.stderr).toBe('Stopped. Finished: too-slow; not finished: wide.\n')
    expect(linesOf(result.stdout).map(({ name, correct }) => [name, correct])).toEqual([
      ['too-slow', [816, 1040, 1217]],
    ])
    expect(result.code).toBe(code)
  })

  test('a reader that has seen enough is no error', async () => {
    const args = ['replicate', 'too-slow', 'too-fast', 'baseline', '--json', '--epochs', '1']
    const { code, stderr } = await gradusUntil(1, args, { cwd: place.folder }, child =>
      child.stdout.destroy(),
    )
    expect(stderr).not.toContain('EPIPE')
    expect(stderr).not.toMatch(/^ +at /m)
    expect(code).toBe(141)
  })
})

test.each(DEATHS)('a training thread that %s is a failure', async (_, preload, problem) => {
  const { code, stderr } = await gradus(['replicate', 'baseline'], { cwd: place.folder, preload })
  expect(stderr).toContain(`error: The training thread died: ${problem}.\n`)
  expect(stderr).not.toMatch(/^ +at /m)
  expect(code).toBe(1)
})
