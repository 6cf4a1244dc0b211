import { type EngineName, GradusError, type Precision } from '@gradus/core'
import { type Blame, Fields, readEpochRecord } from '@gradus/core/node'
import { readProcess } from '../run/claim.ts'
import { ID_PATTERN, type Run, type RunData, type RunOptions, type RunResult, STATUSES } from './run.ts'

const FORMAT = 'gradus-run'
/** Changes when older programs could not read the file any more. */
const VERSION = 1

const PRECISIONS: readonly Precision[] = ['float64', 'float32']
/** The engines of records; 'scalar' is the former name of 'reference'. */
const ENGINES: readonly (EngineName | 'scalar')[] = ['simd', 'reference', 'scalar']

/** A file that holds no run that could be read. The message names it. */
export class RunFileError extends GradusError {
  readonly file: string

  /** @param problem what was found, and what was expected. */
  constructor(file: string, problem: string, remedy = 'Remove it, or put back what it was.') {
    super('FILE', `${file}: ${problem}. ${remedy}`)
    this.file = file
  }
}

/** The text of a run's file: JSON on one line. */
export function formatRun(run: Run): string {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, ...run })}\n`
}

/** Reads the text of a run's file. @param file what to call it in a message. @throws RunFileError */
export function parseRun(text: string, file: string): Run {
  const blame: Blame = problem => new RunFileError(file, problem)
  const fields = Fields.parse(text, '', blame, 'the record of a run')
  fields.oneOf('format', [FORMAT])
  checkVersion(fields.count('version', 1), file)
  const options = readOptions(fields.object('options'))
  const history = fields.objects('history').map(readEpochRecord)
  const epoch = fields.count('epoch')
  if (history.some((record, i) => record.epoch !== i)) {
    throw fields.wrong('history', 'the epochs from 0 on, in order')
  }
  return {
    id: readId(fields),
    started: fields.time('started'),
    process: readProcess(fields.object('process')),
    options,
    data: readData(fields.object('data')),
    etaChanges: fields.objects('etaChanges').map(change => {
      return { epoch: change.count('epoch'), position: change.count('position'), eta: change.eta('eta') }
    }),
    rewinds: fields.count('rewinds'),
    resumedFrom: fields.optional('resumedFrom', fields.text),
    out: fields.text('out'),
    model: fields.optional('model', fields.text),
    checkpoint: fields.optional('checkpoint', fields.text),
    epoch,
    position: fields.count('position'),
    seconds: fields.number('seconds'),
    result: readResult(fields.object('result')),
    history,
  }
}

function checkVersion(version: number, file: string): void {
  if (version === VERSION) return
  const problem = `it has version ${version}: expected ${VERSION}`
  throw new RunFileError(file, problem, 'Read it with the newer Gradus that wrote it.')
}

function readId(fields: Fields): string {
  const id = fields.text('id')
  if (ID_PATTERN.test(id)) return id
  throw fields.wrong('id', 'one such as 20261124-003912-a1b2')
}

function readOptions(options: Fields): RunOptions {
  const engine = options.oneOf('engine', ENGINES)
  return {
    sizes: options.counts('sizes'),
    epochs: options.count('epochs', 1),
    miniBatchSize: options.count('miniBatchSize', 1),
    eta: options.eta('eta'),
    seed: options.text('seed'),
    precision: options.oneOf('precision', PRECISIONS),
    engine: engine === 'scalar' ? 'reference' : engine,
  }
}

function readData(data: Fields): RunData {
  return {
    folder: data.optional('folder', data.text),
    hash: data.optional('hash', data.text),
    train: data.count('train', 1),
    validation: data.optional('validation', data.count),
    test: data.optional('test', data.count),
  }
}

function readResult(result: Fields): RunResult {
  return {
    status: result.oneOf('status', STATUSES),
    reason: result.optional('reason', result.text),
    problem: result.optional('problem', result.text),
    sha256: result.optional('sha256', result.text),
    examplesPerSecond: result.optional('examplesPerSecond', result.number),
  }
}
