import { mkdir, readFile, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { completeSpec, type GivenSpec } from '@gradus/core'
import { Fields, specFrom, writeFileAtomic } from '@gradus/core/node'
import packageJson from '../../package.json' with { type: 'json' }
import { describeError } from '../failure.ts'
import { defaultRunsFolder } from '../history/runs-folder.ts'
import type { Trial } from './trials.ts'

/** The version of the program whose runs a file has: those of another are done again. */
const { version } = packageJson

/**
 * Runs of experiments that are not finished yet, in a file, so that an experiment which was stopped goes on.
 * Runs leave it when their experiment is reported: the next time it is run again.
 */
export class KeptRuns {
  /** The file that keeps them; none if undefined. */
  readonly path: string | undefined
  readonly #trials = new Map<string, Trial>()
  #problem: string | undefined
  #written: Promise<void> = Promise.resolve()

  private constructor(path: string | undefined) {
    this.path = path
  }

  /** The runs in a file; none where there is no such file, or it cannot be read. */
  static async open(path: string | undefined): Promise<KeptRuns> {
    const kept = new KeptRuns(path)
    if (path === undefined) return kept
    const text = await readFile(path, 'utf8').catch(() => undefined)
    if (text === undefined) return kept
    try {
      for (const trial of readTrials(text)) kept.#trials.set(keyOf(trial.spec), trial)
    } catch (error) {
      kept.#problem = `The runs kept in ${path} cannot be read, and are done again: ${describeError(error)}`
    }
    return kept
  }

  /** Why they could not be read, or cannot be kept. */
  get problem(): string | undefined {
    return this.#problem
  }

  /** Fulfilled when the file has all that it is to have, as far as it can be written. Never rejected. */
  get written(): Promise<void> {
    return this.#written
  }

  get(spec: GivenSpec): Trial | undefined {
    return this.#trials.get(keyOf(spec))
  }

  /** Keeps a run. */
  add(trial: Trial): void {
    this.#trials.set(keyOf(trial.spec), trial)
    this.#written = this.#written.then(() => this.#write())
  }

  /** Removes the runs of an experiment that is reported. */
  forget(specs: readonly GivenSpec[]): void {
    for (const spec of specs) this.#trials.delete(keyOf(spec))
    this.#written = this.#written.then(() => this.#write())
  }

  async #write(): Promise<void> {
    const { path } = this
    if (path === undefined) return
    try {
      if (this.#trials.size === 0) await unlink(path).catch(() => undefined)
      else {
        await mkdir(dirname(path), { recursive: true })
        const runs = [...this.#trials.values()]
        await writeFileAtomic(path, new TextEncoder().encode(`${JSON.stringify({ version, runs })}\n`))
      }
    } catch (error) {
      this.#problem = `Finished runs cannot be kept: ${describeError(error)}`
    }
  }
}

/** The file, beside the folder of the runs. */
export function keptRunsPath(env: NodeJS.ProcessEnv): string | undefined {
  const folder = defaultRunsFolder(env)
  return folder === undefined ? undefined : join(dirname(folder), 'replicate.json')
}

/** All that decides the bits of a run. */
function keyOf(spec: GivenSpec): string {
  return JSON.stringify(completeSpec(spec))
}

function readTrials(text: string): Trial[] {
  const file = Fields.parse(text, 'file', problem => new Error(`${problem}.`))
  if (file.text('version') !== version) return []
  return file.objects('runs').map(run => ({
    spec: specFrom(run.object('spec')),
    validation: run.counts('validation'),
    test: run.counts('test'),
    training: run.counts('training'),
    sha256: run.text('sha256'),
    problem: run.optional('problem', run.text),
  }))
}
