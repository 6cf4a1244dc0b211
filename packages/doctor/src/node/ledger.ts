import { createHash } from 'node:crypto'
import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Fields, FileError, printableJson, readSpecChange } from '@gradus/core/node'
import { StudyError } from '@gradus/study'
import type { Trial, TrialResult } from '../trial.ts'

/** Things that the bits of a trial depend on besides it. */
export interface Ground {
  /** Hashes of the data, training data first. */
  readonly data: readonly string[]
  /** Version of the engine. */
  readonly engine: string
}

/** Lines of another version are those of an older program, with less in a result: their trials are done again. */
const VERSION = 2

/**
 * Results of trials in a file that only grows, a line each, written through to the disk before they count. Lines go by a
 * hash of trial, data and engine: one ledger serves any number of examinations.
 */
export class Ledger {
  readonly #file: FileHandle
  readonly #path: string
  readonly #ground: Ground
  readonly #results: Map<string, TrialResult>
  /** The last line that is being written. */
  #written: Promise<unknown> = Promise.resolve()

  private constructor(file: FileHandle, path: string, ground: Ground, results: Map<string, TrialResult>) {
    this.#file = file
    this.#path = path
    this.#ground = ground
    this.#results = results
  }

  /**
   * Opens a ledger, or begins one. A last line that was not written to its end is removed.
   * @throws StudyError ('ledger') for a line that is damaged; FileError
   */
  static async open(path: string, ground: Ground): Promise<Ledger> {
    const bytes = await attempt('read', path, async () => {
      await mkdir(dirname(path), { recursive: true })
      const file = await open(path, 'a')
      await file.close()
      return readFile(path)
    })
    const whole = bytes.lastIndexOf(0x0a) + 1
    const results = new Map<string, TrialResult>()
    const lines = bytes.subarray(0, whole).toString('utf8').split('\n').slice(0, -1)
    lines.forEach((line, i) => {
      const read = readLine(line, path, i + 1)
      if (read) results.set(read.key, read.result)
    })
    const file = await attempt('write', path, async () => {
      if (whole < bytes.length) {
        const torn = await open(path, 'r+')
        await torn.truncate(whole)
        await torn.close()
      }
      return open(path, 'a')
    })
    return new Ledger(file, path, ground, results)
  }

  /** Results that it has, those of other data and engines among them. */
  get size(): number {
    return this.#results.size
  }

  /** The result of a trial that was done before. */
  get(trial: Trial): TrialResult | undefined {
    return this.#results.get(this.#keyOf(trial))
  }

  /** Keeps a result. @throws FileError */
  put(trial: Trial, result: TrialResult): Promise<void> {
    const key = this.#keyOf(trial)
    const line = `${printableJson({ version: VERSION, key, result })}\n`
    const done = this.#written.then(() =>
      attempt('write', this.#path, async () => {
        await this.#file.appendFile(line)
        await this.#file.datasync()
        this.#results.set(key, result)
      }),
    )
    this.#written = done.catch(() => undefined)
    return done
  }

  /** Closes the file, once everything is written. */
  async close(): Promise<void> {
    await this.#written
    await this.#file.close()
  }

  #keyOf({ spec, data, judged }: Trial): string {
    const { data: ground, engine } = this.#ground
    return createHash('sha256')
      .update(JSON.stringify([engine, ground, spec, data, judged]))
      .digest('hex')
  }
}

/** A result, and the hash of what it is of. */
interface Line {
  readonly key: string
  readonly result: TrialResult
}

/** @returns undefined for a line of an older program. @throws StudyError for one that is damaged */
function readLine(line: string, path: string, number: number): Line | undefined {
  const fields = Fields.parse(
    line,
    'line',
    problem =>
      new StudyError(
        'ledger',
        `Line ${number} of ${path} is damaged: ${problem}. Remove this line: its trial is then done again.`,
      ),
  )
  if (!fields.has('version')) return undefined
  fields.oneOf('version', [VERSION])
  const result = fields.object('result')
  return {
    key: fields.text('key'),
    result: {
      sha256: result.text('sha256'),
      epochs: result.objects('epochs').map(epoch => {
        const [training, validation] = [epoch.object('training'), epoch.object('validation')]
        const count = (part: Fields) => ({ correct: part.count('correct'), total: part.count('total', 1) })
        return {
          cost: epoch.number('cost'),
          training: count(training),
          validation: { ...count(validation), cost: validation.number('cost') },
        }
      }),
      problem: result.optional('problem', result.text),
      saturated: result.objects('saturated').map(layer => ({
        first: layer.number('first'),
        last: layer.number('last'),
      })),
      findings: result.objects('findings').map(finding => ({
        code: finding.text('code'),
        change: finding.optional('change', name => readSpecChange(finding.object(name))),
      })),
    },
  }
}

async function attempt<T>(what: 'read' | 'write', path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw new FileError(what, path, error)
  }
}
