import type { StatisticsEvent } from '@gradus/core'
import type { DataProfile, TargetProfile } from '@gradus/core/health'
import type { Fields } from '@gradus/core/node'

/** Figures that a diagnosis of a run that is over can go by. */
export interface RunFigures {
  /** Facts about the training data. */
  readonly profile: DataProfile
  /** The first measurement since the run began or went on, where there was one. */
  readonly first?: Measurement
  /** The last measurement. */
  readonly last?: Measurement
}

/** The statistics of a moment, in short. */
export interface Measurement {
  /** The epoch at hand, counted from 0. */
  readonly epoch: number
  /** Examples of this epoch that had been trained on. */
  readonly position: number
  /** The learning rate then. */
  readonly eta: number
  /** The first layer after the input first. */
  readonly layers: readonly LayerFigures[]
}

/** Figures of one layer. */
export interface LayerFigures {
  /** Share of activations where the activation function is nearly flat. */
  readonly saturated: number
  /** Frobenius norm of the weights' gradient over the mini-batch before. */
  readonly gradientNorm: number
  /** The change of the weights in that mini-batch, as a part of them. */
  readonly step: number
}

/** Keeps the first and the last measurement of a run. */
export class FiguresTally {
  readonly #profile: DataProfile
  #first: Measurement | undefined
  #last: Measurement | undefined

  constructor(profile: DataProfile) {
    this.#profile = profile
  }

  /** Takes statistics; those of a network that diverges are left out, since JSON has no such numbers. */
  add(event: StatisticsEvent): void {
    const measurement = measurementOf(event)
    if (!measurement.layers.every(layer => Object.values(layer).every(Number.isFinite))) return
    this.#first ??= measurement
    this.#last = measurement
  }

  /** Forgets all measurements: the run begins anew. */
  clear(): void {
    this.#first = undefined
    this.#last = undefined
  }

  get figures(): RunFigures {
    return {
      profile: this.#profile,
      ...(this.#first && { first: this.#first }),
      ...(this.#last && { last: this.#last }),
    }
  }
}

function measurementOf({ epoch, position, eta, layers }: StatisticsEvent): Measurement {
  return {
    ...{ epoch, position, eta },
    layers: layers.map(({ saturated, gradientNorm, updateNorm, weightNorm }) => ({
      ...{ saturated, gradientNorm },
      step: updateNorm / weightNorm,
    })),
  }
}

/** Reads the figures in the record of a run. */
export function readFigures(fields: Fields): RunFigures {
  const figures = {
    profile: readProfile(fields.object('profile')),
    ...(fields.has('first') && { first: readMeasurement(fields.object('first')) }),
    ...(fields.has('last') && { last: readMeasurement(fields.object('last')) }),
  }
  fields.refuseOthers()
  return figures
}

function readMeasurement(fields: Fields): Measurement {
  const measurement = {
    epoch: fields.count('epoch'),
    position: fields.count('position'),
    eta: fields.eta('eta'),
    layers: fields.objects('layers').map(readLayer),
  }
  fields.refuseOthers()
  return measurement
}

function readLayer(fields: Fields): LayerFigures {
  const layer = {
    saturated: fields.share('saturated'),
    gradientNorm: fields.number('gradientNorm'),
    step: fields.number('step'),
  }
  fields.refuseOthers()
  return layer
}

function readProfile(fields: Fields): DataProfile {
  const profile = {
    examples: fields.count('examples', 1),
    inputSize: fields.count('inputSize', 1),
    outputSize: fields.count('outputSize', 1),
    smallest: anyNumber(fields, 'smallest'),
    largest: anyNumber(fields, 'largest'),
    mean: anyNumber(fields, 'mean'),
    rms: fields.number('rms'),
    constantInputs: fields.count('constantInputs'),
    classes: fields.counts('classes'),
    constantCost: fields.number('constantCost'),
    meanOutputs: fields.numbers('meanOutputs'),
    targets: readTargets(fields.object('targets')),
    augmentable: fields.oneOf('augmentable', [true, false]),
  }
  fields.refuseOthers()
  return profile
}

function readTargets(fields: Fields): TargetProfile {
  const targets = {
    smallest: anyNumber(fields, 'smallest'),
    largest: anyNumber(fields, 'largest'),
    smallestSum: anyNumber(fields, 'smallestSum'),
    largestSum: anyNumber(fields, 'largestSum'),
    nearestCost: fields.number('nearestCost'),
  }
  fields.refuseOthers()
  return targets
}

/** A finite number of any sign. */
function anyNumber(fields: Fields, name: string): number {
  return fields.number(name, Number.NEGATIVE_INFINITY)
}
