import { once } from 'node:events'
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { RandomGenerator } from '@gradus/core'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Child, expectRefusal, gradus, type Result, signal as send, spawnGradus } from './gradus.ts'
import { writeSmallData } from './small-data.ts'
import { useWorkplace } from './workplace.ts'

const place = useWorkplace()
const run = (...args: string[]) => gradus(['doctor', ...args], { cwd: place.folder, env: { LC_ALL: 'C' } })
const TABLE = ['--data', 'points.csv', '--split', '50,40,10', '--hidden', '6', '--epochs', '9']
const BUDGET = ['--budget', '120000']
const ILL = [...TABLE, '--eta', '0.001', ...BUDGET]
const HEALTHY = [...TABLE, '--eta', '3', ...BUDGET]

/** Points around three places of a plane, some of which lie nearer to another one. */
function pointsTable(): string {
  const random = new RandomGenerator(1)
  const rows = Array.from({ length: 400 }, (_, i) => {
    const angle = (2 * Math.PI * (i % 3)) / 3
    const [x, y] = [Math.cos(angle), Math.sin(angle)].map(at => at + 0.7 * random.standardNormal())
    return [x, y, 'abc'.charAt(i % 3)].join(',')
  })
  return ['x,y,class', ...rows].join('\n')
}

const reportIn = ({ stdout }: Result) => JSON.parse(stdout)

/** Runs the command of a report as it is printed, and what more is said. @returns its last epoch, and its hash */
async function trained(command: string, ...more: string[]) {
  expect(command).toMatch(/^gradus train /)
  const args = [...command.split(' ').slice(1), '--out', 'cured.safetensors', '--json', ...more]
  const { code, stdout } = await gradus(args, { cwd: place.folder })
  const events = stdout
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
  const { correct, total } = events.findLast(({ type }) => type === 'epoch').validation
  const shares = events.flatMap(({ type, validation }) =>
    type === 'epoch' ? [validation.correct / validation.total] : [],
  )
  return { code, validation: { correct, total }, shares, sha256: events.at(-1).sha256 }
}

beforeAll(() => writeFile(join(place.folder, 'points.csv'), pointsTable()))

