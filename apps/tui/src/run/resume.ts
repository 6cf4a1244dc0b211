import { type Checkpoint, GradusError } from '@gradus/core'
import { loadCheckpoint } from '@gradus/core/node'
import { formatSeed } from '../terminal/seed.ts'
import { UsageError } from '../usage-error.ts'
import { FLAGS, type GivenSetting, type TrainSettings } from './settings.ts'

/** A run to go on with, and the settings that it began with. */
export interface ResumedRun extends Checkpoint {
  readonly settings: TrainSettings
}

/** Loads a checkpoint. @throws UsageError if it is none, or the user's settings are not those of its run */
export async function loadResumed(settings: TrainSettings, path: string): Promise<ResumedRun> {
  const checkpoint = await load(FLAGS.resume, path)
  const { epoch } = checkpoint.progress
  const settled = settle(settings, checkpoint, 'resume')
  if (settled.epochs < epoch) {
    const message = `The run to resume has ${epoch} epochs behind it: expected no fewer.`
    throw new UsageError(FLAGS.epochs, String(settled.epochs), message)
  }
  return { ...checkpoint, settings: settled }
}

function load(flag: string, path: string): Promise<Checkpoint> {
  return loadCheckpoint(path).catch((error: unknown) => {
    throw error instanceof GradusError ? new UsageError(flag, path, error.message) : error
  })
}

/** The settings of the run that a checkpoint is of, with its changes of eta: to repeat it. @throws UsageError as above */
export async function loadReplayed(settings: TrainSettings, path: string): Promise<TrainSettings> {
  const checkpoint = await load(FLAGS.replay, path)
  return { ...settle(settings, checkpoint, 'repeat'), etaChanges: checkpoint.progress.etaChanges }
}

/** The settings with those of the checkpoint's run in their places. More epochs may be asked for than it began with. */
function settle(
  settings: TrainSettings,
  { network, progress }: Checkpoint,
  what: 'resume' | 'repeat',
): TrainSettings {
  const { options, examples } = progress
  const { precision = 'float64' } = options
  const begun = {
    ...options,
    precision,
    sizes: network.sizes,
    seed: network.seed,
    trainSize: examples.length,
  }
  const isGiven = (name: GivenSetting): boolean => settings.given.includes(name)
  for (const name of ['sizes', 'miniBatchSize', 'eta', 'precision', 'seed', 'trainSize'] as const) {
    const [given, known] = [formatSetting(settings[name]), formatSetting(begun[name])]
    if (!isGiven(name) || given === known) continue
    const message = `The run to ${what} has ${known}, and ${what === 'resume' ? 'goes on' : 'begins'} with it. Leave the flag out.`
    throw new UsageError(FLAGS[name], given, message)
  }
  const epochs = isGiven('epochs') ? settings.epochs : options.epochs
  return { ...settings, ...begun, epochs }
}

function formatSetting(value: TrainSettings[GivenSetting]): string {
  return typeof value === 'object' || typeof value === 'bigint' ? formatSeed(value) : String(value)
}
