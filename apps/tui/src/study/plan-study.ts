import { resolve } from 'node:path'
import { AUGMENT_PARTS } from '@gradus/core'
import { FileError, PlainFile } from '@gradus/core/node'
import type { LoadProgress } from '@gradus/data/node'
import { engineVersion, makePlan, type Plan, Space, type SpaceJson, StudyError } from '@gradus/study'
import { MODELLED } from '../data-flags.ts'
import { UsageError } from '../failure.ts'
import { type LoadedSplits, loadSplits } from '../run/prepare.ts'
import { type DataSettings, FLAGS, namesIn, type TrainSettings } from '../run/settings.ts'
import { openProgressLine } from '../terminal/progress-bar.ts'
import { plannedRun } from '../train/spec-file.ts'
import type { About } from './about.ts'
import { blameRunFlag, blameStudyFlag } from './blame.ts'
import { STUDY_FLAGS, type StudyChoices, type StudySettings } from './settings.ts'

/** A study that is planned, and its data. */
export interface PlannedStudy extends LoadedSplits {
  readonly plan: Plan
  readonly about: About
}

/** Plans a study: loads its data, and checks everything. @throws UsageError if a flag is to blame; StudyError */
export async function planStudy(settings: StudySettings): Promise<PlannedStudy> {
  const { choices, run } = settings
  const space = await spaceOf(choices)
  for (const { field } of space.dimensions) checkFree(field, settings)
  const { spec: fixed, ...loaded } = await withLoadingLine(loading => plannedRun(run, loading))
  checkImages(space, loaded, settings)
  const engine = await engineVersion(run.engine)
  try {
    const plan = makePlan({ ...choices, space: space.toJSON(), fixed, engine })
    return { plan, about: aboutOf(run, loaded), ...loaded }
  } catch (error) {
    throw blameRunFlag(blameStudyFlag(error, choices), run)
  }
}

function aboutOf(run: TrainSettings, { names }: LoadedSplits): About {
  const { GRADUS_DATA } = process.env
  const settings: ReadonlyMap<string, unknown> = new Map(Object.entries(run))
  const isChosen = MODELLED.some(name => settings.get(name) !== undefined)
  const isOfFile = run.base !== undefined && Object.keys(namesIn(run.base)).length > 0
  return {
    begun: new Date().toISOString(),
    data: run.data ?? (GRADUS_DATA ? resolve(GRADUS_DATA) : undefined),
    names,
    form: isChosen || isOfFile ? 'chosen' : 'usual',
  }
}

/** Bytes of a file with a space, at the most. */
const LARGEST_FILE = 2 ** 24

/** The fields that are tried: those of a file, and those of flags in their place. @throws UsageError */
async function spaceOf(choices: StudyChoices): Promise<Space> {
  const { space: path, try: texts = [] } = choices
  const ofFile = path === undefined ? {} : await readSpace(path)
  if (path !== undefined && texts.length === 0) return Space.read(ofFile)
  try {
    return Space.read({ ...ofFile, ...Space.parse(texts).toJSON() })
  } catch (error) {
    throw blameStudyFlag(error, { try: texts })
  }
}

/** The space in a file of JSON. @throws UsageError */
async function readSpace(path: string): Promise<SpaceJson> {
  const blame = (message: string): UsageError => new UsageError(STUDY_FLAGS.space, path, message)
  try {
    const bytes = await PlainFile.read(path, LARGEST_FILE)
    return Space.read(JSON.parse(new TextDecoder().decode(bytes))).toJSON()
  } catch (error) {
    if (error instanceof FileError || error instanceof StudyError) throw blame(error.message)
    if (!(error instanceof SyntaxError)) throw error
    throw blame('It is no valid JSON: expected fields and their values, such as {"eta": {"log": [0.1, 10]}}.')
  }
}

/** @throws UsageError if a field is tried that changes images, and the data are none */
function checkImages({ dimensions }: Space, { splits }: LoadedSplits, { choices }: StudySettings): void {
  const tried = dimensions.find(({ field }) => AUGMENT_PARTS.some(part => part === field))
  if (splits.train.kind === 'sparse' || !tried) return
  throw blameSpace(choices, `${tried.field} changes images, and these data are none. Do not try it.`)
}

/** The usage error of the flag that gave the space. */
function blameSpace({ try: tried, space = '' }: StudyChoices, message: string): UsageError {
  return tried
    ? new UsageError(STUDY_FLAGS.try, tried.join(' '), message)
    : new UsageError(STUDY_FLAGS.space, space, message)
}

/** @throws UsageError if a flag fixes a field that is tried */
function checkFree(field: string, { choices, run, given }: StudySettings): void {
  const part = AUGMENT_PARTS.find(name => name === field)
  const isPart = part !== undefined && given.has('augment') && run.augment?.[part] !== undefined
  const name = isPart ? 'augment' : field === 'hidden' && given.has('sizes') ? 'sizes' : field
  if (!given.has(name)) return
  const flag = `--${name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`
  throw blameSpace(
    choices,
    `${flag} fixes ${field}, and the study tries it: expected one of both. Leave ${flag} out, or do not try ${field}.`,
  )
}

/** Loads the data of a study again. @param argument that names it @throws UsageError if they are others, with both hashes */
export async function loadAgain(
  argument: string,
  name: string,
  { plan, about }: Pick<PlannedStudy, 'plan' | 'about'>,
  data: string | undefined,
): Promise<LoadedSplits> {
  const { fixed } = plan
  const settings = {
    data: data ?? about.data,
    base: { spec: fixed, ...about.names, file: name, withData: true },
  }
  const loaded = await withLoadingLine(loading => loadSplits(settings, loading, settings.base))
  checkStudyData(argument, name, plan, loaded)
  return loaded
}

/**
 * Loads data of this machine for the trials of a plan, which says nothing of where they lie: they may be others.
 * @throws UsageError if a flag is to blame
 */
export async function loadForPlan({ fixed }: Plan, settings: DataSettings): Promise<LoadedSplits> {
  const chosen: ReadonlyMap<string, unknown> = new Map(Object.entries(settings))
  const withData = ['trainSize', ...MODELLED].every(name => chosen.get(name) === undefined)
  const base = { spec: fixed, file: '', withData }
  return await loadSplits({ ...settings, base }, {}, base).catch((error: unknown) => {
    if (!(error instanceof UsageError) || error.option !== FLAGS.spec) throw error
    // They have not as many examples as the plan: they are taken as they are, and compared.
    return loadSplits(settings, {}, undefined)
  })
}

/** @throws UsageError for data that are not those of the plan, with both hashes */
function checkStudyData(
  argument: string,
  name: string,
  { fixed: { data } }: Plan,
  { splits: { train, validation } }: LoadedSplits,
): void {
  const isSame =
    data.hash === train.hash && data.train === train.length && data.validation === validation?.length
  if (isSame) return
  throw new UsageError(
    argument,
    name,
    `It began with ${data.train} examples with hash ${data.hash ?? 'unknown'}, and ${data.validation} for validation; these are ${train.length} with hash ${train.hash ?? 'unknown'}, and ${validation?.length ?? 'none'}. ` +
      `Give those that it began with, by ${FLAGS.data} or GRADUS_DATA.`,
  )
}

/** Some work with a line on the terminal that tells how far the loading is, once it takes more than a second. */
export async function withLoadingLine<T>(
  work: (loading: { readonly onProgress: (progress: LoadProgress) => void }) => Promise<T>,
): Promise<T> {
  const line = openProgressLine('Loading')
  return await work({ onProgress: ({ done, total }) => line.show(done, total) }).finally(line.close)
}
