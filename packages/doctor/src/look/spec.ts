import { etaAt, type Spec } from '@gradus/core'
import { type DataProfile, usualEtaFor } from '@gradus/core/health'
import { etaChange, specChanges } from '../change.ts'
import type { Sighting } from '../sighting.ts'
import { counted } from '../words.ts'
import { miniBatchChange } from './changes.ts'

/** Updates of the weights in all below which even a simple network is hardly trained. */
const FEW_UPDATES = 300
/** Examples a mini-batch that is tried instead. */
const SMALL_BATCH = 10
/** A momentum from which on a step goes by more gradients than tell of the place at hand. */
const HEAVY = 0.98
/** A learning rate has died where it is less than this part of the first one, ... */
const DEAD_RATE = 1e-3
/** ... and does so long before the end where so large a share of the epochs is left. */
const LEFT = 0.5
/** An early end after fewer epochs without a better accuracy may come at the first dip. */
const IMPATIENT = 2
/** A learning rate is far from the usual one for the Spec and the data from this factor on. */
const FAR = 10

/** Looks at what a Spec asks for: what cannot work, or contradicts itself. */
export function sightSpec(spec: Spec, profile: DataProfile): Sighting[] {
  return [
    ...updatesOf(spec),
    ...momentumOf(spec),
    ...scheduleOf(spec),
    ...stopOf(spec),
    ...etaOf(spec, profile),
  ]
}

/** A look at the Spec alone is never a fault: the experiments prove it. */
function note(sighting: Omit<Sighting, 'severity'>): Sighting {
  return { ...sighting, severity: 'note' }
}

/** The updates of the weights in all. */
function updatesIn({ epochs, data, miniBatchSize }: Spec): number {
  return epochs * Math.ceil(data.train / miniBatchSize)
}

function updatesOf(spec: Spec): Sighting[] {
  const { epochs, miniBatchSize, data } = spec
  const updates = updatesIn(spec)
  if (updates >= FEW_UPDATES) return []
  const smaller = Math.max(1, Math.min(SMALL_BATCH, Math.floor(data.train / SMALL_BATCH)))
  const isLarge = miniBatchSize > smaller
  const enough = Math.ceil((FEW_UPDATES * epochs) / updates)
  const remedies = [...(isLarge ? [`mini-batches of ${smaller}`] : []), `${counted(enough, 'epoch')}`]
  return [
    note({
      ...{ code: 'few-updates', question: isLarge ? 'spec' : 'epochs' },
      sentence: `The weights are changed only ${counted(updates, 'time')}: ${counted(data.train, 'example')} in mini-batches of ${miniBatchSize} give ${counted(Math.ceil(data.train / miniBatchSize), 'update')} an epoch, for ${counted(epochs, 'epoch')}; try ${remedies.join(', or ')}.`,
      figures: { updates, epochs, miniBatchSize, examples: data.train },
      suspects: isLarge ? [miniBatchChange(smaller)] : [],
    }),
  ]
}

/** Momentum sums gradients: the last so many of them. */
function momentumOf(spec: Spec): Sighting[] {
  const { optimiser } = spec
  if (!optimiser || !('momentum' in optimiser) || optimiser.momentum < HEAVY) return []
  const { momentum } = optimiser
  const steps = Math.round(1 / (1 - momentum))
  return [
    note({
      ...{ code: 'momentum-too-high', question: 'spec' },
      sentence: `The momentum of ${momentum} is high: a step goes by the last ${steps.toLocaleString('en')} gradients, and is as long as all of them together; try 0.9.`,
      figures: { momentum, steps },
      suspects: specChanges(spec).filter(({ fields }) => fields.optimiser !== undefined),
    }),
  ]
}

/** A schedule that goes by validation is not known beforehand. */
function scheduleOf(spec: Spec): Sighting[] {
  const { schedule, epochs } = spec
  if (!schedule || !('epochs' in schedule)) return []
  if (schedule.epochs >= epochs)
    return [
      note({
        ...{ code: 'schedule-idle', question: 'spec' },
        sentence: `The ${schedule.name} schedule never acts: it makes eta smaller after ${counted(schedule.epochs, 'epoch')}, and the run has ${epochs}; give it fewer, or leave it out.`,
        figures: { epochs, scheduleEpochs: schedule.epochs },
        suspects: [],
      }),
    ]
  if (schedule.name !== 'step') return []
  const rates = Array.from({ length: epochs }, (_, epoch) => etaAt(spec, { epoch, position: 0 }))
  const dead = rates.filter(eta => eta < DEAD_RATE * spec.eta).length
  if (dead < LEFT * epochs) return []
  return [
    note({
      ...{ code: 'schedule-dies', question: 'spec' },
      sentence: `The step schedule makes eta next to nothing long before the end: it is less than ${DEAD_RATE * spec.eta} in the last ${dead} of ${counted(epochs, 'epoch')}; try a constant eta, or longer steps.`,
      figures: { epochs, dead, eta: spec.eta, last: rates.at(-1) ?? 0 },
      suspects: specChanges(spec).filter(({ fields }) => fields.schedule !== undefined),
    }),
  ]
}

function stopOf({ stop, epochs }: Spec): Sighting[] {
  if (!stop) return []
  const figures = { stop: stop.epochs, epochs }
  if (stop.epochs >= epochs)
    return [
      note({
        ...{ code: 'stop-idle', question: 'spec', figures, suspects: [] },
        sentence: `The run never ends early: it waits for ${counted(stop.epochs, 'epoch')} without a better accuracy, and has ${epochs}; wait for fewer, or leave it out.`,
      }),
    ]
  if (stop.epochs >= IMPATIENT || epochs <= IMPATIENT) return []
  return [
    note({
      ...{ code: 'stop-early', question: 'epochs', figures },
      sentence: `The run ends at the first dip: after ${counted(stop.epochs, 'epoch')} without a better accuracy, which chance makes too; wait for 10 of them.`,
      suspects: [
        {
          name: 'an end after 10 epochs without a better accuracy',
          question: 'epochs',
          fields: { stop: { epochs: 10 } },
          flags: '--stop 10',
        },
      ],
    }),
  ]
}

function etaOf(spec: Spec, profile: DataProfile): Sighting[] {
  const usual = usualEtaFor(spec, profile)
  const change = etaChange(spec, usual)
  const times = spec.eta / usual
  if (times < FAR && times > 1 / FAR) return []
  const isHigh = times > 1
  const factor = Math.round(isHigh ? times : 1 / times)
  return [
    note({
      ...{ code: isHigh ? 'eta-above-usual' : 'eta-below-usual', question: change.question },
      sentence: `eta = ${spec.eta} is far ${isHigh ? 'above' : 'below'} the usual one for this Spec and these data: by a factor of ${factor.toLocaleString('en')}; try ${change.name.slice('eta = '.length)}.`,
      figures: { eta: spec.eta, usual },
      suspects: [change],
    }),
  ]
}
