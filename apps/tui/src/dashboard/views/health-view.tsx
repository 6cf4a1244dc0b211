import type { ReactNode } from 'react'
import { Lines } from '../../terminal/lines.tsx'
import { classLines } from './health-classes.ts'
import { findingLines } from './health-findings.ts'
import { layerLines } from './health-layers.ts'
import type { ViewProps } from './view-props.ts'

/** The verdict on the run's health, and what it is made of: findings, layers and classes. */
export function HealthView({ state, theme, columns, rows }: ViewProps): ReactNode {
  const layers = layerLines(state.statistics, state.started?.examples ?? 0, columns, theme)
  const classes = classLines(state, columns, theme)
  const left = rows - layers.length - classes.length
  // The worst can be read whole, and that there are more, whatever is left for the rest.
  const worst = state.health.findings.slice(0, 1)
  const needed = findingLines({ ...state.health, findings: worst }, { columns, rows, theme }).length
  const room = Math.max(needed + (state.health.findings.length > 1 ? 1 : 0), left)
  const findings = findingLines(state.health, { columns, rows: room, theme })
  // Empty lines between the parts where there is room for both.
  const gap = left - findings.length >= 2 ? [''] : []
  return <Lines lines={[...findings, ...gap, ...layers, ...gap, ...classes].slice(0, rows)} />
}
