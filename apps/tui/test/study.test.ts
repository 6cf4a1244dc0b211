import { appendFile, cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadModel } from '@gradus/core/node'
import { beforeAll, describe, expect, test } from 'vitest'
import { expectRefusal, gradus, gradusUntil, signal as send } from './gradus.ts'
import { writeSmallData, writeSmallPictures } from './small-data.ts'
import { useWorkplace } from './workplace.ts'

const place = useWorkplace()
const run = (...args: string[]) => gradus(['study', ...args], { cwd: place.folder })
/** Trials on the small data set: 60 examples to train on, 30 for validation. */
const DATA = ['--data', 'data', '--train-size', '60']
const SPACE = ['--try', 'eta=0.1..10', '--try', 'hidden=4,8x6']
const SMALL = [...DATA, ...SPACE, '--trials', '9', '--epochs', '9']

const linesOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
const folderOf = (name: string) => join(place.folder, 'state', 'gradus', 'runs', 'studies', name)
/** The table and the winner, without the paths. */
const resultIn = (stdout: string) =>
  stdout.slice(stdout.search(/^trial +eta/m)).replaceAll(/studies\/\w+/g, '')

describe('a study', () => {
  let stdout = ''
  beforeAll(async () => {
    const study = await run(...SMALL, '--name', 'first', '--workers', '1')
    expect([study.code, study.stderr]).toEqual([0, expect.stringContaining('on 1 thread\n')])
    stdout = study.stdout
  })

  test('closes its rungs one after the other, and tells the winner', () => {
    expect(stdout).toMatch(
      /^Rung 1 of 3, 1 epoch: 9 trials, 3 go on; best .*\nRung 2 of 3, 3 epochs: 3 trials, 1 goes on; best .*\nRung 3 of 3, 9 epochs: 1 trial; best /,
    )
    expect(stdout).toMatch(/\nWinner: trial \d, eta [\d.]+, hidden (4|8x6)\nValidation data: \d+ \/ 30 /)
    expect(stdout).toMatch(/\nTest data, looked at this once: \d+ \/ 30 /)
    expect(stdout).toMatch(
      /\nAfter 3 epochs the winner is .* trial \d.*: that is within the noise, and may be chance\n/,
    )
    expect(stdout).not.toContain('\u001B')
  })

  test('gives the same table and the same winner on two threads', async () => {
    const two = await run(...SMALL, '--name', 'two', '--workers', '2')
    expect(resultIn(two.stdout)).toBe(resultIn(stdout))
  })

  test('is trained again by its Spec, with the same SHA-256 and accuracies', async () => {
    const [sha256] = /(?<=sha256 )[0-9a-f]{64}/.exec(stdout) ?? []
    const command = /(?<=The same again: gradus )train .*/.exec(stdout)?.[0].split(' ') ?? []
    const again = await gradus([...command, '--out', 'again.safetensors'], { cwd: place.folder })
    expect(again.code).toBe(0)
    expect(again.stderr).toContain(`sha256 ${sha256}\n`)
    const model = await loadModel(join(folderOf('first'), 'winner.safetensors'))
    const twin = await loadModel(join(place.folder, 'again.safetensors'))
    expect(await model.network.sha256()).toBe(sha256)
    expect(model.metadata.accuracy).toEqual(twin.metadata.accuracy)
    expect([model.metadata.epochs, model.metadata.spec]).toEqual([9, twin.metadata.spec])
  })

  test('is shown with its trials, and listed', async () => {
    const shown = await run('show', 'first')
    expect(shown.stdout).toMatch(
      /^Study first: finished\nTried: eta 0\.1 \.\. 10 \(log\) and hidden 4 or 8x6; 9 trials/,
    )
    expect(resultIn(shown.stdout)).toBe(resultIn(stdout))
    const limited = await run('show', 'first', '--limit', '2')
    expect(limited.stdout).toContain('\nand 7 more: --limit 9 shows all\n')
    const listed = await run('list')
    expect(listed.stdout).toMatch(/^first .* eta, hidden +9 +3 of 3 +[\d.]+ % +finished$/m)
    expect((await run('show')).stdout).toBe(listed.stdout)
    // The list of runs knows nothing of it.
    expect((await gradus(['runs'], { cwd: place.folder })).stderr).toBe('')
  })

  test('is exported as a table and as JSON', async () => {
    const csv = await run('export', 'first', '--format', 'csv')
    const [header, ...rows] = csv.stdout.trimEnd().split('\n')
    expect(header).toBe('trial,eta,hidden,standing,rung,epochs,accuracy,sha256')
    expect(rows.map(row => row.split(',')[0])).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8'])
    expect(
      rows.every(row => /^\d,[\d.]+,(4|8x6),(dropped|finished),[012],[139],[\d.]+,[0-9a-f]{64}$/.test(row)),
    ).toBe(true)
    const files = await Promise.all([
      run('export', 'first', '--csv', 'trials.csv'),
      run('export', 'first', '--json', 'trials.json'),
    ])
    expect(files.map(({ code, stderr }) => [code, stderr])).toEqual([
      [0, 'Wrote 9 trials to trials.csv\n'],
      [0, 'Wrote 9 trials to trials.json\n'],
    ])
    const table = await readFile(join(place.folder, 'trials.csv'), 'utf8')
    expect(table).toBe(csv.stdout.replaceAll('\n', '\r\n'))
    const study = JSON.parse(await readFile(join(place.folder, 'trials.json'), 'utf8'))
    expect(study).toMatchObject({
      name: 'first',
      standing: 'finished',
      plan: { seed: '0', rungs: [1, 3, 9] },
    })
    expect(study.trials).toHaveLength(9)
    expect(study.winner.sha256).toBe(study.trials[study.winner.trial].sha256[0])
    expect(linesOf((await run('show', 'first', '--json')).stdout)).toEqual([study])
  })

  test('is finished, and says the same when it is resumed: the test data are looked at once', async () => {
    const before = await readFile(join(folderOf('first'), 'study.jsonl'))
    const again = await run('resume', 'first')
    expect([again.code, again.stderr]).toEqual([0, 'Study first is finished\n'])
    expect(resultIn(again.stdout)).toBe(resultIn(stdout))
    expect(await readFile(join(folderOf('first'), 'study.jsonl'))).toEqual(before)
  })

  test('that lost its end looks at the test data, and no more', async () => {
    await cp(folderOf('first'), folderOf('headless'), { recursive: true })
    const path = join(folderOf('headless'), 'study.jsonl')
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n')
    await writeFile(path, `${lines.slice(0, -1).join('\n')}\n{"ending":{"tri`)
    const again = await run('resume', 'headless')
    expect(again.stderr).toContain('\nGoing on: all trials are done\n')
    expect(resultIn(again.stdout)).toBe(resultIn(stdout))
    expect((await readFile(path, 'utf8')).trimEnd().split('\n')).toEqual(lines)
  })

  test('as JSON, an event a line', async () => {
    const { code, stderr, stdout: json } = await run(...SMALL, '--json', '--workers', '2')
    expect([code, stderr]).toEqual([0, ''])
    const lines = linesOf(json)
    expect(lines[0]).toMatchObject({
      type: 'started',
      rung: 0,
      done: 0,
      total: 9,
      examples: (9 + 6 + 6) * 60,
    })
    expect(lines[0].name).toMatch(/^\d{8}-\d{6}-[0-9a-f]{4}$/)
    const types = lines.map(({ type }) => type)
    expect(types.filter(type => type === 'done')).toHaveLength(13)
    expect(lines.filter(({ type }) => type === 'rung')).toMatchObject([
      { rung: 0, epochs: 1, trials: 9, goOn: 3, best: { values: { eta: expect.any(Number) } } },
      { rung: 1, epochs: 3, trials: 3, goOn: 1 },
      { rung: 2, epochs: 9, trials: 1, goOn: 0 },
    ])
    const { winner } = linesOf((await run('show', 'first', '--json')).stdout)[0]
    const { files, command, ...result } = winner
    expect(lines.at(-1)).toMatchObject({ type: 'ended', status: 'finished', ...result })
    expect([typeof command, Object.keys(files)]).toEqual(['string', ['spec', 'model']])
  })
})

