import type { Finding, Health } from '@gradus/core/health'
import type { ReactNode } from 'react'
import { Lines } from '../../terminal/bar-view.tsx'
import { countOf } from '../../terminal/format.ts'
import { lineOf, type Span, wrapText } from '../../terminal/text.ts'
import type { Style, Theme } from '../../terminal/theme.ts'
import { classLines } from './health-classes.ts'
import { layerLines } from './health-layers.ts'
import type { ViewProps } from './view.ts'

/** The verdict on the run's health, and what it is made of: findings, layers and classes. */
export function HealthView({ state, theme, columns, rows }: ViewProps): ReactNode {
  const layers = layerLines(state, columns, theme)
  const classes = classLines(state, { columns, rows: rows - layers.length - FINDING_ROWS, theme })
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

/** Rows that are kept for the findings, however many classes there are. */
const FINDING_ROWS = 4

const STYLES: Readonly<Record<Health['status'], Style>> = {
  unknown: 'dim',
  healthy: 'good',
  warning: 'warning',
  alarm: 'alarm',
}
const INDENT = '  '

interface Room {
  readonly columns: number
  readonly rows: number
  readonly theme: Theme
}

/** The verdict and all findings, the worst first, as far as there is room. */
function findingLines({ status, verdict, findings }: Health, { columns, rows, theme }: Room): string[] {
  const title: Span[] = [['title', 'Health'], '  ', [STYLES[status], status]]
  if (findings.length === 0) {
    const words = status === 'unknown' ? verdict || 'Not known yet.' : verdict
    return toLines([title, ...wrapped(words, '', undefined, columns)], columns, theme).slice(0, rows)
  }
  const spans: Span[][] = [title]
  for (const [i, finding] of findings.entries()) {
    const block = findingSpans(finding, columns)
    const after = findings.length - i - 1
    if (i > 0 && spans.length + block.length + (after > 0 ? 1 : 0) > rows) {
      spans.splice(rows - 1)
      spans.push([['dim', `And ${countOf(findings.length - i, 'finding')} more.`]])
      break
    }
    spans.push(...block)
  }
  return toLines(spans, columns, theme).slice(0, rows)
}

/** The sentence, and what of evidence and remedy it does not say already. */
function findingSpans(finding: Finding, columns: number): Span[][] {
  const { severity, sentence, evidence, remedy, since, layer } = finding
  const place = layer === undefined ? '' : `, layer ${layer}`
  const parts = [
    ...(sentence.includes(evidence) ? [] : [`Evidence: ${evidence}`]),
    ...(sentence.includes(remedy) ? [] : [`Remedy: ${remedy}`]),
  ]
  return [
    ...wrapped(`${severity} since epoch ${since}${place}: ${sentence}`, '', STYLES[severity], columns),
    ...parts.flatMap(part => wrapped(part, INDENT, undefined, columns)),
  ]
}

function wrapped(text: string, indent: string, style: Style | undefined, columns: number): Span[][] {
  return wrapText(text, columns - indent.length).map((line): Span[] => [indent, style ? [style, line] : line])
}

function toLines(spans: readonly (readonly Span[])[], columns: number, theme: Theme): string[] {
  return spans.map(line => lineOf(line, columns, theme))
}
