import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { listRuns } from '../src/history/list-runs.ts'
import type { Run } from '../src/history/run.ts'
import { type Child, gradus, type Options, type Result, spawnGradus } from './gradus.ts'
import { SMALL, useWorkplace } from './workplace.ts'

const place = useWorkplace()
const PATIENCE = { timeout: 100_000, interval: 100 }

const run = (args: readonly string[], env: Options['env'] = {}): Promise<Result> =>
  gradus(args, { cwd: place.folder, env: { LC_ALL: 'C.UTF-8', ...env } })

/** Trains, and keeps the run in this folder. */
const train = (runs: string, ...args: string[]): Promise<Result> =>
  run([...SMALL, '--runs', runs, '--out', `${runs}.safetensors`, ...args])

const keptIn = async (runs: string): Promise<Run[]> => [...(await listRuns(join(place.folder, runs))).runs]

const ended: (() => void)[] = []
afterEach(() => {
  for (const end of ended.splice(0)) end()
})

/** Stops a run where the system can, as Ctrl-Z does: it goes on for others, and leaves them the processor. */
function suspend(child: Child): void {
  if (process.platform !== 'win32') child.kill('SIGSTOP')
}

/**
 * A run that is going on, once its record satisfies a condition. Its epochs are long, so that there are not
 * many thousands to read.
 */
async function running(runs: string, isReady: (run: Run) => boolean) {
  const args = [...SMALL, '--sizes', '36,2000,3', '--epochs', '1000000000']
  const files = ['--runs', runs, '--out', `${runs}.safetensors`]
  const child = spawnGradus([...args, ...files], { cwd: place.folder })
  const closed = new Promise(resolve => child.once('close', resolve))
  const kill = (): void => {
    child.kill('SIGKILL')
  }
  ended.push(kill)
  await vi.waitFor(async () => expect((await keptIn(runs)).some(isReady)).toBe(true), PATIENCE)
  suspend(child)
  return async () => {
    kill()
    await closed
  }
}

