import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Cause, Count, Cure, Report } from '@gradus/doctor'
import { type Ended, Shell } from './command.ts'
import { writeData } from './data-files.ts'
import type { Examined, ToldCure, Verdict } from './grading.ts'
import { dataOf, flagsOf, type HalfName, type SetUp } from './set-up.ts'

/** Exit code of an examination whose run is ill. */
const ILL = 3
/** A training leaves nothing behind but its events. */
const EVENTS_ALONE = '--json --no-runs --no-checkpoint --out ./trained.safetensors'

/** The report as the command prints it. */
type Printed = Omit<Report, 'causes'> & {
  readonly causes: readonly (Cause & { readonly cure?: Cure & { readonly command?: string } })[]
}

/** The end of a training. */
export interface Trained {
  readonly correct: number
  readonly total: number
  readonly sha256: string
}

/** A set-up with its data on the disk, in a folder that is gone after the work. */
export class Bedside {
  readonly #setUp: SetUp
  readonly #seed: number
  readonly #shell: Shell
  readonly #flags: Readonly<Record<HalfName, string>>

  private constructor(setUp: SetUp, seed: number, shell: Shell, flags: Readonly<Record<HalfName, string>>) {
    this.#setUp = setUp
    this.#seed = seed
    this.#shell = shell
    this.#flags = flags
  }

  /** Works with a set-up. @param seed of the data and of the network */
  static async with<T>(setUp: SetUp, seed: number, work: (bedside: Bedside) => Promise<T>): Promise<T> {
    const folder = await mkdtemp(join(tmpdir(), 'gradus-table-'))
    try {
      const flagsFor = async (half: HalfName): Promise<string> => {
        const data = await writeData(join(folder, half), dataOf(setUp, half), seed)
        return ['--data', half, ...data, ...flagsOf(setUp, half), '--seed', seed].join(' ')
      }
      const flags = { ill: await flagsFor('ill'), twin: await flagsFor('twin') }
      return await work(new Bedside(setUp, seed, await Shell.in(folder), flags))
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
    }
  }

  /** Trains one of the two runs, without the doctor. */
  async train(half: HalfName): Promise<Trained> {
    return await this.#trained(`gradus train ${this.#flags[half]}`)
  }

  /**
   * Examines both runs, and runs the commands of the cures.
   * @param folder that keeps the results of trials and the reports
   */
  async examine(folder: string): Promise<Examined> {
    const [ill, twin] = [await this.#verdict('ill', folder), await this.#verdict('twin', folder)]
    const { name, truth } = this.#setUp
    return { name, seed: this.#seed, truth, ill, twin }
  }

  async #verdict(half: HalfName, parent: string): Promise<Verdict> {
    const folder = join(parent, half)
    await mkdir(folder, { recursive: true })
    const line = `gradus doctor ${this.#flags[half]} --workers 1 --json --runs ${quoted(folder)}`
    const ended = await this.#shell.run(line)
    if (ended.code !== 0 && ended.code !== ILL) throw failure(line, ended)
    await writeFile(join(folder, 'report.json'), ended.output)
    const { answers, causes, base, whole, cost }: Printed = JSON.parse(ended.output)
    const cures: ToldCure[] = []
    for (const { cure } of causes) {
      if (!cure) continue
      const { change, accuracy, command } = cure
      const isReached = command === undefined ? undefined : await this.#reaches(command, cure)
      cures.push({ change, accuracy: accuracy.mean, isReached })
    }
    return {
      isIll: ended.code === ILL,
      named: answers.filter(({ answer }) => answer === 'yes').map(({ question }) => question),
      accuracy: whole ? whole.validation.correct / whole.validation.total : base.accuracy.mean,
      ...{ cures, spent: cost.spent },
    }
  }

  /** Whether a command, run as printed, ends with the same predictions and weights as the cure. */
  async #reaches(command: string, { validation, sha256 }: Cure): Promise<boolean> {
    const trained = await this.#trained(command)
    const isSame = trained.correct === validation.correct && trained.total === validation.total
    return isSame && trained.sha256 === sha256
  }

  async #trained(command: string): Promise<Trained> {
    const line = `${command} ${EVENTS_ALONE}`
    const ended = await this.#shell.run(line)
    const trained = endOf(ended.output)
    if (!trained) throw failure(line, ended)
    return trained
  }
}

function failure(line: string, { code, errors }: Ended): Error {
  return new Error(`The command ended with exit code ${code}: ${line}\n${errors}`)
}

/** A path as a POSIX shell takes it. */
function quoted(path: string): string {
  return `'${path.replaceAll("'", "'\\''")}'`
}

/** An event of a training, as far as its end is read from it. */
type Event = EpochLine | FinishedLine | { readonly type: 'started' }

interface EpochLine {
  readonly type: 'epoch'
  readonly validation: Count
}

interface FinishedLine {
  readonly type: 'finished'
  readonly reason: 'done' | 'aborted' | 'diverged'
  /** The epoch whose weights were kept, if that is not the last one. */
  readonly kept?: number
  readonly sha256: string
}

/**
 * The end of a training by its events, a line each. One that diverged has no correct predictions.
 * @returns undefined where it has not ended
 */
export function endOf(output: string): Trained | undefined {
  const events: readonly Event[] = output
    .trim()
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line))
  const epochs = events.filter(event => event.type === 'epoch')
  const finished = events.find(event => event.type === 'finished')
  if (!finished) return undefined
  const { reason, kept, sha256 } = finished
  const { correct, total } = epochs.at(kept ?? -1)?.validation ?? { correct: 0, total: 1 }
  return { correct: reason === 'diverged' ? 0 : correct, total, sha256 }
}