describe('a study that is stopped', () => {
  const LONG = [...DATA, ...SPACE, '--trials', '9', '--epochs', '9000', '--rungs', '2']

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('by %s tells how to go on, and shows as interrupted', async (name, code) => {
    const result = await gradusUntil(
      30,
      ['study', ...LONG, '--json', '--name', name],
      { cwd: place.folder },
      child => send(child, name),
    )
    expect([result.code, result.stderr]).toEqual([code, ''])
    const end = linesOf(result.stdout).at(-1)
    expect(end).toMatchObject({ type: 'ended', status: 'interrupted', resume: `gradus study resume ${name}` })
    const shown = await run('show', name)
    expect(shown.stdout).toMatch(new RegExp(`^Study ${name}: interrupted, rung 1 of 2: \\d of 9 runs done\n`))
    expect(shown.stdout).toContain(`\nGo on with: gradus study resume ${name}\n`)
  })

  test('or killed goes on, repeats no finished trial, and ends with the same winner', async () => {
    const args = [...DATA, ...SPACE, '--trials', '9', '--epochs', '90', '--json']
    const whole = await run(...args, '--name', 'whole')
    const killed = await gradusUntil(
      25,
      ['study', ...args, '--name', 'killed'],
      { cwd: place.folder },
      child => child.kill('SIGKILL'),
    )
    const done = linesOf(killed.stdout.slice(0, killed.stdout.lastIndexOf('\n'))).filter(
      ({ type }) => type === 'done',
    )
    const rest = await run('resume', 'killed', '--json', '--workers', '1')
    expect(rest.code).toBe(0)
    const lines = linesOf(rest.stdout)
    const keys = (events: readonly Record<string, unknown>[]) =>
      events.filter(({ type }) => type === 'done').map(({ trial, rung }) => `${trial}.${rung}`)
    expect(keys(lines).filter(key => keys(done).includes(key))).toEqual([])
    const { files, command, ...end } = lines.at(-1)
    expect(linesOf(whole.stdout).at(-1)).toMatchObject(end)
  })

  test('by a reader that has seen enough is no error', async () => {
    const result = await gradusUntil(3, ['study', ...LONG, '--json'], { cwd: place.folder }, child =>
      child.stdout.destroy(),
    )
    expect(result.code).toBe(141)
    expect(result.stderr).not.toMatch(/EPIPE|^ +at /m)
  })

  test('is not carried out by two programs at a time', async () => {
    let second: Promise<Awaited<ReturnType<typeof run>>> | undefined
    let standing = ''
    await gradusUntil(
      5,
      ['study', ...LONG, '--json', '--name', 'busy'],
      { cwd: place.folder },
      async child => {
        second = run('resume', 'busy')
        standing = (await run('list')).stdout
        await second
        send(child, 'SIGINT')
      },
    )
    expect(standing).toMatch(/^busy .* running$/m)
    const refused = await second
    if (!refused) throw new Error('One of the two is refused')
    expectRefusal(refused, "argument '[name]' value", 'wait for its end, or choose another name')
    expect(refused.stderr).toContain(' Another study saves there (process ')
  })
})

