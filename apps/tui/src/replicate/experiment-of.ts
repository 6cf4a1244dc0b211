import { type Experiment, type ExperimentName, experiments } from '@gradus/fixtures/transcripts'

/** The experiment of this name. */
export function experimentOf(name: ExperimentName): Experiment {
  const experiment = experiments.find(candidate => candidate.name === name)
  if (!experiment) throw new Error(`There is no experiment ${name}.`)
  return experiment
}
