import type { ReactNode } from 'react'
import { Lines } from '../../terminal/lines.tsx'
import { lineOf, type Span, spansWidth } from '../../terminal/spans.ts'
import type { Style, Theme } from '../../terminal/theme.ts'
import { type DashboardState, VIEWS, type ViewName } from '../state.ts'
import type { HeadProps } from './head.tsx'

const PHASE_STYLES: Readonly<Record<DashboardState['phase'], Style>> = {
  loading: 'dim',
  training: 'good',
  paused: 'warning',
  stopping: 'warning',
  saving: 'dim',
  over: 'accent',
}

/** The views with their keys, the one that is shown in brackets, and what the run is doing. */
export function Tabs({ state, theme, columns }: HeadProps): ReactNode {
  const tabs: Span[] = VIEWS.flatMap((view, i) => tabOf(view, i + 1, state, theme))
  const phase: Span = [PHASE_STYLES[state.phase], state.phase]
  const gap = ' '.repeat(Math.max(1, columns - spansWidth([...tabs, phase])))
  return <Lines lines={[lineOf([...tabs, gap, phase], columns, theme)]} />
}

function tabOf(view: ViewName, key: number, state: DashboardState, theme: Theme): Span[] {
  const isShown = view === state.view && !state.help
  const [open, close] = isShown ? ['[', ']'] : [' ', ' ']
  const sign = view === 'health' ? signOf(state, theme) : []
  return [open, ['key', String(key)], ' ', isShown ? ['accent', view] : view, ...sign, close]
}

/** A sign beside the health where something is wrong. */
function signOf({ health }: DashboardState, { unicode }: Theme): Span[] {
  const { status } = health
  return status === 'alarm' || status === 'warning' ? [' ', [status, unicode ? '▲' : '*']] : []
}
