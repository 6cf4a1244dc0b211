import { type Key, useApp, useInput, usePaste, useWindowSize } from 'ink'
import { type ReactNode, useEffect } from 'react'
import type { Theme } from '../terminal/theme.ts'
import type { DashboardState } from './state.ts'
import { DashboardView } from './views/dashboard-view.tsx'

export interface RootProps {
  readonly state: DashboardState
  readonly theme: Theme
  readonly nextSteps: readonly string[]
  readonly onKey: (input: string, key: Key) => void
  /** Called before the program is stopped, which waits for it, and when it goes on. */
  readonly onStop: () => Promise<void>
  readonly onContinue: () => void
}

/** The view at the terminal's size, its keys, and what stopping the program (Ctrl-Z) and going on do to the terminal. */
export function Root({ state, theme, nextSteps, onKey, onStop, onContinue }: RootProps): ReactNode {
  const { suspendTerminal } = useApp()
  const { columns, rows } = useWindowSize()
  useInput(onKey)
  // Has the terminal mark what is pasted; the keyboard passes over it.
  usePaste(() => undefined)
  useEffect(() => {
    let isStopping = false
    const suspend = async (): Promise<void> => {
      if (isStopping) return
      isStopping = true
      await onStop()
      await suspendTerminal(() => {
        // The whole job, as Ctrl-Z does elsewhere: wrappers such as npx too, but not before the terminal is as it was. Without the listener
        // it stops this process as well.
        process.off('SIGTSTP', suspend)
        process.kill(0, 'SIGTSTP')
        process.on('SIGTSTP', suspend)
        // The terminal tells its size to who runs: whoever stood still asks for it.
        process.kill(process.pid, 'SIGWINCH')
      })
      isStopping = false
      onContinue()
    }
    process.on('SIGTSTP', suspend)
    return () => {
      process.off('SIGTSTP', suspend)
    }
  }, [suspendTerminal, onStop, onContinue])
  return <DashboardView state={state} theme={theme} columns={columns} rows={rows} nextSteps={nextSteps} />
}
