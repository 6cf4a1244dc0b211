import {
  type Checkpoint,
  diffSpecs,
  type EngineChoice,
  type Examples,
  type FinishedEvent,
  formatCheckpoint,
  hyperparametersOf,
  ModelFileError,
  type Network,
  networkOf,
  parseCheckpoint,
  SgdController,
  type SgdOptions,
  type Spec,
  sgd,
} from '@gradus/core'
import { StudyError } from './errors.ts'
import type { Judged, Outcome } from './outcome.ts'
import type { Job, Plan } from './plan.ts'
import { Trials } from './trials.ts'

/** The data of a study: none to test with. */
export interface TrialData {
  /** Examples to train on. */
  readonly train: Examples
  /** Examples to judge by. */
  readonly validation: Examples
}

/** A job that is done. */
export interface Trained {
  /** Its outcome. */
  readonly outcome: Outcome
  /** Bytes of the checkpoint at the end of the rung; undefined where the run diverged. */
  readonly checkpoint: Uint8Array<ArrayBuffer> | undefined
}

/** Options of a job. */
export interface TrainJobOptions {
  /** 'auto' by default; all give the same bits. */
  readonly engine?: EngineChoice | undefined
  /** Ends the run after the mini-batch at hand. */
  readonly signal?: AbortSignal | undefined
  /** Told of each epoch of the rung, counted from 0. */
  readonly onEpoch?: ((epoch: number, judged: Judged) => void) | undefined
}

/**
 * Trains a run of a trial up to the end of a rung. A run that is cut short there has the learning rates of its full
 * length.
 * @param from checkpoint at the end of the rung before. Without it, or if it cannot be read, the run begins anew, and ends with
 * the same bits.
 * @returns undefined if it was aborted
 * @throws StudyError for other data than the plan's; what `sgd` throws for a run that cannot be
 */
export async function trainJob(
  plan: Plan,
  job: Job,
  from: Uint8Array | undefined,
  data: TrialData,
  options: TrainJobOptions = {},
): Promise<Trained | undefined> {
  const { engine = 'auto', signal, onEpoch } = options
  const [start, end] = [plan.rungs[job.rung - 1] ?? 0, plan.rungs[job.rung] ?? 0]
  checkData(plan, data)
  const spec = Trials.of(plan).spec(job)
  const { network, progress } = startOf(spec, from, start)
  const controller = new SgdController()
  const abort = (): void => controller.abort()
  if (signal?.aborted) return undefined
  signal?.addEventListener('abort', abort)
  const run = {
    ...hyperparametersOf(spec),
    validationData: data.validation,
    engine,
    controller,
    resume: progress,
  }
  try {
    const { epochs, checkpoint, finished } = await follow(network, data.train, run, { start, end, onEpoch })
    const seconds = finished
      ? finished.trainSeconds +
        finished.evaluateSeconds -
        (progress?.trainSeconds ?? 0) -
        (progress?.evaluateSeconds ?? 0)
      : 0
    if (finished?.reason === 'diverged') {
      // The mini-batch at which it was found out depends on the clock: the epoch does not.
      const problem = `diverged in epoch ${start + epochs.length}`
      return { outcome: { ...job, sha256: '', epochs, problem, seconds }, checkpoint: undefined }
    }
    if (!checkpoint) return undefined
    // At its end the network has the weights of the epoch that is kept.
    const trained = end === spec.epochs ? network : checkpoint.network
    return {
      outcome: { ...job, sha256: await trained.sha256(), epochs, seconds },
      checkpoint: formatCheckpoint(checkpoint),
    }
  } finally {
    signal?.removeEventListener('abort', abort)
  }
}

/** The network of a trial that has come to its end, from its last checkpoint. */
export async function networkAtEnd(checkpoint: Uint8Array, data: TrialData): Promise<Network> {
  const { network, progress } = parseCheckpoint(checkpoint)
  const run = { ...hyperparametersOf(progress.spec), validationData: data.validation, resume: progress }
  for await (const _event of sgd(network, data.train, run)) {
  }
  return network
}

/** @throws StudyError for other data than those of the plan */
export function checkData({ fixed }: Plan, { train, validation }: TrialData): void {
  const { hash = train.hash, train: length, validation: judged } = fixed.data
  if (train.hash === hash && train.length === length && validation.length === judged) return
  throw new StudyError(
    'data',
    `The data are ${train.length} examples with hash ${train.hash ?? 'unknown'}, and ${validation.length} for validation: expected ${length} with hash ${hash ?? 'unknown'}, and ${judged}. Give the data that the study began with.`,
  )
}

/** The network of a run, and its progress, at the end of the rung before; the beginning without its checkpoint. */
function startOf(
  spec: Spec,
  from: Uint8Array | undefined,
  epoch: number,
): Pick<Checkpoint, 'network'> & Partial<Checkpoint> {
  if (from) {
    try {
      const checkpoint = parseCheckpoint(from)
      const { progress } = checkpoint
      const isOwn = diffSpecs([progress.spec, spec]).every(({ field }) => field === 'data.hash')
      if (isOwn && progress.epoch === epoch && progress.position === 0) return checkpoint
    } catch (error) {
      if (!(error instanceof ModelFileError)) throw error
    }
  }
  return { network: networkOf(spec) }
}

interface Span {
  /** The first epoch of the rung, and the one after its last. */
  readonly start: number
  readonly end: number
  readonly onEpoch: TrainJobOptions['onEpoch']
}

/** Runs to the end of the rung, and takes a checkpoint there. */
async function follow(
  network: Network,
  examples: Examples,
  options: SgdOptions & { readonly controller: SgdController },
  { start, end, onEpoch }: Span,
): Promise<{ epochs: Judged[]; checkpoint: Checkpoint | undefined; finished: FinishedEvent | undefined }> {
  const epochs: Judged[] = []
  let checkpoint: Checkpoint | undefined
  let finished: FinishedEvent | undefined
  for await (const event of sgd(network, examples, options)) {
    if (event.type === 'finished') finished = event
    if (event.type === 'checkpoint') {
      checkpoint = event.checkpoint
      if (end < options.epochs) options.controller.abort()
    }
    if (event.type !== 'epoch' || !event.validation) continue
    const { correct, cost } = event.validation
    if (event.epoch >= start) {
      epochs.push({ correct, cost })
      onEpoch?.(event.epoch, { correct, cost })
    }
    if (event.epoch + 1 === end) options.controller.checkpoint()
  }
  return { epochs, checkpoint, finished }
}
