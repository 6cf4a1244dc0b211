import { type Key, useApp, useInput, useWindowSize } from 'ink'
import { type ReactNode, useEffect } from 'react'
import { DashboardView } from './dashboard-view.tsx'
import type { DashboardState } from './state.ts'
import type { Theme } from './theme.ts'

export interface RootProps {
  readonly state: DashboardState
  readonly theme: Theme
  readonly nextSteps: readonly string[]
  readonly onKey: (input: string, key: Key) => void
}

/** The view at the terminal's size, its keys, and what stopping the program (Ctrl-Z) and going on do to the terminal. */
export function Root({ state, theme, nextSteps, onKey }: RootProps): ReactNode {
  const { suspendTerminal } = useApp()
  const { columns, rows } = useWindowSize()
  useInput(onKey)
  useEffect(() => {
    const suspend = (): void => {
      void suspendTerminal(() => {
        process.kill(process.pid, 'SIGSTOP')
        // The terminal tells its size to who runs: whoever stood still asks for it.
        process.kill(process.pid, 'SIGWINCH')
      })
    }
    process.on('SIGTSTP', suspend)
    return () => {
      process.off('SIGTSTP', suspend)
    }
  }, [suspendTerminal])
  return <DashboardView state={state} theme={theme} columns={columns} rows={rows} nextSteps={nextSteps} />
}
