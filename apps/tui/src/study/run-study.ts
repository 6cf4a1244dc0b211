import { join } from 'node:path'
import type { EngineChoice } from '@gradus/core'
import { FileError } from '@gradus/core/node'
import { engineVersion, type Plan, StudyError } from '@gradus/study'
import { Store } from '@gradus/study/node'
import { EXIT, UsageError } from '../failure.ts'
import { makeRunsFolder, RUNS_FLAG } from '../history/runs-folder.ts'
import { isThere } from '../run/checkpointer.ts'
import { lock } from '../run/lock.ts'
import { reportFailure, tell } from '../terminal/output.ts'
import { checkConduct } from './blame.ts'
import { Coordinator, printEnd } from './coordinator.ts'
import { loadAgain, planStudy } from './plan-study.ts'
import { type Conduct, STUDY_FLAGS, type StudySettings } from './settings.ts'
import {
  findStudy,
  type KeptStudy,
  newName,
  problemOfName,
  STUDY,
  STUDY_FILE,
  studiesFolderOf,
} from './studies.ts'
import { winnerOf } from './winner.ts'

/** Place and name of a study. */
export interface StudyPlace {
  /** Folder of the runs, if it is not the usual one. */
  readonly runs: string | undefined
  /** Name of a new study; the time of its beginning without it. */
  readonly name: string | undefined
}

/** Runs a new study to its end, and tells the exit code. @throws UsageError */
export async function beginStudy(
  settings: StudySettings,
  place: StudyPlace,
  conduct: Conduct,
): Promise<number> {
  const { name = newName() } = place
  const problem = problemOfName(name)
  if (problem !== undefined) throw new UsageError(STUDY_FLAGS.name, name, problem)
  await checkConduct(conduct)
  const planned = await planStudy(settings).catch((error: unknown) => {
    if (!(error instanceof StudyError)) throw error
    reportFailure(error)
    return undefined
  })
  if (!planned) return EXIT.usage
  const { plan, about, ...loaded } = planned
  const folder = join(studiesFolderOf(place.runs, process.env), name)
  await makeRunsFolder(folder).catch((error: unknown) => {
    throw new UsageError(RUNS_FLAG, folder, new FileError('write', folder, error).message)
  })
  const release = await lock(STUDY_FLAGS.name, join(folder, STUDY_FILE), false, { work: 'study' })
  try {
    const store = await Store.create(folder, plan, about).catch((error: unknown) => {
      throw error instanceof StudyError ? new UsageError(STUDY_FLAGS.name, name, error.message) : error
    })
    if (!conduct.json) for (const note of loaded.notes) tell(note)
    const { engine } = settings.run
    return await new Coordinator({
      name,
      store,
      about,
      loaded,
      engine,
      runs: place.runs,
      conduct,
      onSaved: release,
    }).run()
  } finally {
    release()
  }
}

/** Choices on how a study is resumed. */
export interface ResumeSettings {
  readonly runs: string | undefined
  /** Absolute path of the data, if they are elsewhere now. */
  readonly data: string | undefined
  readonly engine: EngineChoice
  /** Whether to go on though another program, of which nobody can tell whether it runs, has the study. */
  readonly takeOver: boolean
}

/** Goes on with a study, and tells the exit code. @throws UsageError */
export async function resumeStudy(
  reference: string,
  settings: ResumeSettings,
  conduct: Conduct,
): Promise<number> {
  const { runs, data, engine, takeOver } = settings
  await checkConduct(conduct)
  const study = await findStudy(STUDY, reference, studiesFolderOf(runs, process.env))
  const { name, folder, about } = study
  const release = await lock(STUDY, join(folder, STUDY_FILE), takeOver, { work: 'study' })
  try {
    if (study.standing === 'finished' && (await hasFiles(study))) return await tellEnd(study, conduct.json)
    await checkEngine(name, study.course.plan, engine)
    const loaded = await loadAgain(STUDY, name, { plan: study.course.plan, about }, data)
    const store = await Store.open(folder).catch((error: unknown) => {
      throw error instanceof StudyError ? new UsageError(STUDY, name, error.message) : error
    })
    return await new Coordinator({
      name,
      store,
      about,
      loaded,
      engine,
      runs,
      conduct,
      onSaved: release,
    }).run()
  } finally {
    release()
  }
}

/** @throws UsageError if this program gives other bits than the one that began the study */
async function checkEngine(name: string, { engine: begun }: Plan, engine: EngineChoice): Promise<void> {
  const version = await engineVersion(engine)
  if (version === begun) return
  throw new UsageError(
    STUDY,
    name,
    `It began with version ${begun} of the engine, and this program has ${version}, which gives other bits. Go on with the program that began it, or begin a new study.`,
  )
}

/** Whether the files of a study's winner are there, if there is one. */
async function hasFiles({ course, ending, folder, about }: KeptStudy): Promise<boolean> {
  const winner = winnerOf(course, ending, { folder, about })
  return !winner || ((await isThere(winner.files.spec)) && (await isThere(winner.files.model)))
}

/** Tells the end of a study that is over, and the exit code. */
async function tellEnd({ name, folder, course, ending, about }: KeptStudy, json: boolean): Promise<number> {
  if (!json) tell(`Study ${name} is finished`)
  return await printEnd(course, winnerOf(course, ending, { folder, about }), json)
}
