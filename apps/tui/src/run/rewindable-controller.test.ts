import { denseExamples, Network, type SgdEvent, sgd } from '@gradus/core'
import { expect, test } from 'vitest'
import type { TrainCommand } from './events.ts'
import { RewindableController } from './rewindable-controller.ts'

const examples = denseExamples(Array.from({ length: 200 }, (_, i) => [[i % 2, i % 3], [i % 2]]))
const options = { epochs: 5, miniBatchSize: 10, eta: 1 }

/** Runs as the training thread does, and gives all events of each beginning. */
async function runAll(
  rewindable: RewindableController,
  onEvent: (event: SgdEvent, beginning: number) => void,
) {
  const runs: { events: SgdEvent[]; network: Network }[] = []
  do {
    const network = new Network([2, 3, 1], { seed: 0 })
    const events: SgdEvent[] = []
    runs.push({ events, network })
    for await (const event of sgd(network, examples, { ...options, controller: rewindable.controller })) {
      events.push(event)
      onEvent(event, runs.length)
    }
  } while (rewindable.restartIfRewound())
  return runs
}

const on = (
  rewindable: RewindableController,
  type: TrainCommand['type'] & ('pause' | 'resume' | 'rewind' | 'abort'),
) => rewindable.onCommand({ type })

test('a run that is rewound begins anew, and ends with the bits of one that was not', async () => {
  const rewindable = new RewindableController()
  const runs = await runAll(rewindable, (event, beginning) => {
    if (beginning === 1 && event.type === 'epoch' && event.epoch === 2) {
      rewindable.onCommand({ type: 'setEta', eta: 9 })
      on(rewindable, 'rewind')
    }
  })
  const undisturbed = await runAll(new RewindableController(), () => undefined)
  expect(runs).toHaveLength(2)
  expect(runs[0]?.events.at(-1)).toMatchObject({ reason: 'aborted', epoch: 3 })
  expect(runs[1]?.events.at(-1)).toMatchObject({ reason: 'done', eta: 1, etaChanges: [] })
  expect(runs[1]?.network).toEqual(undisturbed[0]?.network)
})

test('a run that stands still is rewound to stand still', async () => {
  const rewindable = new RewindableController()
  on(rewindable, 'pause')
  const places: string[] = []
  await runAll(rewindable, (event, beginning) => {
    if (event.type === 'started' && beginning === 1) rewindable.onCommand({ type: 'step', unit: 'epoch' })
    if (event.type === 'started' && beginning === 2) rewindable.onCommand({ type: 'step', unit: 'miniBatch' })
    if (event.type === 'epoch') on(rewindable, 'rewind')
    if (event.type === 'progress' && beginning === 2) {
      places.push(`${event.epoch}:${event.position}`)
      on(rewindable, 'abort')
    }
  })
  expect(places).toEqual(['0:10'])
})

test('a run that was told to end is not rewound', async () => {
  const rewindable = new RewindableController()
  const runs = await runAll(rewindable, event => {
    if (event.type !== 'epoch') return
    on(rewindable, 'rewind')
    on(rewindable, 'abort')
  })
  expect(runs).toHaveLength(1)
  expect(runs[0]?.events.at(-1)).toMatchObject({ reason: 'aborted', epoch: 1 })
})

test('commands that came before the run began are obeyed', async () => {
  const rewindable = new RewindableController()
  on(rewindable, 'abort')
  const [run] = await runAll(rewindable, () => undefined)
  expect(run?.events.map(({ type }) => type)).toEqual(['started', 'checkpoint', 'finished'])
})
