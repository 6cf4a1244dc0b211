import type { Finding, Health } from '@gradus/core/health'
import type { ReactNode } from 'react'
import { Lines } from '../../terminal/bar-view.tsx'
import { countOf } from '../../terminal/format.ts'
import { type Block, lineOf, pageAt, pagesOf, type Span, wrapText } from '../../terminal/text.ts'
import type { Style } from '../../terminal/theme.ts'
import { classLines } from './health-classes.ts'
import { layerLines } from './health-layers.ts'
import { HEALTH_STYLES, type ViewProps } from './view.ts'

/**
 * The verdict on the run's health, and what it is made of: findings, layers and classes; page by page where
 * there is no room for all of it.
 */
export function HealthView(props: ViewProps): ReactNode {
  const { state, theme, columns, rows } = props
  const { status } = state.health
  const pages = healthPages(props)
  const page = pageAt(state.pages.health, pages.length)
  const label = pages.length > 1 ? `   page ${page + 1} of ${pages.length}` : ''
  const title: Span[] = [['title', 'Health'], '  ', [HEALTH_STYLES[status], status], ['key', label]]
  return <Lines lines={[lineOf(title, columns, theme), ...(pages[page] ?? [])].slice(0, rows)} />
}

/** Whether the view has pages in so much room. */
export function hasHealthPages(props: ViewProps): boolean {
  return healthPages(props).length > 1
}

/** Rows that are kept for the findings, however many classes there are. */
const FINDING_ROWS = 4

const INDENT = '  '

/** Lines below the title, page by page; on the first the worst finding or that all is well, and how many more there are. */
function healthPages({ state, theme, columns, rows }: ViewProps): string[][] {
  const { findings } = state.health
  const { head, layers, stuck } = layerLines(state, columns, theme)
  const left = rows - head.length - layers.length - stuck.length - FINDING_ROWS
  const classes = classLines(state, { columns, rows: left, theme })
  const toLines = (spans: readonly (readonly Span[])[]): string[] =>
    spans.map(line => lineOf(line, columns, theme))
  const isWell = findings.every(({ severity }) => severity === 'note')
  const [worst = [], ...others] = [
    ...(isWell ? [verdictSpans(state.health, columns)] : []),
    ...findings.map(finding => findingSpans(finding, columns)),
  ]
  const single = [toLines([...worst, ...others.flat()]), [...head, ...layers, ...stuck], classes]
  const free = rows - 1 - single.flat().length
  if (free >= 0) return [single.flatMap((block, i) => (i > 0 && free >= 2 ? ['', ...block] : block))]
  const count: Span[][] =
    others.length === 0 ? [] : [[['dim', `And ${countOf(others.length, 'finding')} more.`]]]
  const whole = (lines: readonly string[]): Block => ({ head: [], lines })
  const blocks = [
    whole(toLines([...worst, ...count])),
    { head, lines: layers },
    whole(stuck),
    whole(classLines(state, { columns, rows: rows - 1, theme })),
    ...others.map(spans => whole(toLines(spans))),
  ]
  return pagesOf(blocks, rows - 1)
}

/** The verdict on a run without alarms and warnings. */
function verdictSpans({ status, verdict }: Health, columns: number): Span[][] {
  return wrapped(status === 'unknown' ? verdict || 'Not known yet.' : verdict, '', undefined, columns)
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
    ...wrapped(`${severity} since epoch ${since}${place}: ${sentence}`, '', HEALTH_STYLES[severity], columns),
    ...parts.flatMap(part => wrapped(part, INDENT, undefined, columns)),
  ]
}

function wrapped(text: string, indent: string, style: Style | undefined, columns: number): Span[][] {
  return wrapText(text, columns - indent.length).map((line): Span[] => [indent, style ? [style, line] : line])
}
