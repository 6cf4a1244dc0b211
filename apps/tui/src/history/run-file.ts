import type { EngineName, EpochRecord, Evaluation, Precision } from '@gradus/core'
import { Fields, RunFileError } from '../run/fields.ts'
import { ID_PATTERN, type Run, type RunData, type RunOptions, type RunResult, STATUSES } from './run.ts'

const FORMAT = 'gradus-run'
/** Changes when older programs could not read the file any more. */
const VERSION = 1

const PRECISIONS: readonly Precision[] = ['float64', 'float32']
/** The engines of records; 'scalar' is the former name of 'reference'. */
const ENGINES: readonly (EngineName | 'scalar')[] = ['simd', 'reference', 'scalar']

/** The text of a run's file: JSON on one line. */
export function formatRun(run: Run): string {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, ...run })}\n`
}

/** Reads the text of a run's file. @param file what to call it in a message. @throws RunFileError */
export function parseRun(text: string, file: string): Run {
  const fields = new Fields(parseJson(text, file), file)
  fields.oneOf('format', [FORMAT])
  checkVersion(fields.count('version', 1), file)
  const options = readOptions(fields.object('options'))
  const history = fields.objects('history').map(readRecord)
  const epoch = fields.count('epoch')
  if (history.some((record, i) => record.epoch !== i)) {
    throw fields.blame('history', 'the epochs from 0 on, in order')
  }
  return {
    id: readId(fields),
    started: fields.time('started'),
    process: fields.process('process'),
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

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new RunFileError(file, 'it is no valid JSON: expected the record of a run')
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
  throw fields.blame('id', 'one such as 20261124-003912-a1b2')
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

function readRecord(record: Fields): EpochRecord {
  const test = record.optional('test', name => readEvaluation(record.object(name)))
  const validation = record.optional('validation', name => readEvaluation(record.object(name)))
  return {
    epoch: record.count('epoch'),
    ...(test && { correct: test.correct, total: test.total, test }),
    ...(validation && { validation }),
    cost: record.number('cost'),
    eta: record.eta('eta'),
    trainSeconds: record.number('trainSeconds'),
    evaluateSeconds: record.number('evaluateSeconds'),
  }
}

function readEvaluation(evaluation: Fields): Evaluation {
  const total = evaluation.count('total', 1)
  return {
    correct: evaluation.count('correct', 0, total),
    total,
    cost: evaluation.number('cost'),
    predictions: evaluation.counts('predictions'),
  }
}
