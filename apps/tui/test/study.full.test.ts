import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { useFolder } from '@gradus/testing/folders'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Child, gradus, gradusUntil, signal as send, spawnGradus } from './gradus.ts'
import { writeSmallData } from './small-data.ts'
import { Terminal } from './tmux.ts'

const place = useFolder()
const DATA = ['--data', 'data', '--train-size', '60']
const STUDY = [
  ...DATA,
  '--try',
  'eta=0.1..10',
  '--try',
  'hidden=4,8x6',
  '--trials',
  '9',
  '--epochs',
  '90',
  '--json',
]

let redis: ChildProcess
let queue: readonly string[] = []
beforeAll(async () => {
  await writeSmallData(join(place.path, 'data'))
  await writeSmallData(join(place.path, 'others'), 2)
  const port = await freePort()
  const options = ['--port', `${port}`, '--dir', place.path, '--save', '', '--appendonly', 'yes']
  redis = spawn('redis-server', [...options, '--maxmemory-policy', 'noeviction'], { stdio: 'ignore' })
  queue = ['--queue', `redis://127.0.0.1:${port}`]
})
afterAll(async () => {
  if (redis.exitCode !== null) return
  redis.kill('SIGKILL')
  await once(redis, 'exit')
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('expected a port')
  return address.port
}

/** A worker, and all that it has said so far. */
function startWorker(...flags: string[]): {
  readonly child: Child
  said(): string
  until(text: string): Promise<void>
} {
  const child = spawnGradus(['worker', ...queue, '--workers', '1', ...flags], { cwd: place.path })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', chunk => {
      said += String(chunk)
    })
  const until = async (text: string): Promise<void> => {
    while (!said.includes(text) && child.exitCode === null) await once(child.stderr, 'data')
    expect(said).toContain(text)
  }
  return { child, said: () => said, until }
}

async function end({ child }: { readonly child: Child }, name: NodeJS.Signals): Promise<number | null> {
  send(child, name)
  if (child.exitCode === null) await once(child, 'close')
  return child.exitCode
}

const linesOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))

test('workers of a queue give the winner of threads, also of a study that was killed and resumed', async () => {
  const alone = await gradus(['study', ...STUDY, '--name', 'alone'], { cwd: place.path })
  const workers = [startWorker(...DATA, '--name', 'one'), startWorker(...DATA, '--name', 'two')]
  await Promise.all(workers.map(worker => worker.until('Nothing to do')))
  const args = ['study', ...STUDY, ...queue, '--verify', '50%', '--name', 'killed']
  const killed = await gradusUntil(20, args, { cwd: place.path }, child => child.kill('SIGKILL'))
  expect(killed.code).toBe(null)
  const resumed = await gradus(['study', 'resume', 'killed', '--json', '--verify', '50%', ...queue], {
    cwd: place.path,
  })
  expect([resumed.code, resumed.stderr]).toEqual([0, ''])
  const lines = linesOf(resumed.stdout)
  const { files, command, ...winner } = lines.at(-1)
  expect(linesOf(alone.stdout).at(-1)).toMatchObject(winner)
  expect(lines.some(({ type }) => type === 'verified')).toBe(true)
  expect(await Promise.all(workers.map(worker => end(worker, 'SIGINT')))).toEqual([130, 130])
  for (const worker of workers) {
    expect(worker.said()).toMatch(/^Serving study [0-9a-f]+: 9 trials$/m)
    expect(worker.said()).toMatch(
      /^Trial \d, eta [\d.]+, hidden (4|8x6), rung \d of 3: [\d.]+ % in \d:\d\d$/m,
    )
  }
})

test('a worker of other data refuses, and says which; Ctrl-C gives the trial at hand back', async () => {
  const other = startWorker('--data', 'others')
  const long = ['study', ...STUDY, '--epochs', '1000000', '--rungs', '1', ...queue, '--name', 'long']
  const study = spawnGradus(long, { cwd: place.path })
  await other.until('warning: refused study')
  expect(other.said()).toMatch(
    /hash [0-9a-f]{64}.*expected 60 with hash [0-9a-f]{64}.*--data PATH or GRADUS_DATA\.$/m,
  )
  expect(await end(other, 'SIGTERM')).toBe(143)
  const worker = startWorker(...DATA, '--json')
  let said = ''
  worker.child.stdout.on('data', chunk => {
    said += String(chunk)
  })
  while (!said.includes('"begun"')) await once(worker.child.stdout, 'data')
  expect(await end(worker, 'SIGINT')).toBe(130)
  expect(linesOf(said).at(-1)).toMatchObject({ type: 'returned', job: { rung: 0 } })
  send(study, 'SIGINT')
  await once(study, 'close')
  expect(study.exitCode).toBe(130)
})

describe('on a terminal', () => {
  const isOver = (screen: string): boolean => /^code=\d+$/m.test(screen)
  const SHORT = STUDY.filter(flag => flag !== '--json')
  let terminal: Terminal
  beforeEach(async () => {
    terminal = await Terminal.open(place.path, 120, 40)
  })
  afterEach(() => terminal.close())

  test('a screen of its own opens, and leaves the result behind', async () => {
    await terminal.run('', ['study', ...SHORT, '--exit', '--name', 'screen'])
    await terminal.until(screen => /1 trials.*2 map.*training/.test(screen))
    expect(await terminal.showsAlternateScreen()).toBe(true)
    const after = await terminal.until(isOver)
    expect(after).toMatch(/\nWinner: trial \d, /)
    expect([await terminal.showsAlternateScreen(), await terminal.cursorIsVisible()]).toEqual([false, true])
    expect(after).toMatch(/^code=0$/m)
  })

  test('q waits for nothing, and says how to go on', async () => {
    const long = [...SHORT, '--epochs', '1000000', '--rungs', '1', '--name', 'left']
    await terminal.run('', ['study', ...long])
    await terminal.until(screen => /epoch \d+ on thread/.test(screen))
    await terminal.press('q')
    const after = await terminal.until(isOver)
    expect(after).toMatch(/^Go on with: gradus study resume left$/m)
    expect(await terminal.showsAlternateScreen()).toBe(false)
  })

  test('--plain: a line on the progress that leaves nothing, and Ctrl-C', async () => {
    const long = [
      ...SHORT,
      '--epochs',
      '1000000',
      '--rungs',
      '1',
      '--plain',
      '--workers',
      '2',
      '--name',
      'plain',
    ]
    await terminal.run('', ['study', ...long])
    await terminal.until(screen => /rung 1 of 1: 0 of 9 done.* 2 of 2 cores busy$/m.test(screen))
    await terminal.press('C-c')
    const after = await terminal.until(isOver)
    expect(after).not.toContain('cores busy')
    expect(after).toMatch(/^Stopped in rung 1 of 1: 0 of 9 runs done$/m)
    expect(after).toMatch(/^code=130$/m)
  })
})
