import { nextSteps } from '../dashboard/next-steps.ts'
import type { TrainCommand } from '../run/messages.ts'
import type { Screen } from '../run/screen.ts'
import type { TrainSettings } from '../run/settings.ts'
import { placeOfBar } from '../terminal/place-of-bar.ts'
import { chooseReactBuild } from '../terminal/react-build.ts'
import { themeOf } from '../terminal/terminal-theme.ts'
import { jsonTranscript } from './json-transcript.ts'
import { PlainScreen } from './plain-screen.ts'
import { textTranscript } from './transcript.ts'

/** How a person wants to see a run. */
export interface Wishes {
  readonly json: boolean
  /** A progress bar instead of the dashboard. */
  readonly plain: boolean
  /** To leave the dashboard as soon as the run is over. */
  readonly exit: boolean
}

/** What a dashboard's keys do to the run. */
export interface Reins {
  readonly post: (command: TrainCommand) => void
  /** @param signal that the key stands for, as Ctrl-C does for SIGINT */
  readonly quit: (signal: NodeJS.Signals | undefined) => void
  readonly hangUp: () => void
}

/** Opens the screen that suits the terminal. What draws on terminals is loaded only where there is one. */
export async function openTrainScreen(
  settings: TrainSettings,
  { json, plain, exit }: Wishes,
  reins: Reins,
): Promise<{ readonly screen: Screen; readonly isDashboard: boolean }> {
  const { stdin, stdout, stderr, env } = process
  const place = placeOfBar({ json, stdoutIsTerminal: stdout.isTTY, stderrIsTerminal: stderr.isTTY, env })
  const transcript = json ? jsonTranscript() : textTranscript
  if (place === undefined) return { screen: new PlainScreen(transcript), isDashboard: false }
  chooseReactBuild()
  if (place === 'stdout' && stdin.isTTY && !plain) {
    const { DashboardScreen } = await import('../dashboard/dashboard-screen.tsx')
    const screen = new DashboardScreen({
      stdin,
      stdout,
      theme: themeOf(stdout, env),
      out: settings.out,
      keepsCheckpoints: settings.checkpoint !== undefined,
      exit,
      ...reins,
      nextSteps: state => nextSteps(state, settings),
    })
    return { screen, isDashboard: true }
  }
  const { LiveScreen } = await import('./live-screen.tsx')
  const [terminal, pipe] = place === 'stdout' ? [stdout] : [stderr, stdout]
  return { screen: new LiveScreen(terminal, pipe, transcript), isDashboard: false }
}
