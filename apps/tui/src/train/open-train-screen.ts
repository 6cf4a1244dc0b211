import { resolve } from 'node:path'
import type { Examine } from '../examination/examine.ts'
import type { FindEarlierRun } from '../history/earlier-run.ts'
import { withSignals } from '../interrupts.ts'
import type { LoadedEvent, RunControls, RunEvent, Screen, Transcript } from '../run/events.ts'
import { resumeCommand } from '../run/run-paths.ts'
import type { RunState } from '../run/run-state.ts'
import type { TrainSettings } from '../run/settings.ts'
import { countOf } from '../terminal/format.ts'
import { isOverfull, placeOfBar, prepareTerminal, tell, withReactBuild } from '../terminal/output.ts'
import { calledAs, quoted, shortPath } from '../terminal/printable.ts'
import { fullTerminal } from '../terminal/theme.ts'
import { jsonTranscript, textTranscript } from './transcripts.ts'

/** Choices of a person on how a run is shown. */
export interface ScreenOptions {
  readonly json: boolean
  /** A progress bar instead of the dashboard. */
  readonly plain: boolean
  /** Whether to leave the dashboard as soon as the run is over. */
  readonly exit: boolean
  /** Commands for the next steps, once the run is over. */
  readonly nextSteps?: (state: RunState) => readonly string[]
  /** Finds the run that the dashboard shows beside this one. */
  readonly findEarlier?: FindEarlierRun | undefined
  /** Examines the run, where a key of the dashboard asks for that. */
  readonly examine?: Examine | undefined
}

/** The file beside which the dashboard exports, if no model is asked for. */
const NO_MODEL = 'gradus.safetensors'

/** Opens the screen that suits the terminal. What draws on terminals is loaded only where there is one. */
export async function openTrainScreen(
  settings: TrainSettings,
  { json, plain, exit, nextSteps = () => [], findEarlier, examine }: ScreenOptions,
  controls: RunControls & { readonly hangUp: () => void },
): Promise<{ readonly screen: Screen; readonly isDashboard: boolean }> {
  const { stdin, stdout, stderr, env } = process
  const place = placeOfBar({ json, stdoutIsTerminal: stdout.isTTY, stderrIsTerminal: stderr.isTTY, env })
  const transcript = json ? jsonTranscript() : textTranscript
  if (place === undefined) return { screen: new PlainScreen(transcript), isDashboard: false }
  prepareTerminal(place === 'stdout' ? stdout : stderr)
  if (place === 'stdout' && stdin.isTTY && !plain) {
    const { DashboardScreen } = await withReactBuild(() => import('../dashboard/dashboard-screen.tsx'))
    const options = {
      ...fullTerminal(process),
      out: settings.out ?? resolve(NO_MODEL),
      keepsCheckpoints: settings.checkpoint !== undefined,
      exit,
      ...controls,
      nextSteps,
      findEarlier,
      examine,
    }
    return { screen: withSignals(() => new DashboardScreen(options)), isDashboard: true }
  }
  const { LiveScreen } = await withReactBuild(() => import('./live-screen.tsx'))
  const [terminal, pipe] = place === 'stdout' ? [stdout] : [stderr, stdout]
  return { screen: withSignals(() => new LiveScreen(terminal, pipe, transcript)), isDashboard: false }
}

/** Lines, one after the other: for pipes, files, CI and terminals that can do no more. */
class PlainScreen implements Screen {
  readonly #transcript: Transcript
  #dropped = 0

  constructor(transcript: Transcript) {
    this.#transcript = transcript
  }

  /** A terminal that takes nothing does not stop the training: of the epochs that wait for it there is an end. */
  show(event: RunEvent): void {
    const line = this.#transcript(event)
    if (event.type === 'epoch' && isOverfull(process.stdout)) this.#dropped++
    else if (line !== undefined) process.stdout.write(`${line}\n`)
  }

  note(line: string): void {
    tell(line)
  }

  async close(): Promise<void> {
    if (this.#dropped > 0)
      tell(`warning: The terminal did not take the lines of ${countOf(this.#dropped, 'epoch')}.`)
  }
}

/**
 * Commands that use the model, or resume a run that is not complete, as a POSIX shell in this folder takes
 * them. @param runs folder of the list of runs; false where the run is not listed
 */
export function nextSteps(
  { kept, finished, loaded, checkpoint: { last } }: RunState,
  settings: TrainSettings,
  runs?: string | false,
): string[] {
  if (!finished || kept?.type !== 'saved') return []
  const program = calledAs()
  const model = quoted(shortPath(kept.path))
  const goOn = finished.reason === 'aborted' && last ? [resumeCommand(settings, last.path)] : []
  const flag = (name: string, value: string | undefined): string =>
    value === undefined ? '' : ` ${name} ${quoted(value)}`
  const data = flag('--data', settings.data && shortPath(settings.data))
  const list = flag('--runs', runs ? shortPath(runs) : undefined)
  return [
    `${program} serve ${model}`,
    ...evaluations(loaded, settings).map(part => `${program} evaluate ${model}${data}${part}`),
    `${program} inspect ${model}`,
    ...goOn,
    ...(runs === false ? [] : [`${program} runs${list}`]),
  ]
}

/** The flag for the part of the data to evaluate, if any: the test data, or else those for validation. */
function evaluations(loaded: LoadedEvent | undefined, { trainSize }: TrainSettings): string[] {
  if (loaded?.test !== undefined) return ['']
  return loaded?.validation === undefined || trainSize !== undefined ? [] : [' --split validation']
}
