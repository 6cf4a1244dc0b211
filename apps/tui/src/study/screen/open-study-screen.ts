import { withSignals } from '../../interrupts.ts'
import { placeOfBar, prepareTerminal, withReactBuild } from '../../terminal/output.ts'
import { fullTerminal } from '../../terminal/theme.ts'
import type { LiveStudyScreen, StudyScreenOptions } from './study-screen.tsx'

/**
 * Opens a screen of its own for a study, where standard input and output are a terminal that can have one; elsewhere,
 * in CI too, there is none, and lines are to be written. What draws on terminals is loaded only where there is one.
 * The caller watches signals, and calls `withdrawSignals` when the screen is closed.
 *
 *     const state = new StudyState(store.course, { name, threads })
 *     const screen = await openStudyScreen({ state, exit, quit: interrupts.ask, hangUp })
 *     state.take(event); screen.show()     // each event
 *     state.judge(); screen.refresh()      // each phase: stop, judge, end
 *     await screen.close()                 // waits for a key
 */
export async function openStudyScreen(options: StudyScreenOptions): Promise<LiveStudyScreen | undefined> {
  const { stdin, stdout, stderr, env } = process
  const terminals = { stdoutIsTerminal: stdout.isTTY, stderrIsTerminal: stderr.isTTY }
  if (placeOfBar({ json: false, ...terminals, env }) !== 'stdout' || !stdin.isTTY) return undefined
  prepareTerminal(stdout)
  const { LiveStudyScreen } = await withReactBuild(() => import('./study-screen.tsx'))
  return withSignals(() => new LiveStudyScreen({ ...options, ...fullTerminal(process) }))
}
