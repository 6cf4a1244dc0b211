import type { Finding, Health } from '@gradus/core/health'
import { countOf } from '../../terminal/format.ts'
import { lineOf, type Span } from '../../terminal/spans.ts'
import type { Style, Theme } from '../../terminal/theme.ts'
import { wrapText } from '../../terminal/wrap-text.ts'

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
export function findingLines(
  { status, verdict, findings }: Health,
  { columns, rows, theme }: Room,
): string[] {
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
