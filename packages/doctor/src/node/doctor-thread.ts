/** The module of a thread that does trials for a lab, one after the other. */
import { serveTasks } from '@gradus/study/node'
import { trainTrial } from '../training.ts'
import type { Trial, TrialResult } from '../trial.ts'

serveTasks<Trial, TrialResult, never>((trial, { data, engine, signal }) =>
  trainTrial(trial, data, { engine, signal }),
)