describe('gradus runs', () => {
  beforeAll(async () => {
    for (const args of [
      ['--eta', '3'],
      ['--eta', '0.5', '--no-test'],
      ['--eta', '1', '--epochs', '2'],
    ]) {
      expect((await train('list', ...args)).code).toBe(0)
    }
  })

  test('says where runs are kept, and how to make one, where there are none', async () => {
    const folder = join(place.folder, 'state', 'gradus', 'runs')
    expect(await run(['runs'])).toEqual({
      code: 0,
      stdout: `No runs are kept in ${folder} yet.\nMake one with: gradus train --epochs 3\nEvery run of train is kept there; another folder can be named by --runs.\n`,
      stderr: '',
    })
    expect(await run(['runs', '--json'])).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  test('lists them, the newest first', async () => {
    const { code, stdout, stderr } = await run(['runs', '--runs', 'list'])
    const [header, ...lines] = stdout.trimEnd().split('\n')
    // The number of columns that fit depends on the results of the runs.
    expect(header).toMatch(/^run +network +epochs +eta .*best .* result +verdict +work$/)
    expect(lines).toEqual([
      expect.stringMatching(
        /^\d{8}-\d{6}-[0-9a-f]{4} +36-8-3 +2\/2 +1 .*\d+\.\d\d % .* done +[a-z-]+ +\d\.\d s$/,
      ),
      expect.stringMatching(/ 36-8-3 +3\/3 +0\.5 .*\d+\.\d\d % \* .* done /),
      expect.stringMatching(/ 36-8-3 +3\/3 +3 .*\d+\.\d\d % .* done /),
      '* on the validation images',
    ])
    expect([code, stderr]).toEqual([0, ''])
  })

  test('as many as are asked for', async () => {
    const { stdout } = await run(['runs', '--runs', 'list', '--limit', '1'])
    expect(stdout.split('\n')).toHaveLength(4)
    expect(stdout).toContain('and 2 older: --limit 3 shows all\n')
  })

  test('in JSON, one object a line', async () => {
    const { stdout, stderr } = await run(['runs', '--runs', 'list', '--json'])
    const runs = stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(runs.map(({ spec }) => spec.eta)).toEqual([1, 0.5, 3])
    expect(runs[0]).toMatchObject({
      spec: {
        ...{ sizes: [36, 8, 3], epochs: 2, miniBatchSize: 10, seed: '0', precision: 'float64' },
        data: { train: 75, validation: 15, test: 30 },
      },
      folder: join(place.folder, 'data'),
      result: { status: 'done', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      scores: { set: 'test', best: { total: 30 }, last: { epoch: 1 } },
      model: join(place.folder, 'list.safetensors'),
    })
    expect(runs[0].history).toHaveLength(2)
    expect(runs[1].spec.data.test).toBeUndefined()
    expect(stderr).toBe('')
    const limited = await run(['runs', '--runs', 'list', '--json', '--limit', '2'])
    expect(limited.stdout.trimEnd().split('\n')).toHaveLength(2)
  })

  test('shows one in full, with its curves, whatever it is called by', async () => {
    const [newest] = await keptIn('list')
    const { code, stdout, stderr } = await run(['runs', 'last', '--runs', 'list'])
    expect(stdout).toMatch(new RegExp(`^Run ${newest?.id}: done\n`))
    expect(stdout).toContain(`sha256 ${newest?.result.sha256}\n`)
    expect(stdout).toMatch(/^Model: .*list\.safetensors$/m)
    expect(stdout).toMatch(/^Accuracy {3}.* test .* validation .* best$/m)
    expect(stdout).toMatch(/[\u2801-\u28FF]/)
    expect([code, stderr]).toEqual([0, ''])
    for (const name of [newest?.id ?? '', newest?.id.slice(-4) ?? '', 'last~0']) {
      expect((await run(['runs', name, '--runs', 'list'])).stdout).toBe(stdout)
    }
    const json = await run(['runs', 'last', '--runs', 'list', '--json'])
    expect(JSON.parse(json.stdout).id).toBe(newest?.id)
    const older = await run(['runs', 'last~2', '--runs', 'list'])
    expect(older.stdout).toMatch(/^Model: .*list\.safetensors \(holds that of another run now\)$/m)
  })

  test('tells of files that are no runs, and skips them', async () => {
    const [newest] = await keptIn('list')
    const text = await readFile(join(place.folder, 'list', `${newest?.id}.json`), 'utf8')
    await mkdir(join(place.folder, 'mixed', 'folder.json'), { recursive: true })
    await writeFile(join(place.folder, 'mixed', `${newest?.id}.json`), text)
    await writeFile(join(place.folder, 'mixed', 'notes.txt'), 'hello')
    for (let cut = 1; cut < text.length - 1; cut += 100) {
      await writeFile(join(place.folder, 'mixed', `cut-${cut}.json`), text.slice(0, cut))
    }
    const { code, stdout, stderr } = await run(['runs', '--runs', 'mixed'])
    expect(stdout.split('\n')).toHaveLength(3)
    const files = await readdir(join(place.folder, 'mixed'))
    const warnings = stderr.trimEnd().split('\n')
    expect(warnings).toHaveLength(files.length - 1)
    for (const line of warnings)
      expect(line).toMatch(/^warning: skipped .*mixed.*: (expected|it is a folder).*\.$/)
    expect(code).toBe(0)
  })

  test('names damaged records, and removes them', async () => {
    const [newest] = await keptIn('list')
    const id = '20261124-003912-a1b2'
    await mkdir(join(place.folder, 'hurt'))
    await copyFile(
      join(place.folder, 'list', `${newest?.id}.json`),
      join(place.folder, 'hurt', `${newest?.id}.json`),
    )
    await writeFile(join(place.folder, 'hurt', `${id}.json`), '')
    const list = ['runs', '--runs', 'hurt']
    expect((await run(list)).stderr).toContain(`\`gradus runs --remove ${id}\` removes it.`)
    const shown = await run([...list, id])
    expect([shown.code, shown.stderr]).toEqual([2, expect.stringContaining('it is no valid JSON')])
    const { code, stdout } = await run([...list, '--remove', id])
    expect([code, stdout]).toEqual([0, `Removed ${id}\n`])
    expect(await readdir(join(place.folder, 'hurt'))).toEqual([`${newest?.id}.json`])
    expect((await run(list)).stderr).toBe('')
  })

  test('removes the records of some, and leaves their models', async () => {
    await train('removed', '--eta', '3')
    await train('removed', '--eta', '1')
    const [newest, oldest] = await keptIn('removed')
    const refused = await run(['runs', '--runs', 'removed', '--remove', 'last', 'last~5'])
    expect(refused.code).toBe(2)
    expect(await keptIn('removed')).toHaveLength(2)
    const { code, stdout, stderr } = await run(['runs', '--runs', 'removed', '--remove', 'last', 'last'])
    expect([code, stdout, stderr]).toEqual([0, `Removed ${newest?.id}\n`, ''])
    expect((await keptIn('removed')).map(({ id }) => id)).toEqual([oldest?.id])
    expect(await readdir(place.folder)).toContain('removed.safetensors')
  })
})

describe('a run', () => {
  test('that is killed is interrupted, and can go on', async () => {
    const kill = await running('killed', ({ checkpoint }) => checkpoint !== undefined)
    const list = ['runs', '--runs', 'killed']
    expect((await run(list)).stdout).toMatch(/ running\b/)
    expect((await run(['runs', 'last', '--runs', 'killed'])).stdout).toMatch(/^In process \d+ on /m)
    const refused = await run([...list, '--remove', 'last'])
    expect(refused.stderr).toContain('It is still running (process ')
    expect([refused.code, refused.stdout]).toEqual([2, ''])
    await kill()
    expect((await run(list)).stdout).toMatch(/ interrupted\b/)
    const { stdout } = await run(['runs', 'last', '--runs', 'killed'])
    expect(stdout).toMatch(/: interrupted\n/)
    const [, command = ''] = /^Go on with: gradus (train .*)$/m.exec(stdout) ?? []
    const [before] = await keptIn('killed')
    const epochs = String((before?.epoch ?? 0) + 1_000_000)
    const again = [...command.split(' '), '--runs', 'killed', '--epochs', epochs]
    const child = spawnGradus(again, { cwd: place.folder })
    ended.push(() => child.kill('SIGKILL'))
    await vi.waitFor(async () => expect(await keptIn('killed')).toHaveLength(2), PATIENCE)
    suspend(child)
    const [after] = await keptIn('killed')
    expect(after?.resumedFrom).toBe(before?.checkpoint)
    expect(after?.history[0]).toEqual(before?.history[0])
    expect((await run([...list, '--remove', 'last~1'])).code).toBe(0)
  })

  test('that was asked not to be kept is not', async () => {
    expect((await run([...SMALL, '--no-runs'])).code).toBe(0)
    expect(await readdir(place.folder)).not.toContain('state')
  })

  test('of several at the same time is kept with the others', async () => {
    const results = await Promise.all(
      [1, 2, 3, 4].map(eta =>
        run([...SMALL, '--runs', 'together', '--eta', String(eta), '--out', `together-${eta}`]),
      ),
    )
    expect(results.map(({ code }) => code)).toEqual([0, 0, 0, 0])
    const runs = await keptIn('together')
    expect(runs.map(({ spec }) => spec.eta).sort()).toEqual([1, 2, 3, 4])
    expect(await readdir(join(place.folder, 'together'))).toHaveLength(4)
  })

  test('trains on where it cannot be kept, with one warning', async () => {
    await writeFile(join(place.folder, 'file'), '')
    const { code, stdout, stderr } = await run([...SMALL, '--runs', join('file', 'runs')])
    expect(stdout).toMatch(/^(Epoch \d : \d+ \/ 30\n){3}$/)
    expect(stderr.match(/warning/g)).toHaveLength(1)
    expect(stderr).toMatch(
      /^warning: The run is not kept: Cannot write .*; keep its runs elsewhere by --runs/m,
    )
    expect(code).toBe(0)
  })

  test('is kept in the home folder where XDG_STATE_HOME is no absolute path', async () => {
    const home = join(place.folder, 'home')
    const env = { XDG_STATE_HOME: 'relative', HOME: home, USERPROFILE: home }
    await run([...SMALL, '--out', 'home.safetensors'], env)
    expect(await readdir(join(home, '.local', 'state', 'gradus', 'runs'))).toHaveLength(1)
    expect(await readdir(place.folder)).not.toContain('relative')
    expect((await run(['runs'], env)).stdout).toMatch(/^run .*\n\d{8}-.*\n$/)
  })
})

describe('gradus compare', () => {
  beforeAll(async () => {
    for (const eta of ['0.1', '3']) await train('compared', '--eta', eta)
  })
  const compare = (...args: string[]) => run(['compare', '--runs', 'compared', ...args])

  test('shows the curves of runs together, and what differs', async () => {
    const { code, stdout, stderr } = await compare('last~1', 'last')
    expect(stdout).toMatch(/^Test accuracy {3}\S.* eta 0\.1 {3}\S.* eta 3 {3}. best\n/)
    expect(stdout).toMatch(/\nTraining cost {3}\S.* eta 0\.1 {3}\S.* eta 3\n/)
    expect(stdout).toMatch(/\nrun +eta +best .* work\n\S+ +0\.1 .*\n\S+ +3 .*\n/)
    expect(stdout).toMatch(/\nThe same in all: network 36-8-3, seed 0, /)
    expect(stdout).not.toContain('\u001B')
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
    expect([code, stderr]).toEqual([0, ''])
  })

  test('without Unicode, and with colours where they are forced', async () => {
    const args = ['compare', '--runs', 'compared', 'last', 'last~1']
    const ascii = await run(args, { LC_ALL: 'C' })
    if (process.platform !== 'win32') expect(ascii.stdout).toMatch(/^[\n\u0020-\u007E]*$/)
    expect((await run(args, { FORCE_COLOR: '3' })).stdout).toContain('\u001B[')
    expect((await run(args, { NO_COLOR: '1' })).stdout).not.toContain('\u001B')
  })

  test('takes the files of runs', async () => {
    const [newest] = await keptIn('compared')
    const path = join('compared', `${newest?.id}.json`)
    const { code, stdout } = await run(['compare', '--runs', 'elsewhere', path, `./${path}`])
    expect(stdout).toMatch(/^All options are the same: eta 3, /m)
    expect(stdout).toContain(`All ended with the same weights: sha256 ${newest?.result.sha256}\n`)
    expect(code).toBe(0)
  })

  test('in JSON', async () => {
    const { stdout, stderr } = await compare('last', 'last~1', 'last', '--json')
    const { differing, runs } = JSON.parse(stdout)
    expect(differing).toEqual({ eta: ['3', '0.1', '3'] })
    expect(runs).toHaveLength(3)
    expect(runs[0]).toMatchObject({
      spec: { eta: 3 },
      scores: { set: 'test' },
      result: { status: 'done' },
    })
    expect(stderr).toBe('')
  })
})

describe('what is wrong', () => {
  test.each([
    [['runs', 'last'], "argument '[run]' value 'last' is invalid. No runs are kept in "],
    [['runs', 'zz', '--runs', 'list'], 'expected one that `gradus runs` lists'],
    [['runs', 'last~3', '--runs', 'list'], 'has 3 of them: expected last .. last~2.'],
    [['runs', '2', '--runs', 'list'], '3 runs have such ids: expected more of one of '],
    [['runs', '--runs', 'data/t10k-labels-idx1-ubyte.gz'], "option '--runs <folder>' argument '"],
    [['runs', '--runs', ''], 'Expected a path.'],
    [['runs', '--limit', '0'], "option '--limit <n>' argument '0' is invalid. Expected a whole number"],
    [['runs', '--remove'], "option '--remove <run...>' argument missing"],
    [['runs', '--remove', 'zz', '--runs', 'list'], "option '--remove <run...>' argument 'zz' is invalid."],
    [['runs', 'last', '--remove', 'last'], 'name all runs after it'],
    [['runs', '--json', '--remove', 'last'], "'--remove <run...>' cannot be used with option '--json'"],
    [['runs', 'last', 'last~1'], "too many arguments for 'runs'"],
    [['runs', '--lmit', '3'], 'Did you mean --limit?'],
    [['compare'], "missing required argument 'run'"],
    [['compare', 'last', '--runs', 'list'], 'Expected two runs or more, such as last~1 last.'],
    [['compare', 'last', 'zz', '--runs', 'list'], "argument '<run...>' value 'zz' is invalid."],
    [['compare', 'last', 'no.json', '--runs', 'list'], 'there is no such file. Check the spelling.'],
    [['compare', 'last', 'data/t10k-labels-idx1-ubyte.gz', '--runs', 'list'], 'It is a gzip file'],
  ])('%j', async (args, problem) => {
    const { code, stdout, stderr } = await run(args)
    expect(stderr).toMatch(/^error: /)
    expect(stderr).toContain(problem)
    expect(stderr).not.toMatch(/^ +at /m)
    expect([code, stdout]).toEqual([2, ''])
  })
})

test.each(['runs', 'compare'])('the help of %s has examples', async command => {
  const { code, stdout } = await run([command, '--help'])
  expect(stdout).toContain(`Examples:\n  $ gradus ${command} `)
  for (const flag of ['--runs', '--json']) expect(stdout).toMatch(new RegExp(`^ {2}${flag} `, 'm'))
  expect(code).toBe(0)
})
