import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { FileError } from '@gradus/core/node'
import { examine, type Phase, type Report, type Subject, type Trial } from '@gradus/doctor'
import { RecordedLab, ThreadLab } from '@gradus/doctor/node'
import { StudyError } from '@gradus/study'
import { NO_VALIDATION } from '../examination/examine.ts'
import { UsageError } from '../failure.ts'
import type { Run } from '../history/run.ts'
import { DOCTOR, RUNS_FLAG, runsFolderOf } from '../history/runs-folder.ts'
import { lock } from '../run/lock.ts'
import type { TrainSettings } from '../run/settings.ts'
import { blameRunFlag } from '../study/blame.ts'
import { plannedRun } from '../train/spec-file.ts'
import { recordedRun } from './recorded-run.ts'
import type { DoctorSettings } from './settings.ts'

/** A run that can be examined, and choices that were made for its data. */
interface Examinable {
  readonly subject: Subject
  readonly notes: readonly string[]
}

/** Loads the data of a run. Test data are left out: they decide nothing. @throws UsageError; StudyError */
export async function subjectOf(
  run: TrainSettings,
  loading?: Parameters<typeof plannedRun>[1],
): Promise<Examinable> {
  const planned = await plannedRun({ ...run, test: false }, loading)
  const { spec, splits, names, notes } = planned
  const { train, validation, test } = splits
  if (validation) return { subject: { spec, train, validation, test, classes: names.classes }, notes }
  const remedy = 'Set examples aside for validation, by a smaller --train-size or by --split.'
  throw blameRunFlag(new StudyError('data', `${NO_VALIDATION} ${remedy}`), run)
}

/**
 * Result of some work with the ledger of these data, which no other examination has meanwhile: examinations of any
 * run on them share it. @throws UsageError
 */
export async function withLedger<T>(
  { train, validation }: Subject,
  { runs, takeOver }: Pick<DoctorSettings, 'runs' | 'takeOver'>,
  work: (ledger: string) => Promise<T>,
): Promise<T> {
  const name = createHash('sha256').update(`${train.hash} ${validation.hash}`).digest('hex').slice(0, 16)
  const ledger = join(runsFolderOf(runs, process.env), DOCTOR, `${name}.jsonl`)
  await mkdir(dirname(ledger), { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw new UsageError(RUNS_FLAG, ledger, new FileError('write', dirname(ledger), error).message)
  })
  const release = await lock(RUNS_FLAG, ledger, takeOver, { work: 'examination' })
  try {
    return await work(ledger)
  } finally {
    release()
  }
}

/** Choices on the trials of an examination, and who follows it. */
export interface Conduct {
  readonly threads: number
  /** Examples to train on in all, if that is not left to the doctor. */
  readonly budget?: number | undefined
  /** Ends the examination after the mini-batches at hand. */
  readonly signal?: AbortSignal | undefined
  /** The record of the run, where it has one. */
  readonly record?: Run | undefined
  /** A set of trials begins. */
  readonly onPhase: (phase: Phase) => void
  /** A trial is done. */
  readonly onTrial: (trial: Trial) => void
}

/** Examines a run on threads. @throws the reason of the signal, once it is aborted; StudyError; FileError */
export async function reportOn(
  subject: Subject,
  ledger: string,
  { engine }: Pick<TrainSettings, 'engine'>,
  { threads, budget, signal, record, onPhase, onTrial }: Conduct,
): Promise<Report> {
  const crew = await ThreadLab.start(subject, { threads, engine, ledger, signal, onResult: onTrial })
  const known = record && recordedRun(record, subject.spec)
  const lab = known ? new RecordedLab(crew, known, onTrial) : crew
  try {
    return await examine(subject, lab, { budget, onPhase })
  } finally {
    await crew.close()
  }
}