describe('a run that is ill', () => {
  let ill: Result
  let report: ReturnType<typeof reportIn>
  beforeAll(async () => {
    ill = await run(...ILL, '--workers', '1')
    report = reportIn(await run(...ILL, '--json', '--workers', '2'))
  })

  test('has the exit code 3, and a report that begins with the cause and its cure', () => {
    expect(ill.code).toBe(3)
    const { change, validation, epochs, command } = report.causes[0].cure
    expect(ill.stdout.replaceAll(/\s+/g, ' ')).toContain(report.sentence)
    expect(report.sentence).toMatch(/^The network does not learn because eta = 0\.001 is too low: /)
    expect(ill.stdout).toContain(`\nCure: ${change}. ${validation.correct} / ${validation.total} (`)
    expect(ill.stdout).toContain(`\n${command}\n`)
    expect(ill.stdout).toMatch(/\nSeen before any training\n( {2}.*\n)* {2}Note: eta = 0\.001 is far below/)
    expect(epochs).toBe(9)
  })

  test('has the six questions in the order of the tutorial, with their answers', () => {
    const questions = ill.stdout.match(/^\d {2}(Are|Is) .*/gm)?.map(line => line.replaceAll(/ {2,}/g, ' '))
    expect(questions).toEqual([
      '1 Are weights and biases initialised so that it is hard to learn? no',
      '2 Is there too little training data? no',
      expect.stringMatching(/^3 Are there too few epochs\? (no|could not tell)$/),
      '4 Is this architecture unable to learn it? no',
      '5 Is the learning rate too high? no',
      '6 Is the learning rate too low? yes',
    ])
  })

  test('is cured by the printed command, to the digit and to the bit', async () => {
    const { command, validation, curve, sha256 } = report.causes[0].cure
    const again = await trained(command)
    expect(validation.correct).toBeLessThan(validation.total)
    expect(again).toEqual({ code: 0, validation, shares: curve, sha256 })
  })

  test('is shown in 80 columns, but for the command, in plain ASCII where nothing says more', () => {
    const lines = ill.stdout.split('\n').filter(line => !line.startsWith('gradus train '))
    expect(lines.filter(line => line.length > 80)).toEqual([])
    expect(ill.stdout).toMatch(/^[ -~\n]*$/)
    expect(ill.stdout).toMatch(/^ {2}as it is +[_.:#=+-]{9} +\d+\.\d\d %$/m)
  })

  test('is shown in colours and with small bars where the terminal has them', async () => {
    const env = { FORCE_COLOR: '3', NO_COLOR: undefined, LC_ALL: 'C.UTF-8' }
    const { stdout } = await gradus(['doctor', ...ILL], { cwd: place.folder, env })
    expect(stdout).toMatch(/ {2}as it is +\P{L}\[[\d;]+m[▁▂▃▄▅▆▇]{9}\P{L}\[/u)
  })

  test('is told phase by phase on standard error, and not beside JSON', async () => {
    expect(ill.stderr).toMatch(
      /\nExamining network 2-6-3, seed 0; examples: 200 training, 160 validation, no test\n/,
    )
    expect(ill.stderr).toMatch(
      /\nSmall experiments: \d+ trials on [\d,]+ examples\n(.*\n)*Suspects: \d+ trials/,
    )
    expect((await run(...ILL, '--json')).stderr).toBe('')
  })

  describe('as a past run', () => {
    beforeAll(async () => {
      const train = ILL.slice(0, -2)
      const files = ['--out', 'past.safetensors', '--runs', 'past']
      expect((await gradus(['train', ...train, ...files], { cwd: place.folder })).code).toBe(0)
      const spec = await gradus(['train', ...train, '--print-spec'], { cwd: place.folder })
      await writeFile(join(place.folder, 'spec.json'), spec.stdout)
      const [record = ''] = (await readdir(join(place.folder, 'past'))).filter(name => name.endsWith('.json'))
      await copyFile(join(place.folder, 'past', record), join(place.folder, 'record.json'))
    })

    test.each([
      ['last', ['last', '--runs', 'past']],
      ['its record', ['record.json']],
      ['a checkpoint', ['past.checkpoint.safetensors', '--data', 'points.csv']],
      ['a model', ['past.safetensors', '--data', 'points.csv']],
      ['a Spec', ['spec.json', '--data', 'points.csv', '--split', '50,40,10']],
    ])('by %s, has the same report, and a command that names it', async (_, subject) => {
      const past = await run(...subject, ...BUDGET, '--json')
      expect([past.stderr, past.code]).toEqual(['', 3])
      const { command, ...cure } = reportIn(past).causes[0].cure
      const { command: ofFlags, ...expected } = report.causes[0].cure
      expect(cure).toEqual(expected)
      expect(command).toMatch(/^gradus train --spec \S+ --data points\.csv /)
      expect(command).not.toBe(ofFlags)
      expect(await trained(command)).toMatchObject({ code: 0, sha256: cure.sha256 })
    })

    test('is another one with other flags', async () => {
      const { code } = await run('past.safetensors', '--data', 'points.csv', '--eta', '3', ...BUDGET)
      expect(code).toBe(0)
    })
  })
})

describe('a long past run', () => {
  const LONG = [...TABLE, '--eta', '0.02', '--epochs', '60']
  const examined = async (runs: string, ...subject: string[]) => {
    const { stdout, stderr } = await run(...subject, '--runs', runs, ...BUDGET, '--json')
    expect(stderr).toBe('')
    const folder = join(place.folder, runs, 'doctor')
    const [ledger = ''] = (await readdir(folder)).filter(name => name.endsWith('.jsonl'))
    const trained = (await readFile(join(folder, ledger), 'utf8')).split('\n').length - 1
    return {
      report: stdout.replaceAll(/"command":"[^"]*"/g, ''),
      trained,
      trials: JSON.parse(stdout).cost.trials,
    }
  }
  let fresh: Awaited<ReturnType<typeof examined>>
  beforeAll(async () => {
    for (const runs of ['kept', 'edited'])
      expect((await gradus(['train', ...LONG, '--runs', runs], { cwd: place.folder })).code).toBe(0)
    fresh = await examined('fresh', ...LONG)
    expect(fresh.trained).toBe(fresh.trials)
  })

  test('is not trained again as a whole, and has the same report to the byte', async () => {
    const { report, trained, trials } = await examined('kept', 'last')
    expect(trained).toBe(trials - 1)
    expect(report).toBe(fresh.report)
  })

  test('is trained again where its record is not of the run that is examined', async () => {
    const [name = ''] = (await readdir(join(place.folder, 'edited'))).filter(file => file.endsWith('.json'))
    const path = join(place.folder, 'edited', name)
    const record = JSON.parse(await readFile(path, 'utf8'))
    record.history[0].validation.correct--
    await writeFile(path, JSON.stringify(record))
    const { report, trained, trials } = await examined('edited', 'last')
    expect(trained).toBe(trials)
    expect(report).toBe(fresh.report)
  })
})

test('a table on the scale of another one is cured by a scale of its own, as the report says', async () => {
  const [head, ...rows] = pointsTable().split('\n')
  const far = rows.map(row => row.replaceAll(/-?\d[\d.e-]*/g, number => String(500 + 90 * Number(number))))
  await writeFile(join(place.folder, 'far.csv'), [head, ...far].join('\n'))
  const near = [...TABLE, '--eta', '3', '--out', 'near.safetensors']
  expect((await gradus(['train', ...near], { cwd: place.folder })).code).toBe(0)
  const other = ['near.safetensors', '--data', 'far.csv', '--split', '50,40,10', ...BUDGET]
  const { code, stdout } = await run(...other)
  expect([code, stdout.replaceAll(/\s+/g, ' ')]).toEqual([
    3,
    expect.stringContaining('with standardised inputs it'),
  ])
  expect(stdout).toMatch(/\nCure: standardised inputs\. (.*\n)+No flag makes this change\. (.*\n)+Tried/)
  const own = [...TABLE, ...BUDGET, '--eta', '3', '--data', 'far.csv']
  expect((await run(...own)).code).toBe(0)
})

test('a run that is healthy has the exit code 0, and no cure', async () => {
  const { code, stdout } = await run(...HEALTHY)
  expect(code).toBe(0)
  expect(stdout).toMatch(/^The network learns: /)
  expect(stdout).not.toContain('gradus train')
  expect(reportIn(await run(...HEALTHY, '--json'))).toMatchObject({ status: 'healthy', causes: [] })
})

describe('an examination that is stopped', () => {
  const LONG = [...TABLE, '--eta', '0.001', '--budget', '1000000', '--epochs', '60']

  /** Starts an examination, and calls back once when its suspects are tried. */
  async function examined(runs: string, then: (child: Child) => void): Promise<Omit<Result, 'stdout'>> {
    const child = spawnGradus(['doctor', ...LONG, '--runs', runs], { cwd: place.folder })
    let stderr = ''
    return new Promise(resolve => {
      child.stderr.on('data', chunk => {
        const before = stderr
        stderr += String(chunk)
        if (stderr.includes('\nSuspects: ') && !before.includes('\nSuspects: ')) then(child)
      })
      child.once('close', code => resolve({ code, stderr }))
    })
  }

  test.each([
    ['SIGINT', 130],
    ['SIGKILL', null],
  ] as const)('by %s goes on by the same command, and repeats nothing', async (how, code) => {
    const end = await examined(how, child => {
      if (how === 'SIGKILL') child.kill(how)
      else send(child, how)
    })
    expect(end.code).toBe(code)
    if (code !== null)
      expect(end.stderr).toMatch(
        /\nStopped after [\d,]+ examples\. No trial that was done is lost: the same command goes on\n$/,
      )
    const folder = join(place.folder, how, 'doctor')
    const [ledger = ''] = (await readdir(folder)).filter(name => name.endsWith('.jsonl'))
    const before = await readFile(join(folder, ledger), 'utf8')
    const again = await run(...LONG, '--runs', how, '--json')
    const whole = await run(...LONG, '--runs', 'whole', '--json')
    expect(again.stdout).toBe(whole.stdout)
    const after = await readFile(join(folder, ledger), 'utf8')
    const kept = before.slice(0, before.lastIndexOf('\n') + 1)
    expect(kept.split('\n').length).toBeGreaterThan(20)
    expect(after.startsWith(kept)).toBe(true)
    const keys = after
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line).key)
    expect(new Set(keys).size).toBe(keys.length)
    // The list of runs knows nothing of it.
    expect(await gradus(['runs', '--runs', how], { cwd: place.folder })).toMatchObject({
      code: 0,
      stderr: '',
    })
  })

  test('is not made by two programs at a time', async () => {
    const busy = [...TABLE, '--epochs', '90000', '--runs', 'busy']
    const child = spawnGradus(['doctor', ...busy], { cwd: place.folder })
    await new Promise<void>(resolve => {
      child.stderr.on('data', chunk => {
        if (String(chunk).includes('Small experiments: ')) resolve()
      })
    })
    const refused = await run(...busy, '--json')
    send(child, 'SIGINT')
    await once(child, 'close')
    expectRefusal(refused, "option '--runs <folder>' argument", 'wait for its end, or choose another folder')
    expect(refused.stderr).toContain(' Another examination saves there (process ')
  })
})

describe('what is wrong', () => {
  const DATA = ['--data', 'data', '--train-size', '60']
  beforeAll(async () => {
    const train = ['train', ...TABLE, '--epochs', '1', '--out', 'small.safetensors']
    expect((await gradus(train, { cwd: place.folder })).code).toBe(0)
    const rows = pointsTable().split('\n').slice(0, -30)
    await writeFile(join(place.folder, 'others.csv'), rows.join('\n'))
    await writeFile(join(place.folder, 'bad.json'), '{"eta": ')
    await writeSmallData(join(place.folder, 'single'), 1)
  })

  test.each([
    [
      'no validation data',
      ['--data', 'data', '--train-size', '90'],
      "option '--train-size <n>' argument '90'",
      'Set examples aside',
    ],
    [
      'no validation data by a split',
      [...TABLE.slice(0, 2), '--split', '90,0,10'],
      "option '--split <shares>'",
      'Set examples aside',
    ],
    [
      'data of a single class',
      ['--data', 'single', '--train-size', '60'],
      'The network has a single output',
      'at least two',
    ],
    ['a run that does not exist', ['nope'], "argument '[run]' value 'nope'", 'or last'],
    ['a file that does not exist', ['nope.json'], "argument '[run]' value 'nope.json'", 'Check the spelling'],
    ['a file that is no Spec', ['bad.json'], "argument '[run]' value 'bad.json'", 'expected a Spec'],
    [
      'a past run with other data',
      ['small.safetensors', '--data', 'others.csv'],
      "argument '[run]' value 'small.safetensors'",
      'these are 185 with hash',
    ],
    ['standard input', ['-'], "argument '[run]' value '-'", 'Save the Spec'],
    [
      'a run and a Spec',
      ['last', '--spec', 'bad.json'],
      "option '--spec <file>' cannot be used with argument '[run]'",
      '',
    ],
    ['sizes and hidden layers', [...DATA, '--sizes', '36,8,3', '--hidden', '8'], 'cannot be used with', ''],
    ['no budget', [...DATA, '--budget', '0'], "option '--budget <examples>' argument '0'", 'at least 1'],
    [
      'too small a budget',
      [...DATA, '--budget', '100'],
      "option '--budget <examples>' argument '100'",
      'expected at least 180',
    ],
    ['no workers', [...DATA, '--workers', '0'], "option '--workers <n>' argument '0'", 'at least 1'],
    ['an eta that is none', [...DATA, '--eta', '-1'], "option '--eta <rate>' argument '-1'", 'above 0'],
    ['another flag of train', [...DATA, '--out', 'x'], "unknown option '--out'", ''],
  ] as const)('%s', async (_, args, problem, remedy) => {
    const { code, stdout, stderr } = await run(...args)
    const problems = stderr.slice(stderr.indexOf('error: '))
    expectRefusal({ code, stdout, stderr: problems }, problem, remedy)
  })
})
