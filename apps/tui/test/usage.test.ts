import { truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import packageJson from '../package.json' with { type: 'json' }
import { DEATHS, expectRefusal, gradus } from './gradus.ts'
import { writeSmallData } from './small-data.ts'
import { SMALL, useWorkplace } from './workplace.ts'

const place = useWorkplace()
const run = (...args: string[]) => gradus(args, { cwd: place.folder })

describe('help', () => {
  test.each([[[]], [['--help']], [['-h']], [['help']]])('gradus %j lists the commands', async args => {
    const { code, stdout, stderr } = await run(...args)
    expect(stdout).toMatch(/^Usage: gradus /)
    expect(stdout).toMatch(/^ {2}train /m)
    expect(stderr).toBe('')
    expect(code).toBe(0)
  })

  test.each([[['train', '--help']], [['help', 'train']]])(
    'gradus %j lists the flags, with examples',
    async args => {
      const { code, stdout } = await run(...args)
      for (const flag of [
        ...['--sizes', '--epochs', '--mini-batch-size', '--eta', '--seed', '--train-size', '--data'],
        ...[
          '--engine',
          '--precision',
          '--out',
          '--checkpoint',
          '--no-checkpoint',
          '--checkpoint-seconds',
          '--resume',
        ],
        ...['--no-test', '--json'],
      ]) {
        expect(stdout).toMatch(new RegExp(`^ {2}${flag} `, 'm'))
      }
      expect(stdout).toContain('Examples:\n  $ gradus train ')
      expect(code).toBe(0)
    },
  )

  test('the version', async () => {
    expect(await run('--version')).toEqual({ code: 0, stdout: `${packageJson.version}\n`, stderr: '' })
  })
})

describe('a wrong flag or value', () => {
  const whole = 'Expected a whole number of at least 1'
  const positive = 'Expected a finite number above 0'

  test.each([
    [['trian'], "unknown command 'trian'", 'Did you mean train?'],
    [
      ['bundle', 'gradus.safetensors', '--out', 'here'],
      "unknown command 'bundle': only the repository of Gradus has what it builds from.",
      'Run `pnpm bundle <model>` in a copy of the repository.',
    ],
    [['train', '--epoch', '3'], "unknown option '--epoch'", 'Did you mean --epochs?'],
    [['train', '--what'], "unknown option '--what'", ''],
    [['train', 'mnist'], "too many arguments for 'train'", ''],
    [['train', '--epochs'], "option '--epochs <n>' argument missing", ''],
    [['train', '--epochs', '0'], "option '--epochs <n>' argument '0' is invalid", whole],
    [['train', '--epochs=-3'], "option '--epochs <n>' argument '-3' is invalid", whole],
    [['train', '--mini-batch-size', '1.5'], "'--mini-batch-size <n>' argument '1.5' is invalid", whole],
    [['train', '--train-size', 'all'], "'--train-size <n>' argument 'all' is invalid", whole],
    [['train', '--eta', '-3'], "option '--eta <rate>' argument '-3' is invalid", positive],
    [['train', '--eta', 'NaN'], "option '--eta <rate>' argument 'NaN' is invalid", positive],
    [['train', '--sizes', '784'], "option '--sizes <list>' argument '784' is invalid", 'such as 784,15,10'],
    [['train', '--seed', '-1'], "option '--seed <seed>' argument '-1' is invalid", 'of at least 0'],
    [
      ['train', '--engine', 'gpu'],
      "option '--engine <name>' argument 'gpu' is invalid",
      'auto, simd, reference, scalar',
    ],
    [['train', '--precision', 'half'], "'--precision <name>' argument 'half' is invalid", 'float64, float32'],
    [['train', '--out', 'no/x'], "option '--out <file>' argument '", 'There is no folder'],
    [
      ['train', '--against', '9f9f', '--runs', 'no'],
      "option '--against <run>' argument '9f9f'",
      'No runs are kept',
    ],
    [['train', '--against', 'no.json'], "option '--against <run>' argument 'no.json'", 'no such file'],
    [['train', '--out', 'data'], "option '--out <file>' argument '", 'It is a folder'],
    [['train', '--out', ''], "option '--out <file>' argument '' is invalid", 'Expected a path'],
    [['train', '--checkpoint', 'no/x'], "option '--checkpoint <file>' argument '", 'There is no folder'],
    [
      ['train', '--out', 'a', '--checkpoint', './a'],
      "option '--checkpoint <file>' argument '",
      'The model goes there (--out <file>): expected another file',
    ],
    [['train', '--checkpoint-seconds', '0'], "'--checkpoint-seconds <s>' argument '0' is invalid", positive],
    [
      ['train', '--resume', 'no/x'],
      "option '--resume <file>' argument '",
      'It is not named like a checkpoint',
    ],
    [
      ['train', '--resume', 'no/x', '--out', 'y'],
      "option '--resume <file>' argument '",
      'There is no folder',
    ],
    [
      ['train', '--resume', 'z', '--out', './z'],
      "option '--out <file>' argument '",
      'The run goes on from there',
    ],
    [
      ['train', '--out', 'data/t10k-labels-idx1-ubyte.gz'],
      "'--out <file>' argument '",
      'cannot be read as a model',
    ],
    [
      ['train', '--data', 'no'],
      "option '--data <path>' argument '",
      'There are no data: expected a folder with a folder of pictures a class',
    ],
  ])('%j', async (args, problem, remedy) => {
    expectRefusal(await run(...args), problem, remedy)
  })

  test.each([
    [['--sizes', '784,8,10'], "'--sizes <list>' argument '784,8,10' is invalid", 'such as 36,8,3'],
    [
      ['--sizes', '36,8,10'],
      "'--sizes <list>' argument '36,8,10' is invalid",
      '36 pixels an image and 3 classes',
    ],
    [['--train-size', '91'], "'--train-size <n>' argument '91' is invalid", '1..90'],
    [['--eta', '1e-323'], "'--eta <rate>' argument '1e-323' is invalid", 'Make eta larger'],
    [
      ['--checkpoint', 'data/t10k-labels-idx1-ubyte.gz'],
      "'--checkpoint <file>' argument '",
      'There is a file that cannot be read as a checkpoint',
    ],
  ])('that only the data tell: %j', async (args, problem, remedy) => {
    const { code, stdout, stderr } = await run(...SMALL, ...args)
    expect(stderr).toContain(problem)
    expect(stderr).toContain(remedy)
    expect(stdout).toBe('')
    expect(code).toBe(2)
  })
})

describe('what fails without a flag to blame', () => {
  test('a damaged file', async () => {
    const folder = join(place.folder, 'damaged')
    await writeSmallData(folder)
    await truncate(join(folder, 'train-images-idx3-ubyte.gz'), 60)
    const { code, stdout, stderr } = await run(...SMALL, '--data', folder)
    expect(stderr).toMatch(/^error: .*train-images-idx3-ubyte\.gz.*\n$/)
    expect(stdout).toBe('')
    expect(code).toBe(1)
  })

  test('a folder in GRADUS_DATA that is not there', async () => {
    const { code, stderr } = await gradus(['train'], { cwd: place.folder, env: { GRADUS_DATA: 'nowhere' } })
    expect(stderr).toMatch(/^error: \S+nowhere is missing: expected /)
    expect(code).toBe(1)
  })

  test.each(DEATHS)('a training thread that %s', async (_, preload, problem) => {
    const run = [...SMALL, '--epochs', '1000000000', '--no-test']
    const result = await gradus(run, { cwd: place.folder, preload })
    expect(result.stderr).toContain(`error: The training thread died: ${problem}`)
    expect(result.code).toBe(1)
  })

  test('a training thread that dies once it has told of an epoch', async () => {
    const preload = new URL('die.mjs', import.meta.url).href
    const options = { cwd: place.folder, preload, env: { DIES_AFTER: 'epoch' } }
    const { code, stdout, stderr } = await gradus([...SMALL, '--epochs', '20000', '--json'], options)
    expect(stdout).toContain('"type":"epoch"')
    expect(stderr).toContain('error: The training thread died: out of luck.')
    expect(code).toBe(1)
  })
})
