import { type Checkpoint, GradusError } from '@gradus/core'
import { loadCheckpoint } from '@gradus/core/node'
import { formatSeed } from '../arguments/seed.ts'
import { UsageError } from '../usage-error.ts'
import { FLAGS, type GivenSetting, type TrainSettings } from './settings.ts'

/** A run to go on with, and the settings that it began with. */
export interface ResumedRun extends Checkpoint {
  readonly settings: TrainSettings
}

/** Loads a checkpoint. @throws UsageError if it is none, or the user's settings are not those of its run */
export async function loadResumed(settings: TrainSettings, path: string): Promise<ResumedRun> {
  const checkpoint = await loadCheckpoint(path).catch((error: unknown) => {
    throw error instanceof GradusError ? new UsageError(FLAGS.resume, path, error.message) : error
  })
  return { ...checkpoint, settings: settle(settings, checkpoint) }
}

/** The settings with those of the checkpoint's run in their places. More epochs may be asked for than it began with. */
function settle(settings: TrainSettings, { network, progress }: Checkpoint): TrainSettings {
  const { options, examples, epoch } = progress
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
    const message = `The run to resume has ${known}, and goes on with it. Leave the flag out.`
    throw new UsageError(FLAGS[name], given, message)
  }
  const epochs = isGiven('epochs') ? settings.epochs : options.epochs
  if (epochs < epoch) {
    const message = `The run to resume has ${epoch} epochs behind it: expected no fewer.`
    throw new UsageError(FLAGS.epochs, String(epochs), message)
  }
  return { ...settings, ...begun, epochs }
}

function formatSetting(value: TrainSettings[GivenSetting]): string {
  return typeof value === 'object' || typeof value === 'bigint' ? formatSeed(value) : String(value)
}
