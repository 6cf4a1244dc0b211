import { randomUUID } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { loadCheckpoint, loadModel } from '@gradus/core/node'
import { afterEach, expect, test, vi } from 'vitest'
import { PseudoTerminal } from './pseudo-terminal.ts'
import { PATIENCE } from './tmux.ts'
import { useWorkplace } from './workplace.ts'

const place = useWorkplace()
let terminal: PseudoTerminal | undefined
afterEach(() => terminal?.dispose())

/** Far more than fit into a terminal, or wait between the threads; each epoch is an event at least. */
const MANY_EPOCHS = 2000
const PATIENT = { timeout: PATIENCE, interval: 200 }

/** A run whose terminal is not read any more from the first epoch on. */
async function begin(epochs: number, flags: readonly string[]) {
  const name = randomUUID()
  const args = ['train', '--data', 'data', '--sizes', '36,8,3', '--checkpoint-seconds', '0.1', ...flags]
  const opened = await PseudoTerminal.open(place.folder, [
    ...[...args, '--epochs', String(epochs), '--out', `${name}.safetensors`],
  ])
  terminal = opened
  await opened.until('poch')
  opened.tell('stop')
  const pathOf = (kind: string): string => join(place.folder, `${name}${kind}.safetensors`)
  return { terminal: opened, out: pathOf(''), checkpoint: pathOf('.checkpoint') }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    ({ size }) => size > 0,
    () => false,
  )

/** Whether the checkpoint there is of a later epoch than this. */
const isPast = (path: string, epoch: number): Promise<boolean> =>
  loadCheckpoint(path).then(
    ({ progress }) => progress.epoch > epoch,
    () => false,
  )

test.each([
  ['the dashboard', [], 'Done after 2,000 epochs'],
  ['the bar', ['--plain'], 'Done after 2,000 epochs'],
  ['lines', ['--json'], '"reason":"done"'],
])(
  'a terminal that takes no more of %s does not stop the training, and shows how it ended when it takes something again',
  async (_, flags, ending) => {
    const { terminal, out } = await begin(MANY_EPOCHS, flags)
    await vi.waitUntil(() => exists(out), PATIENT)
    expect((await loadModel(out)).metadata.epochs).toBe(MANY_EPOCHS)
    terminal.tell('go')
    if (flags.length === 0) {
      await terminal.until('The run is over')
      terminal.send('q')
    }
    expect(await terminal.ended()).toBe(0)
    expect(terminal.output).toContain(ending)
  },
)

test.each([
  ['the dashboard', [], 'SIGTERM', 143],
  ['the dashboard', [], 'SIGHUP', 129],
  ['the bar', ['--plain'], 'SIGINT', 130],
  ['lines', ['--json'], 'SIGQUIT', 131],
] as const)('a terminal that takes no more of %s %j: %s saves and ends', async (_, flags, signal, code) => {
  const { terminal, out, checkpoint } = await begin(1_000_000_000, flags)
  await vi.waitUntil(() => isPast(checkpoint, MANY_EPOCHS), PATIENT)
  terminal.kill(signal)
  expect(await terminal.ended()).toBe(code)
  await loadModel(out)
})
