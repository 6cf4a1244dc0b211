import type { ReactNode } from 'react'
import { formatSeed } from '../../arguments.ts'
import { Lines } from '../../terminal/bar-view.tsx'
import { countOf, formatCount, formatEta, splitCounts } from '../../terminal/format.ts'
import { printable } from '../../terminal/printable.ts'
import { lineOf, packed, type Span, spansWidth } from '../../terminal/text.ts'
import type { Style, Theme } from '../../terminal/theme.ts'
import { type DashboardState, VIEWS } from '../state.ts'

const MOST_LINES = 3
const HASH_DIGITS = 8
/** Digits shown at the start and at the end of a long seed. */
const SEED_DIGITS = 10
const SEPARATOR = '   '

export interface HeadProps {
  readonly state: DashboardState
  readonly theme: Theme
  readonly columns: number
}

/** Network, data and options of the run. */
export function Head(props: HeadProps): ReactNode {
  return <Lines lines={headLines(props)} />
}

/** One line or more, at most three. */
export function headLines({ state, theme, columns }: HeadProps): string[] {
  const { title } = state.loaded ?? {}
  const name = title === undefined ? [] : [printable(title)]
  const pieces = [...name, ...networkOf(state), ...dataOf(state)]
  if (pieces.length === 0) pieces.push('Gradus')
  return packed(pieces, SEPARATOR, columns)
    .slice(0, MOST_LINES)
    .map((line, i) => lineOf(i === 0 ? titled(line) : [line], columns, theme))
}

/** The first piece, which is the run's title or the network's architecture, stands out. */
function titled(line: string): Span[] {
  const end = line.indexOf(SEPARATOR)
  return end < 0 ? [['title', line]] : [['title', line.slice(0, end)], line.slice(end)]
}

function networkOf(state: DashboardState): string[] {
  const { started, loaded, eta, askedEta } = state
  if (!started) return []
  const { sizes, miniBatchSize, precision, schedule, eta: first } = started.spec
  return [
    sizes.join('-'),
    countOf(parametersOf(sizes), 'parameter'),
    schedule
      ? `eta ${formatEta(askedEta ?? eta ?? first)} (${schedule.name} from ${formatEta(first)})`
      : etaText(first, usedEta(state) ?? first, askedEta ?? eta),
    `mini-batches of ${formatCount(miniBatchSize)}`,
    ...(loaded ? [`seed ${shortened(formatSeed(loaded.seed))}`] : []),
    `${started.engine}, ${precision}`,
  ]
}

function dataOf({ loaded }: DashboardState): string[] {
  if (!loaded) return []
  const { dataHash } = loaded
  const name = dataHash === undefined ? 'data' : `data ${dataHash.slice(0, HASH_DIGITS)}`
  return [`${name}: ${splitCounts(loaded)}`]
}

/** The learning rate that it was changed to last before the examples that were trained on last. */
function usedEta({ progress, started, etaChanges }: DashboardState): number | undefined {
  const place = progress ?? started ?? { epoch: 0, position: 0 }
  return etaChanges.findLast(({ epoch, position }) => {
    return epoch < place.epoch || (epoch === place.epoch && position < place.position)
  })?.eta
}

/** @param next from the next mini-batch on: of a run that is paused, for as long as that lasts */
function etaText(first: number, eta: number, next: number | undefined): string {
  const now = formatEta(eta)
  if (next !== undefined && next !== eta) return `eta ${now}, next ${formatEta(next)}`
  return eta === first ? `eta ${now}` : `eta ${now} (began with ${formatEta(first)})`
}

/** Weights and biases. */
function parametersOf(sizes: readonly number[]): number {
  return sizes.slice(1).reduce((sum, neurons, l) => sum + neurons * ((sizes[l] ?? 0) + 1), 0)
}

function shortened(seed: string): string {
  if (seed.length <= 2 * SEED_DIGITS + 3) return seed
  return `${seed.slice(0, SEED_DIGITS)}...${seed.slice(-SEED_DIGITS)}`
}

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
  const phase: Span = [PHASE_STYLES[state.phase], state.phase]
  const wide = tabsOf(state, theme, '  ')
  const tabs = spansWidth([...wide, ' ', phase]) <= columns ? wide : tabsOf(state, theme, ' ')
  const gap = ' '.repeat(Math.max(1, columns - spansWidth([...tabs, phase])))
  return <Lines lines={[lineOf([...tabs, gap, phase], columns, theme)]} />
}

/** @param gap between two views, in which the brackets stand */
function tabsOf(state: DashboardState, theme: Theme, gap: ' ' | '  '): Span[] {
  const shown = state.help ? -1 : VIEWS.indexOf(state.view)
  const tabs = VIEWS.flatMap((view, i): Span[] => {
    const before = i === 0 ? ' ' : gap
    const bracket = i === shown ? `${before.slice(1)}[` : i - 1 === shown ? `]${before.slice(1)}` : before
    const sign = view === 'health' ? signOf(state, theme) : []
    return [bracket, ['key', String(i + 1)], ' ', i === shown ? ['accent', view] : view, ...sign]
  })
  return [...tabs, shown === VIEWS.length - 1 ? ']' : ' ']
}

/** A sign beside the health where something is wrong. */
function signOf({ health }: DashboardState, { unicode }: Theme): Span[] {
  const { status } = health
  return status === 'alarm' || status === 'warning' ? [' ', [status, unicode ? '▲' : '*']] : []
}
