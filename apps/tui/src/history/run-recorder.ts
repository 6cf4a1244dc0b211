import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createFileAtomic, FileError, removeLeftovers, thisProcess, writeFileAtomic } from '@gradus/core/node'
import type { RunEvent } from '../run/events.ts'
import { initialRun, type RunState, runAfter } from '../run/run-state.ts'
import type { TrainSettings } from '../run/settings.ts'
import { namesIn } from '../run/settings.ts'
import { Budget, Latest } from '../run/throttle.ts'
import { formatRun, newRunId, pathOfRun, type Run, type RunResult } from './run.ts'
import { makeRunsFolder, RUNS_FLAG } from './runs-folder.ts'

/** Run without the id that it gets when it is first saved. */
type UnnamedRun = Omit<Run, 'id'>

/**
 * Keeps the record of a run from what its training thread tells, and saves it: at the start, as epochs become
 * complete (at most about once a second), and in the end. Nothing that goes wrong with it reaches the
 * training: it is told by one warning.
 */
export class RunRecorder {
  readonly #settings: TrainSettings
  readonly #writer: RunWriter | undefined
  #run: RunState = initialRun
  /** Time of the first start. */
  #time: string | undefined

  /**
   * @param folder of the runs; without one the run is not kept. @param warn gets one line, with the remedy,
   * if the run cannot be kept. @param isProvided whether a program provides it
   */
  constructor(
    folder: string | undefined,
    settings: TrainSettings,
    warn: (line: string) => void,
    isProvided = false,
  ) {
    this.#settings = settings
    const warnOf = (problem: string): void => warn(warningOf(problem, isProvided ? 'runs' : RUNS_FLAG))
    if (folder === undefined) warnOf('there is no home folder.')
    else this.#writer = new RunWriter(folder, error => warnOf(error.message))
  }

