import { denseExamples, Network, type Progress, SgdController, sgd } from '@gradus/core'
import { expect, test } from 'vitest'
import { settingsOf } from '../train/watch-options.ts'
import { providedRun } from './prepare.ts'
import { type Provided, partsOf } from './provided.ts'

const dense = denseExamples([
  [
    [0.5, -1],
    [1, 0],
  ],
  [
    [2, 0.25],
    [0, 1],
  ],
])

/** A run of one epoch: the network that it began with, the one that it has trained, and its checkpoint. */
async function trainedRun() {
  const initial = new Network([2, 2], { seed: 3 })
  const network = initial.clone()
  const controller = new SgdController()
  const options = { epochs: 2, miniBatchSize: 2, eta: 1 }
  let progress: Progress | undefined
  for await (const event of sgd(network, dense, { ...options, controller })) {
    if (event.type === 'epoch') controller.checkpoint()
    if (event.type !== 'checkpoint') continue
    progress = event.checkpoint.progress
    break
  }
  if (!progress) throw new Error('There is a checkpoint')
  return { initial, network, progress, settings: settingsOf({ network, train: dense, ...options }) }
}

test('the initial weights of a run that goes on, unless its network came in their place', async () => {
  const { initial, network, progress, settings } = await trainedRun()
  const provided: Provided = {
    ...{ network: partsOf(initial), title: undefined, names: {}, notes: [] },
    data: { train: dense, validation: undefined, test: undefined },
    earlier: { network: partsOf(network), progress },
  }
  const known = Float32Array.from(initial.weights[0]?.data ?? [])
  expect(providedRun(provided, settings).initialWeights()).toEqual(known)
  expect(providedRun({ ...provided, earlier: undefined }, settings).initialWeights()).toEqual(known)
  const replaced = { ...provided, network: partsOf(network) }
  expect(providedRun(replaced, settings).initialWeights()).toBeUndefined()
  const atStart = { network: partsOf(network), progress: { ...progress, epoch: 0, position: 0 } }
  expect(providedRun({ ...replaced, earlier: atStart }, settings).initialWeights()).toBeDefined()
})