test('several seeds a trial are judged by their mean, and written in columns', async () => {
  const args = [
    ...DATA,
    '--try',
    'eta=0.5,3',
    '--epochs',
    '3',
    '--seeds',
    '2',
    '--rungs',
    '1',
    '--name',
    'seeds',
  ]
  const { code, stdout } = await run(...args)
  expect([code, stdout]).toEqual([0, expect.stringContaining('Mean of 2 seeds on the validation data: ')])
  const { stdout: csv } = await run('export', 'seeds', '--format', 'csv')
  expect(csv.split('\n')[0]).toBe(
    'trial,eta,standing,rung,epochs,accuracy,accuracy_0,accuracy_1,sha256_0,sha256_1',
  )
})

test('a grid, a space in a file, a Spec and flags beside it', async () => {
  await writeFile(
    join(place.folder, 'space.json'),
    JSON.stringify({ eta: { log: [0.1, 10] }, l2: { choices: [0, 1] } }),
  )
  const spec = await gradus(['train', ...DATA, '--hidden', '5', '--epochs', '2', '--print-spec'], {
    cwd: place.folder,
  })
  await writeFile(join(place.folder, 'fixed.json'), spec.stdout)
  const flags = ['--data', 'data', '--spec', 'fixed.json', '--space', 'space.json', '--network-seed', '7']
  const grid = ['--sampler', 'grid', '--grid-steps', '3', '--name', 'grid']
  const { code, stderr } = await run(...flags, ...grid)
  expect([code, stderr]).toEqual([
    0,
    expect.stringMatching(/^Study grid: 6 trials of .*\nFixed: network 36-5-3, seed 7; /m),
  ])
  const winner = JSON.parse(await readFile(join(folderOf('grid'), 'winner.json'), 'utf8'))
  expect(winner).toMatchObject({
    sizes: [36, 5, 3],
    seed: '7',
    epochs: 2,
    data: { train: 60, validation: 30, test: 30 },
  })
})

