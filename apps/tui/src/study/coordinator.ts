import { availableParallelism } from 'node:os'
import type { EngineChoice } from '@gradus/core'
import type { Course, StudyEvent } from '@gradus/study'
import { runOnThreads, type Store } from '@gradus/study/node'
import { describeError, EXIT, exitCodeOf, UsageError } from '../failure.ts'
import { type Interrupts, outlivesTerminal, watchInterrupts, withdrawSignals } from '../interrupts.ts'
import type { LoadedSplits } from '../run/prepare.ts'
import { countOf, formatCount } from '../terminal/format.ts'
import { columnsOfOutput, onBrokenOutput, print, printJson, reportFailure, tell } from '../terminal/output.ts'
import { calledAs } from '../terminal/printable.ts'
import type { About } from './about.ts'
import { blameStudyFlag } from './blame.ts'
import { resultJson, startedJson } from './json-events.ts'
import { JsonScreen, LinesScreen, type StudyScreen } from './lines-screen.ts'
import { openStudyScreen } from './screen/open-study-screen.ts'
import { type Conduct, shownAddress } from './settings.ts'
import { trialLines } from './show-studies.ts'
import { studyCommand } from './studies.ts'
import type { StudyEnding } from './study-snapshot.ts'
import { StudyState } from './study-state.ts'
import { noWinnerText, openingLines, winnerLines } from './transcript.ts'
import { crown, type Winner } from './winner.ts'

/** Prints the end of a study, and tells the exit code. */
export async function printEnd(course: Course, winner: Winner | undefined, json: boolean): Promise<number> {
  if (json) {
    const result = winner ? resultJson(course, winner) : { error: noWinnerText(course) }
    await printJson([{ type: 'ended', status: winner ? 'finished' : 'diverged', ...result }])
  } else if (winner) {
    await print([
      '',
      ...trialLines(course, MOST_TRIALS, columnsOfOutput()),
      '',
      ...winnerLines(course, winner),
    ])
  }
  if (winner) return EXIT.done
  tell(`error: ${noWinnerText(course)}`)
  return EXIT.failed
}

/** Trials that are listed at the end. */
const MOST_TRIALS = 10

/** A study that is to be carried out. */
export interface Undertaking {
  readonly name: string
  readonly store: Store
  readonly about: About
  readonly loaded: LoadedSplits
  readonly engine: EngineChoice
  readonly runs: string | undefined
  readonly conduct: Conduct
  /** Called when nothing will be saved any more, though the screen may stay for long. */
  readonly onSaved: () => void
}

/** The end of the work on a study. */
interface End {
  readonly winner?: Winner | undefined
  /** Whether all trials are done, and the winner, if there is one, is saved. */
  readonly isOver?: boolean
  readonly failure?: unknown
}

/** Carries a study out, on a screen that signals, keys and broken pipes can stop. */
export class Coordinator {
  readonly #study: Undertaking
  readonly #state: StudyState
  readonly #end = new AbortController()
  /** Exit code of a study that was asked to stop. */
  #exitCode: number | undefined
  /** Exit code of a study whose output nobody takes any more. */
  #outputCode: number | undefined

  constructor(study: Undertaking) {
    this.#study = study
    const { name, store, conduct } = study
    const threads = conduct.queue === undefined ? threadsOf(conduct) : undefined
    this.#state = new StudyState(store.course, { name, threads })
  }

