/**
 * Draws the dashboard of a real run, as the README shows it: its first epochs on MNIST, watched as on a
 * terminal of 120 x 40; and the screen of a real study.
 *
 *     pnpm --filter @gradus/tui picture
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { pictureOf } from '../src/dashboard/export/export.tsx'
import { Session } from '../src/dashboard/session.ts'
import type { ViewName } from '../src/dashboard/state.ts'
import { startTraining } from '../src/run/training.ts'
import { drawStudy } from './study-picture.tsx'

const EPOCH = 17
/** Position in the following epoch at which the picture is taken. */
const POSITION = 10_000
/** Milliseconds in which the run answers. */
const ANSWER = 1000
const PICTURES: readonly (readonly [ViewName, string])[] = [
  ['overview', 'dashboard.svg'],
  ['neurons', 'neurons.svg'],
  ['example', 'example.svg'],
]
// Relative to the built script.
const pictures = join(import.meta.dirname, '..', '..', '..', 'docs', 'pictures')
const folder = await mkdtemp(join(tmpdir(), 'gradus-picture-'))

const session = new Session({
  theme: { unicode: true },
  controls: {
    post: command => training.post(command),
    quit: () => training.post({ type: 'abort' }),
    suspend: () => undefined,
    export: () => Promise.resolve(''),
  },
  keepsCheckpoints: false,
  onChange: () => undefined,
})
const training = startTraining(
  {
    settings: {
      ...{
        sizes: [784, 30, 10],
        epochs: 30,
        miniBatchSize: 10,
        eta: 3,
        seed: 0,
        engine: 'auto',
        precision: 'float64',
      },
      ...{ test: true, out: join(folder, 'gradus.safetensors'), checkpoint: undefined, checkpointSeconds: 5 },
      ...{ resume: undefined, watched: true, given: [] },
    },
  },
  process.stdout,
  event => {
    session.onEvent(event)
    const isThere = event.type === 'progress' && event.epoch === EPOCH && event.position > POSITION
    if (isThere) training.post({ type: 'pause' })
    if (isThere) setTimeout(() => void draw(), 1000)
  },
)

/** Once what was still to be computed for the picture is there. */
async function draw(): Promise<void> {
  for (const [view, name] of PICTURES) {
    session.press({ view })
    // The run is asked for what the view shows of the network.
    await delay(ANSWER)
    if (view === 'neurons') session.press('toggle-change')
    const picture = pictureOf({ state: session.state, columns: 120, rows: 40, nextSteps: [] })
    await writeFile(join(pictures, name), picture)
  }
  training.post({ type: 'abort' })
}

await training.ended
await rm(folder, { recursive: true })
await drawStudy(pictures)
