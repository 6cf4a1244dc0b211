import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadCheckpoint, loadModel } from '@gradus/core/node'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { gradusUntil } from './gradus.ts'
import { PseudoTerminal } from './pseudo-terminal.ts'
import { PATIENCE, Terminal } from './tmux.ts'
import { useWorkplace } from './workplace.ts'

const place = useWorkplace()
const PATIENT = { timeout: PATIENCE, interval: 100 }
let name: string
let terminal: PseudoTerminal | undefined
beforeEach(() => {
  name = randomUUID()
})
afterEach(() => terminal?.dispose())

const train = (epochs: number, ...flags: string[]): string[] => [
  ...['train', '--data', 'data', '--sizes', '36,8,3', '--epochs', String(epochs)],
  ...['--out', `${name}.safetensors`, ...flags],
]
const ENDLESS = 1_000_000_000
const textOf = (file: string): Promise<string> => readFile(join(place.folder, file), 'utf8').catch(() => '')
const untilFile = (file: string, text: string): Promise<unknown> =>
  vi.waitUntil(async () => (await textOf(file)).includes(text), PATIENT)
const saved = () => loadModel(join(place.folder, `${name}.safetensors`))

async function open(args: readonly string[], through: readonly string[] = []): Promise<PseudoTerminal> {
  terminal = await PseudoTerminal.open(place.folder, args, [120, 40], through)
  return terminal
}

describe('a terminal that is closed', () => {
  test('while the dashboard shows a run: it is saved', async () => {
    const terminal = await open(train(ENDLESS))
    await terminal.until(' pause')
    terminal.tell('close')
    expect(await terminal.ended()).toBe(129)
    await saved()
  })

  test('while the run is paused: it is saved', async () => {
    const terminal = await open(train(ENDLESS))
    await terminal.until(' pause')
    terminal.send(' ')
    await terminal.until('paused')
    terminal.tell('close')
    expect(await terminal.ended()).toBe(129)
    await saved()
  })

  test('when the run is over: nothing waits for a key', async () => {
    const terminal = await open(train(3))
    await terminal.until('The run is over')
    terminal.tell('close')
    expect(await terminal.ended()).toBe(129)
    expect((await saved()).metadata.epochs).toBe(3)
  })

  test('while the data are loading: it ends', async () => {
    const terminal = await open(['train', '--out', `${name}.safetensors`, '--epochs', '100000'])
    await terminal.until('\u001B[?1049h')
    terminal.tell('close')
    expect(await terminal.ended()).toBe(129)
  })

  test('below a bar: it is saved', async () => {
    const terminal = await open(train(ENDLESS, '--plain'))
    await terminal.until('Epoch 3 :')
    terminal.tell('close')
    expect(await terminal.ended()).toBe(129)
    await saved()
  })
})

describe.each([
  ['the dashboard', []],
  ['the bar', ['--plain']],
])('a terminal that is closed when Ctrl-Z has stopped %s', (_, flags) => {
  test('the run is saved, and says so', async () => {
    const terminal = await Terminal.open(place.folder, 120, 40)
    const messages = `${name}.messages`
    await terminal.run('', train(ENDLESS, ...flags), `2> ${messages}`)
    await terminal.until(screen => /^Epoch +([2-9]|\d\d+) /m.test(screen))
    await terminal.press('C-z')
    await terminal.until(screen => screen.includes('Stopped'))
    await terminal.close()
    await untilFile(messages, 'Saved ')
    expect(await textOf(messages)).not.toMatch(/^ +at /m)
    await saved()
  })
})

describe('a program that is to outlive its terminal', () => {
  test.each([
    ['nohup', ['nohup']],
    ["trap '' HUP", ['sh', '-c', `trap '' HUP; "$@"; exit $?`, 'sh']],
  ] as const)('%s: a run goes on to its end', async (_, through) => {
    const terminal = await open(train(5000), through)
    const isNohup = through.length === 1
    if (isNohup) await untilFile('nohup.out', 'Epoch 3 :')
    else await terminal.until(' pause')
    terminal.tell('close')
    expect(await terminal.ended()).toBe(0)
    expect((await saved()).metadata.epochs).toBe(5000)
  })

  test('nohup: the server goes on to serve, and ends by another signal', async () => {
    const terminal = await open(['serve', '--port', '0'], ['nohup'])
    await untilFile('nohup.out', 'Ctrl-C ends it')
    const url = /at (http\S+)\. Ctrl-C/.exec(await textOf('nohup.out'))?.[1] ?? ''
    terminal.tell('close')
    terminal.kill('SIGHUP')
    expect((await fetch(new URL('/v2/health/live', url))).status).toBe(200)
    terminal.kill('SIGTERM')
    expect(await terminal.ended()).toBe(143)
  })
})

test('a pipe that stands still stops a run before its lines fill the memory; SIGTERM saves the run and ends it', async () => {
  const out = join(place.folder, `${name}.safetensors`)
  const checkpoint = join(place.folder, `${name}.checkpoint.safetensors`)
  const args = train(ENDLESS, '--json', '--checkpoint-seconds', '0.1')
  const epochOf = () => loadCheckpoint(checkpoint).then(({ progress }) => progress.epoch)
  let epochs = 0
  const result = await gradusUntil(5, args, { cwd: place.folder }, async child => {
    child.stdout.pause()
    // Until in half of all the time no more epochs were saved.
    for (let [seconds, still] = [0, 0]; still < 5 || still < seconds / 2; seconds++) {
      await new Promise(resolve => setTimeout(resolve, 1000))
      const before = epochs
      epochs = await epochOf().catch(() => before)
      still = epochs > before || epochs === 0 ? 0 : still + 1
    }
    child.kill('SIGTERM')
    child.once('exit', () => child.stdout.resume())
  })
  expect(result.code).toBe(143)
  const { epochs: saved = 0 } = (await loadModel(out)).metadata
  expect(saved).toBeGreaterThanOrEqual(epochs)
  expect(saved).toBeLessThan(3000)
})