  /** @returns the exit code */
  async run(): Promise<number> {
    const { name, store, conduct } = this.#study
    const { json } = conduct
    let screen: StudyScreen | undefined
    const stop = (): void => {
      this.#state.stop()
      screen?.refresh()
      this.#end.abort()
    }
    const quit = (code: number): void => {
      this.#exitCode = code
      stop()
    }
    onBrokenOutput(code => {
      this.#outputCode = code
      stop()
    })
    const interrupts = watchInterrupts(
      signal => quit(exitCodeOf(signal)),
      () => quit(EXIT.done),
    )
    if (json) await printJson([startedJson(name, store.folder, store.course)])
    else for (const line of this.#opening()) tell(line)
    screen = await this.#open(interrupts)
    try {
      const end = await this.#follow(screen)
      await store.close()
      this.#study.onSaved()
      await screen.close()
      return await this.#tell(end)
    } finally {
      interrupts.dispose()
      onBrokenOutput(undefined)
      withdrawSignals()
    }
  }

  /** Opens the screen that suits the terminal. */
  async #open({ ask }: Interrupts): Promise<StudyScreen> {
    const { store, conduct } = this.#study
    const { json, plain, exit } = conduct
    if (json) return new JsonScreen(store.course)
    const hangUp = (): void => {
      if (!outlivesTerminal) ask('SIGHUP')
    }
    const screen = plain ? undefined : await openStudyScreen({ state: this.#state, exit, quit: ask, hangUp })
    return screen ?? new LinesScreen(this.#state)
  }

  #opening(): string[] {
    const { name, store, conduct } = this.#study
    const { queue } = conduct
    const { rung, plan, progress, isOver } = store.course
    const place =
      queue === undefined
        ? `on ${countOf(threadsOf(conduct), 'thread')}`
        : `by the queue ${shownAddress(queue)}`
    const isNew = rung === 0 && progress.done === 0
    const before = `${formatCount(progress.done)} of ${countOf(progress.total, 'run')} of rung ${rung + 1} of ${plan.rungs.length} are done`
    return [
      ...openingLines(name, store.course, place),
      ...(queue === undefined
        ? []
        : [
            `Its trials wait for workers, on any machine: ${calledAs()} worker --queue ${shownAddress(queue)}`,
          ]),
      ...(isNew ? [] : [isOver ? 'Going on: all trials are done' : `Going on: ${before}`]),
    ]
  }

  /** Carries it out as far as it goes. */
  async #follow(screen: StudyScreen): Promise<End> {
    const { store, loaded, about } = this.#study
    const onEvent = (event: StudyEvent): void => {
      this.#state.take(event)
      screen.show(event)
    }
    try {
      await this.#train(onEvent)
      if (!store.course.isOver || this.#end.signal.aborted) return {}
      this.#state.judge()
      screen.refresh()
      const winner = await crown(store, loaded, about)
      this.#state.end(winner && endingOf(winner, store.folder))
      screen.refresh()
      return { winner, isOver: true }
    } catch (failure) {
      this.#state.stop()
      screen.refresh()
      return { failure }
    }
  }

  async #train(onEvent: (event: StudyEvent) => void): Promise<void> {
    const { store, loaded, conduct, engine } = this.#study
    const { train, validation } = loaded.splits
    if (!validation) return
    const { signal } = this.#end
    const { queue, verify } = conduct
    if (queue === undefined) {
      const threads = threadsOf(conduct)
      await runOnThreads(store, { train, validation }, { threads, engine, signal, onEvent })
      return
    }
    // Loaded only where there is a queue: it needs packages that others do without.
    const { runOnQueue } = await import('@gradus/study/queue')
    await runOnQueue(store, { queue, verify, signal, onEvent })
  }

  /** Tells the end, and the exit code. */
  async #tell({ winner, isOver, failure }: End): Promise<number> {
    const { name, store, runs, conduct } = this.#study
    const { json } = conduct
    const { course } = store
    const goOn = studyCommand('resume', name, runs, conduct.queue)
    if (failure !== undefined) {
      const error = blameStudyFlag(failure, conduct)
      if (json)
        await printJson([{ type: 'ended', status: 'failed', error: describeError(error), resume: goOn }])
      reportFailure(error)
      tell(`All that was done is kept. Go on with: ${goOn}`)
      return error instanceof UsageError ? EXIT.usage : EXIT.failed
    }
    if (isOver) {
      const code = await printEnd(course, winner, json)
      return code === EXIT.done ? (this.#outputCode ?? code) : code
    }
    const { done, total } = course.progress
    if (json)
      await printJson([
        { type: 'ended', status: 'interrupted', rung: course.rung, done, total, resume: goOn },
      ])
    else {
      tell(
        `Stopped in rung ${course.rung + 1} of ${course.plan.rungs.length}: ${formatCount(done)} of ${countOf(total, 'run')} done`,
      )
      tell(`Go on with: ${goOn}`)
    }
    return this.#exitCode ?? this.#outputCode ?? EXIT.failed
  }
}

/** Threads of this machine that train. */
function threadsOf({ workers = availableParallelism() }: Conduct): number {
  return workers
}

function endingOf({ verdict, test, sha256, command }: Winner, folder: string): StudyEnding {
  const { winner, second, isNoise } = verdict
  return { winner, second, isNoise, test, sha256, command, folder }
}
