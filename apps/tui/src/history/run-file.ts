import { checkSpec, completeSpec, type EngineName, GradusError, type NetworkNames } from '@gradus/core'
import {
  type Blame,
  Fields,
  readEpochRecord,
  readEtaChanges,
  readNames,
  readOlderOptions,
  specFrom,
} from '@gradus/core/node'
import { readProcess } from '../run/claim.ts'
import { readFigures } from '../run/figures.ts'
import { readVerdict } from '../run/verdict.ts'
import { FORMAT, ID_PATTERN, type Run, type RunResult, STATUSES, VERSION } from './run.ts'

const ENGINES: readonly EngineName[] = ['simd', 'reference']
/** The engines of older records; 'scalar' is the former name of 'reference'. */
const OLDER_ENGINES = [...ENGINES, 'scalar'] as const

/** A file that holds no run that could be read. The message names it. */
export class RunFileError extends GradusError {
  override readonly name = 'RunFileError'
  readonly file: string

  /** @param problem what was found, and what was expected. */
  constructor(file: string, problem: string, remedy = 'Remove it, or put back what it was.') {
    super('FILE', `${file}: ${problem}. ${remedy}`)
    this.file = file
  }
}

/** Reads the text of a run's file. @param file what to call it in a message. @throws RunFileError */
export function parseRun(text: string, file: string): Run {
  const blame: Blame = problem => new RunFileError(file, problem)
  const fields = Fields.parse(text, '', blame, 'the record of a run')
  fields.oneOf('format', [FORMAT])
  const version = fields.count('version', 1)
  checkVersion(version, file)
  const history = fields.objects('history').map(readEpochRecord)
  if (history.some((record, i) => record.epoch !== i)) {
    throw fields.wrong('history', 'the epochs from 0 on, in order')
  }
  const run: Run = {
    id: readId(fields),
    started: fields.time('started'),
    process: readProcess(fields.object('process')),
    ...(version === 1 ? readOlder(fields) : readTold(fields)),
    rewinds: fields.count('rewinds'),
    resumedFrom: fields.optional('resumedFrom', fields.text),
    out: fields.optional('out', fields.text),
    model: fields.optional('model', fields.text),
    checkpoint: fields.optional('checkpoint', fields.text),
    epoch: fields.count('epoch'),
    position: fields.count('position'),
    seconds: fields.number('seconds'),
    result: readResult(fields.object('result')),
    figures: fields.optional('figures', name => readFigures(fields.object(name))),
    history,
  }
  fields.refuseOthers()
  return run
}

function checkVersion(version: number, file: string): void {
  if (version <= VERSION) return
  const problem = `it has version ${version}: expected ${VERSION}, or an older one`
  throw new RunFileError(file, problem, 'Read it with the newer Gradus that wrote it.')
}

function readId(fields: Fields): string {
  const id = fields.text('id')
  if (ID_PATTERN.test(id)) return id
  throw fields.wrong('id', 'one such as 20261124-003912-a1b2')
}

/** Parts of a record that say what was trained, and how. */
type Told = Pick<Run, 'spec' | 'engine' | 'folder' | keyof NetworkNames>

function readTold(fields: Fields): Told {
  const spec = specFrom(fields.object('spec'))
  return {
    spec,
    engine: fields.oneOf('engine', ENGINES),
    folder: fields.optional('folder', fields.text),
    ...readNames(fields, spec),
  }
}

/** The same of a record of version 1, which has no Spec. */
function readOlder(fields: Fields): Told {
  const [options, data] = [fields.object('options'), fields.object('data')]
  const engine = options.oneOf('engine', OLDER_ENGINES)
  const spec = completeSpec({
    sizes: options.counts('sizes'),
    ...readOlderOptions(options),
    seed: options.text('seed'),
    etaChanges: readEtaChanges(fields, 'etaChanges'),
    data: {
      hash: data.optional('hash', data.text),
      train: data.count('train', 1),
      validation: data.optional('validation', data.count),
      test: data.optional('test', data.count),
    },
  })
  options.attempt(() => checkSpec(spec))
  return {
    spec,
    engine: engine === 'scalar' ? 'reference' : engine,
    folder: data.optional('folder', data.text),
  }
}

function readResult(result: Fields): RunResult {
  return {
    status: result.oneOf('status', STATUSES),
    reason: result.optional('reason', result.text),
    problem: result.optional('problem', result.text),
    verdict: result.optional('verdict', name => readVerdict(result.object(name))),
    sha256: result.optional('sha256', result.text),
    examplesPerSecond: result.optional('examplesPerSecond', result.number),
  }
}