test('data of ones own: the winner knows them, and its command trains it again', async () => {
  await writeSmallPictures(join(place.folder, 'pictures'))
  const args = [
    '--data',
    'pictures',
    '--split',
    '60,20,20',
    '--image-size',
    '9x7',
    '--try',
    'eta=0.3,3',
    '--epochs',
    '3',
  ]
  const { code, stdout } = await run(...args, '--hidden', '4', '--name', 'own')
  expect(code).toBe(0)
  const { metadata } = await loadModel(join(folderOf('own'), 'winner.safetensors'))
  expect(metadata).toMatchObject({
    classes: expect.arrayContaining(['sandal']),
    split: { shares: [60, 20, 20] },
  })
  const [sha256] = /(?<=sha256 )[0-9a-f]{64}/.exec(stdout) ?? []
  const command = /(?<=The same again: gradus )train .*/.exec(stdout)?.[0].split(' ') ?? []
  const again = await gradus([...command, '--out', 'own.safetensors'], { cwd: place.folder })
  expect(again.stderr).toContain(`sha256 ${sha256}\n`)
})

describe('a table', () => {
  const FLOWERS = join(import.meta.dirname, '..', '..', '..', 'docs', 'flowers.csv')

  test('and its classes are known to who trains the winner by its Spec', async () => {
    const args = ['--data', FLOWERS, '--hidden', '4', '--try', 'eta=0.1,1', '--epochs', '20']
    const ways = ['--recipe', 'modern', '--keep', 'best', '--network-seed', '7,8']
    const { code, stdout } = await run(...args, ...ways, '--name', 'flowers')
    expect(code).toBe(0)
    const again = await gradus(
      ['train', '--spec', join(folderOf('flowers'), 'winner.json'), '--data', FLOWERS],
      {
        cwd: place.folder,
      },
    )
    const [sha256] = /(?<=sha256 )[0-9a-f]{64}/.exec(stdout) ?? []
    expect(again.stderr).toContain(`sha256 ${sha256}\n`)
    const { metadata } = await loadModel(join(folderOf('flowers'), 'winner.safetensors'))
    const twin = await loadModel(join(place.folder, 'gradus.safetensors'))
    expect(metadata).toEqual(twin.metadata)
    expect(metadata.epochs).toBeLessThan(20)
  })

  test('has no images to change', async () => {
    const refused = await run('--data', FLOWERS, '--try', 'shift=0,1')
    expectRefusal(refused, 'shift changes images, and these data are none', 'Do not try it')
  })
})