  /** Takes an event of the run. Never throws. */
  onEvent(event: RunEvent): void {
    if (this.#run.phase === 'over') return
    this.#run = runAfter(this.#run, event)
    if (event.type === 'started') this.#time ??= new Date().toISOString()
    if (DECISIVE.has(event.type) || (OFTEN.has(event.type) && this.#writer?.isRested)) this.#save()
  }

  /**
   * Fulfilled when the record is saved. A run whose end was not told has failed. @param why its training
   * thread died, if it is known
   */
  async close(why = 'it ended too early'): Promise<void> {
    this.onEvent({ type: 'died', message: `The training thread died: ${why}.` })
    await this.#writer?.flush()
  }

  #save(): void {
    const run = this.#time === undefined ? undefined : recordOf(this.#run, this.#settings, this.#time)
    if (run) this.#writer?.save(run)
  }
}

/** Events after which the record is saved at once, and those after which it is unless it was just now. */
const DECISIVE = new Set<RunEvent['type']>(['started', 'finished', 'saved', 'unsaved', 'failed', 'died'])
const OFTEN = new Set<RunEvent['type']>(['epoch', 'checkpointed'])

/** Record of a run; undefined before its first start. @param time of that, ISO 8601 */
function recordOf(run: RunState, settings: TrainSettings, time: string): UnnamedRun | undefined {
  const { loaded, started, rewinds, progress, history, etaChanges, checkpoint, kept } = run
  if (!started) return undefined
  const { spec, engine } = started
  const position = progress?.epoch === history.length ? progress.position : 0
  return {
    started: time,
    process: thisProcess(),
    spec: { ...spec, etaChanges },
    engine,
    folder: settings.data,
    ...(loaded && namesIn(loaded)),
    rewinds,
    resumedFrom: rewinds === 0 ? settings.resume : undefined,
    out: settings.out,
    model: kept?.type === 'saved' ? kept.path : undefined,
    checkpoint:
      checkpoint.last?.path ?? (settings.checkpoint === settings.resume ? settings.resume : undefined),
    epoch: history.length,
    position: progress ? position : started.position,
    seconds: progress?.elapsedSeconds ?? started.elapsedSeconds,
    result: resultOf(run),
    figures: run.finished?.figures,
    history: [...history],
  }
}

function resultOf({ finished, kept, failed }: RunState): RunResult {
  return {
    status: failed ? 'failed' : (finished?.reason ?? 'running'),
    reason: failed?.message ?? finished?.error?.message,
    problem: kept?.type === 'unsaved' ? kept.reason : kept?.problem,
    verdict: finished?.verdict,
    sha256: kept?.sha256,
    // 0 where no training was done, which is no rate.
    examplesPerSecond: finished?.examplesPerSecond || undefined,
  }
}

/** @param option by which a person, or a program, names the folder */
function warningOf(problem: string, option: string): string {
  const remedy = `Training goes on; keep its runs elsewhere by ${option}.`
  return `warning: The run is not kept: ${problem} ${remedy}`
}

/** Milliseconds between two saves that nothing hurries. */
const INTERVAL = 1000
/** Upper bound on the share of wall time spent saving: long histories are saved less often. */
const LARGEST_SHARE = 0.01

/**
 * Saves the record of a run again and again, the newest state of it: one save at a time. What fails is told,
 * once, and tried again with the next save.
 */
class RunWriter {
  readonly #folder: string
  readonly #warn: (error: Error) => void
  #id: string | undefined
  readonly #budget = new Budget(LARGEST_SHARE)
  readonly #runs = new Latest<UnnamedRun>(run => this.#trySaving(run))
  #hasWarned = false

  constructor(folder: string, warn: (error: Error) => void) {
    this.#folder = folder
    this.#warn = warn
  }

  /** Whether the last save is so long ago that another may cost what it does. */
  get isRested(): boolean {
    return this.#runs.isIdle && this.#budget.isDue(INTERVAL)
  }

  save(run: UnnamedRun): void {
    this.#runs.put(run)
  }

  /** Fulfilled when the newest state is saved, or has failed to be. */
  async flush(): Promise<void> {
    await this.#runs.flush()
  }

  async #trySaving(run: UnnamedRun): Promise<void> {
    const start = performance.now()
    await this.#save(run).catch((error: unknown) => this.#warnOnce(error))
    this.#budget.spend(performance.now() - start)
    this.#budget.begin()
  }

  async #save(run: UnnamedRun): Promise<void> {
    if (this.#id === undefined) {
      await prepare(this.#folder)
      this.#id = await create(this.#folder, run)
    } else {
      const id = this.#id
      await writeFileAtomic(pathOfRun(this.#folder, id), bytesOf({ id, ...run }))
    }
  }

  #warnOnce(error: unknown): void {
    if (this.#hasWarned) return
    this.#hasWarned = true
    this.#warn(error instanceof Error ? error : new Error(String(error)))
  }
}

/** Makes the folder, and sweeps up in it after programs that were killed. @throws FileError */
async function prepare(folder: string): Promise<void> {
  try {
    await makeRunsFolder(folder)
    for (const name of await readdir(folder)) {
      const [, file] = /^\.(\d{8}-\d{6}-[0-9a-f]{4}\.json)\..*\.tmp$/.exec(name) ?? []
      if (file !== undefined) await removeLeftovers(join(folder, file))
    }
  } catch (error) {
    throw new FileError('write', folder, error, isTaken(error) ? 'it is no folder.' : undefined)
  }
}

/**
 * Saves a run first, under an id that no other has: of several that start in the same second only one can
 * make the file of an id, which appears whole. @returns the id. @throws FileError
 */
async function create(folder: string, run: UnnamedRun): Promise<string> {
  for (;;) {
    const id = newRunId(new Date(run.started))
    try {
      await createFileAtomic(pathOfRun(folder, id), bytesOf({ id, ...run }))
      return id
    } catch (error) {
      if (!(error instanceof FileError && isTaken(error.cause))) throw error
    }
  }
}

function bytesOf(run: Run): Uint8Array {
  return new TextEncoder().encode(formatRun(run))
}

/** Whether something has the name already. */
function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST'
}
