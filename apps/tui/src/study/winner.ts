import { join } from 'node:path'
import { answerOf, argmax, type Examples, type Network, Predictor, type Spec } from '@gradus/core'
import { saveModel, writeFileAtomic } from '@gradus/core/node'
import {
  type Course,
  type Job,
  networkAtEnd,
  StudyError,
  trainJob,
  type Verdict,
  verdictOf,
} from '@gradus/study'
import type { Ending, Store } from '@gradus/study/node'
import type { LoadedSplits, PreparedRun } from '../run/prepare.ts'
import { calledAs, quoted, shortPath } from '../terminal/printable.ts'
import { specLines } from '../train/spec-file.ts'
import type { About } from './about.ts'

/** The winner of a study that is over. */
export interface Winner {
  readonly verdict: Verdict
  /** The Spec of its first run, with the test data. */
  readonly spec: Spec
  /** Evaluations of that run; on the test data only at the end, once. */
  readonly validation: Score
  readonly test: Score | undefined
  /** SHA-256 of its weights. */
  readonly sha256: string
  readonly files: WinnerFiles
  /** Command that trains it again, as a POSIX shell takes it. */
  readonly command: string
}

interface Score {
  readonly correct: number
  readonly total: number
}

/** Files of a winner, as paths. */
interface WinnerFiles {
  readonly spec: string
  readonly model: string
}

/** The files of the winner of a study in this folder. */
function winnerFiles(folder: string): WinnerFiles {
  return { spec: join(folder, 'winner.json'), model: join(folder, 'winner.safetensors') }
}

/** The winner of a study that was brought to its end; undefined where there is none. */
export function winnerOf(
  course: Course,
  ending: Ending | undefined,
  { folder, about }: { readonly folder: string; readonly about: About },
): Winner | undefined {
  const verdict = verdictOf(course)
  if (!verdict || !ending) return undefined
  const { trial } = verdict.winner
  const { fixed, rungs } = course.plan
  const [correct = 0] = course.correctAt(trial, rungs.length - 1)
  const files = winnerFiles(folder)
  return {
    verdict,
    spec: { ...course.trials.spec({ trial, seed: 0 }), data: fixed.data },
    validation: { correct, total: fixed.data.validation ?? 0 },
    test: ending.test,
    sha256: ending.sha256,
    files,
    command: trainCommand(files, about),
  }
}

/** The command that trains the winner: where flags say how the data are made, its model file knows them. */
function trainCommand({ spec, model }: WinnerFiles, { data, form }: About): string {
  const words = [
    ...['--spec', shortPath(form === 'usual' ? spec : model)],
    ...(data === undefined ? [] : ['--data', shortPath(data)]),
  ]
  return `${calledAs()} train ${words.map(quoted).join(' ')}`
}

/**
 * Ends a study: evaluates its winner on the test data, unless that was done, and saves its Spec and its model.
 * @returns the winner; undefined where every trial diverged
 * @throws FileError
 */
export async function crown(
  store: Store,
  { splits, names }: LoadedSplits,
  about: About,
): Promise<Winner | undefined> {
  const { course, plan, folder } = store
  const verdict = verdictOf(course)
  if (!verdict) return undefined
  const job = { trial: verdict.winner.trial, seed: 0, rung: plan.rungs.length - 1 }
  const network = await networkOfJob(store, job, splits)
  const sha256 = await network.sha256()
  if (!store.ending) {
    const { precision } = course.trials.spec(job)
    const test =
      plan.fixed.data.test === undefined || !splits.test
        ? undefined
        : scoreOf(network, splits.test, precision)
    await store.end({ trial: job.trial, sha256, ...(test && { test }) })
  }
  const winner = winnerOf(course, store.ending, { folder, about })
  if (!winner) return undefined
  const { spec, validation, test, files } = winner
  const accuracy = { validation: shareOf(validation), ...(test && { test: shareOf(test) }) }
  await saveModel(files.model, network, { spec, epochs: epochsOf(course, job, spec), accuracy, ...names })
  await writeFileAtomic(files.spec, new TextEncoder().encode(`${specLines(spec).join('\n')}\n`))
  return winner
}

/** The network that a job ended with. Where its checkpoint is lost, it is trained again. */
async function networkOfJob(store: Store, job: Job, splits: PreparedRun['splits']): Promise<Network> {
  const { train, validation } = splits
  if (!validation)
    throw new StudyError('data', 'The data have no validation examples: expected those of the study.')
  const data = { train, validation }
  const known = store.course.outcome(job)?.sha256
  const kept = await store.checkpointAfter(job)
  const network = kept && (await networkAtEnd(kept, data).catch(() => undefined))
  if (network && (await network.sha256()) === known) return network
  const again = await trainJob(store.plan, job, undefined, data)
  if (!again?.checkpoint || again.outcome.sha256 !== known)
    throw new StudyError(
      'outcome',
      `Trial ${job.trial} was trained again, and ended with other weights than before (${known}): expected the same. The program, or the memory of this machine or another, is faulty: begin a new study.`,
    )
  return await networkAtEnd(again.checkpoint, data)
}

/** Epochs that a network was trained for: up to the best one, where that is kept. */
function epochsOf(course: Course, { trial, seed }: Job, { epochs, keep }: Spec): number {
  if (keep !== 'best') return epochs
  const judged = course.plan.rungs.flatMap((_, rung) => course.outcome({ trial, seed, rung })?.epochs ?? [])
  const most = Math.max(...judged.map(({ correct }) => correct))
  return judged.findIndex(({ correct }) => correct === most) + 1
}

/** Examples that are evaluated at a time. */
const SLICE = 1000

/** The correct predictions of a network, in the precision of its run. */
function scoreOf(network: Network, examples: Examples, precision: Spec['precision']): Score {
  const { length, outputSize } = examples
  const predictor = new Predictor(network, { precision })
  let correct = 0
  for (let from = 0; from < length; from += SLICE) {
    const outputs = predictor.outputsOf(examples, from, Math.min(from + SLICE, length))
    for (let at = 0; at < outputs.length; at += outputSize) {
      const predicted = argmax(outputs, at, at + outputSize)
      if (predicted === answerOf(examples, from + at / outputSize)) correct++
    }
  }
  return { correct, total: length }
}

function shareOf({ correct, total }: Score): number {
  return correct / total
}