test('no winner where every trial diverged: it says so, and fails', async () => {
  const args = [
    ...DATA,
    '--try',
    'eta=1e300,1e306',
    '--epochs',
    '3',
    '--activation',
    'relu',
    '--name',
    'diverged',
  ]
  const { code, stderr, stdout } = await run(...args)
  expect([code, stderr]).toEqual([
    1,
    expect.stringContaining('error: Every trial diverged, and there is no winner'),
  ])
  expect(stdout).toContain('2 trials, 2 diverged')
  expect((await run('show', 'diverged')).stdout).toContain('Every trial diverged')
  expect((await run('resume', 'diverged')).code).toBe(1)
})

describe('what is wrong', () => {
  beforeAll(async () => {
    const cwd = place.folder
    expect((await run(...DATA, '--try', 'eta=1,2', '--epochs', '1', '--name', 'kept')).code).toBe(0)
    await writeFile(join(cwd, 'file'), '')
    await writeFile(join(cwd, 'bad.json'), '{"eta": ')
    await writeFile(join(cwd, 'other.json'), '{"etta": {"log": [1, 2]}}')
    await cp(folderOf('kept'), folderOf('damaged'), { recursive: true })
    await appendFile(join(folderOf('damaged'), 'study.jsonl'), '{"outcome":{"trial":-1}}\n')
    await cp(folderOf('kept'), folderOf('foreign'), { recursive: true })
    const path = join(folderOf('foreign'), 'study.jsonl')
    const [head = ''] = (await readFile(path, 'utf8')).split('\n')
    const other = head.replace(/"engine":"[0-9a-f]+"/, '"engine":"0000000000000000"')
    await writeFile(path, `${other.replace(/,"check":"[0-9a-f]+"/, '')}\n`)
    await cp(folderOf('kept'), folderOf('begun'), { recursive: true })
    await writeFile(join(folderOf('begun'), 'study.jsonl'), `${head}\n`)
    await mkdir(folderOf('empty'))
  })

  const ETA = ['--try', 'eta=1,2']
  test.each([
    [[], 'nothing is to be tried', '--try eta=0.1..10'],
    [['--try', ''], "argument '' is invalid", 'FIELD=VALUES'],
    [['--try', 'eta'], "argument 'eta' is invalid", 'FIELD=VALUES'],
    [['--try', 'eta='], 'has no values', 'eta=0.1..10'],
    [['--try', 'etta=1..2'], '"etta" is no field that can be tried', 'expected eta'],
    [['--try', 'eta=2..1'], 'begins above its end', '1..2'],
    [['--try', 'seed=1,2'], 'no study tries', '--seeds'],
    [['--try', 'eta=1,2', '--try', 'eta=3,4'], 'eta is given twice', 'Put all its values together'],
    [['--try', 'momentum=0.5..0.9'], 'is impossible', 'Leave it out'],
    [[...ETA, '--eta', '3'], '--eta fixes eta', 'Leave --eta out'],
    [['--try', 'hidden=3,4', '--sizes', '36,5,3'], '--sizes fixes hidden', 'Leave --sizes out'],
    [['--try', 'shift=0,1', '--augment', 'shift=1'], '--augment fixes shift', 'Leave --augment out'],
    [['--space', 'none.json'], "option '--space <file>' argument", 'Check the spelling'],
    [['--space', 'bad.json'], 'no valid JSON', '{"eta": {"log": [0.1, 10]}}'],
    [['--space', 'other.json'], "option '--space <file>' argument", 'expected eta'],
    [[...ETA, '--trials', '3'], "option '--trials <n>' argument '3'", 'at most'],
    [[...ETA, '--trials', '0'], "option '--trials <n>' argument '0'", 'at least 1'],
    [[...ETA, '--budget', '10'], "option '--budget <examples>' argument '10'", 'Raise it'],
    [[...ETA, '--seed', 'x'], "option '--seed <n>' argument 'x'", 'integer'],
    [[...ETA, '--seeds', '101'], "option '--seeds <n>' argument '101'", '1 .. 100'],
    [[...ETA, '--rungs', '11'], "option '--rungs <n>' argument '11'", '1 .. 10'],
    [[...ETA, '--grid-steps', '1'], "option '--grid-steps <n>' argument '1'", '2 .. 1,000'],
    [[...ETA, '--sampler', 'best'], "option '--sampler <name>' argument 'best'", 'sobol, random, grid'],
    [[...ETA, '--stop', '3'], "option '--stop <epochs>' argument '3'", 'Leave the early stop out'],
    [[...ETA, '--train-size', '90'], "option '--train-size <n>' argument '90'", 'Set examples aside'],
    [[...ETA, '--workers', '0'], "option '--workers <n>' argument '0'", 'at least 1'],
    [[...ETA, '--verify', '5%'], "option '--verify <share>' needs option '--queue <url>'", 'one machine'],
    [[...ETA, '--verify', '200%'], "option '--verify <share>' argument '200%'", '5% or 0.05'],
    [[...ETA, '--queue', 'redis://x', '--workers', '2'], "option '--workers <n>' cannot be used", '--queue'],
    [[...ETA, '--name', 'a/b'], "option '--name <name>' argument 'a/b'", 'letters, digits'],
    [[...ETA, '--name', '..'], "option '--name <name>' argument '..'", 'letters, digits'],
    [[...ETA, '--name', ''], "option '--name <name>' argument ''", 'letters, digits'],
    [[...ETA, '--name', 'last'], "option '--name <name>' argument 'last'", 'another name'],
    [[...ETA, '--name', 'kept'], "option '--name <name>' argument 'kept'", 'resume that one'],
    [[...ETA, '--runs', 'file'], "option '--runs <folder>' argument", 'not a folder'],
    [
      [...ETA, '--epochs', '1', '--spec', 'none.json'],
      "option '--spec <file>' argument",
      'Check the spelling',
    ],
  ])('%j', async (args, problem, remedy) => {
    expectRefusal(
      await run(...args, ...(args.includes('--train-size') ? DATA.slice(0, 2) : DATA)),
      problem,
      remedy,
    )
  })

  test.each([
    [['bogus'], "too many arguments for 'study'", '--help'],
    [['--json', 'show'], "option '--json' stands before show", 'after'],
    [['resume', 'none'], "argument '[name]' value 'none'", 'has no study of this name'],
    [['resume', 'none', '--runs', 'file/none'], "option '--runs <folder>' argument", 'not a folder'],
    [['resume', 'none', '--runs', 'nowhere'], 'No studies are kept in', 'study --try eta=0.1..10'],
    [['resume', 'empty'], 'has no study.jsonl that can be read', 'expected the folder of a study'],
    [['show', 'damaged'], 'Line', 'Restore the file, or remove this line'],
    [['resume', 'damaged'], 'Line', 'Restore the file, or remove this line'],
    [['resume', 'foreign'], 'began with version 0000000000000000 of the engine', 'begin a new study'],
    [['resume', 'begun', '--verify', '5%'], "needs option '--queue <url>'", 'one machine'],
    [['export', 'kept'], 'no form is given', '--csv <file>'],
    [['export', 'kept', '--csv', 'nowhere/x.csv'], "option '--csv <file>' argument", 'Create it'],
    [['export', 'kept', '--csv', 'x', '--format', 'csv'], "option '--csv <file>' cannot be used", '--format'],
  ])('%j', async (args, problem, remedy) => {
    expectRefusal(await run(...args), problem, remedy)
  })

  test('other data are refused with both hashes', async () => {
    await writeSmallData(join(place.folder, 'others'), 2)
    const refused = await run('resume', 'begun', '--data', 'others')
    expectRefusal(
      refused,
      "argument '[name]' value 'begun' is invalid. It began with 60 examples",
      '--data <path>',
    )
    expect(refused.stderr.match(/hash [0-9a-f]{64}/g)).toHaveLength(2)
  })

  test('a folder that is damaged does not hide the others', async () => {
    const { code, stdout, stderr } = await run('list')
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^kept /m)])
    expect(stderr).toMatch(/^warning: skipped study damaged: Line \d+ of /m)
  })

  test('the newest study: a damaged one is named, and passed over only with a warning', async () => {
    const runs = join(place.folder, 'damage')
    await cp(folderOf('damaged'), join(runs, 'studies', 'damaged'), { recursive: true })
    expectRefusal(await run('resume', '--runs', runs), 'No study of', 'Restore the file')
    const { stdout, stderr } = await run('show', '--runs', runs)
    expect([stdout, stderr]).toEqual([
      '',
      expect.stringMatching(/^warning: skipped study damaged: Line \d+ of /),
    ])
    await cp(folderOf('kept'), join(runs, 'studies', 'kept'), { recursive: true })
    const newest = await run('show', 'last', '--runs', runs)
    expect(newest.stdout).toMatch(/^Study kept: finished\n/)
    expect(newest.stderr).toMatch(/^warning: skipped study damaged: Line \d+ of /)
  })

  test.each([
    [['--queue', 'ftp://me:secret@host/'], "'--queue <url>' argument 'ftp://host/'", 'expected redis://HOST'],
    [
      ['--queue', 'redis://:sec/secret@host'],
      "'--queue <url>' argument 'redis://host'",
      'expected redis://HOST',
    ],
    [['--workers', '300'], "option '--workers <n>' argument '300'", 'expected a whole number of 1 .. 256'],
  ])('%j is refused before there is a study', async (args, problem, remedy) => {
    const refused = await run(...DATA, ...ETA, '--epochs', '1', '--name', 'never', ...args)
    expectRefusal(refused, problem, remedy)
    expect(refused.stderr).not.toContain('secret')
    expect((await run('list')).stdout).not.toContain('never')
    const queue = args.includes('--queue') ? [] : ['--queue', 'redis://127.0.0.1:1']
    const worker = await gradus(['worker', ...args, ...queue], { cwd: place.folder })
    expectRefusal(worker, problem, remedy)
    expect(worker.stderr).not.toContain('secret')
  })

  test('an unreachable queue: a sentence without the password, and nothing is lost', async () => {
    const queue = ['--queue', 'redis://me:secret@127.0.0.1:1']
    const { code, stderr } = await run(...DATA, ...ETA, '--epochs', '1', '--name', 'far', ...queue)
    expect(code).toBe(2)
    expect(stderr).toContain("error: option '--queue <url>' argument 'redis://127.0.0.1:1' is invalid. ")
    expect(stderr).toContain(' workers, on any machine: gradus worker --queue redis://127.0.0.1:1\n')
    expect(stderr).toContain('\nAll that was done is kept. Go on with: gradus study resume far ')
    expect(stderr).not.toContain('secret')
    expect((await run('resume', 'far')).code).toBe(0)
    const worker = await gradus(['worker', ...queue], { cwd: place.folder })
    expect([worker.code, worker.stderr]).toEqual([
      2,
      expect.stringContaining("argument 'redis://127.0.0.1:1'"),
    ])
  })
})

test('--help names the flags, and says what the seeds are', async () => {
  const { code, stdout } = await run('--help')
  for (const text of [
    '--try <field=values...>',
    '--network-seed <seed>',
    '--hidden <list>',
    '--queue <url>',
    'resume',
  ])
    expect(stdout).toContain(text)
  expect([code, stdout]).toEqual([0, expect.stringContaining("--seed is the study's")])
})
