import type { ReactNode } from 'react'
import { loadingText } from '../../run/data.ts'
import type { RunProgress } from '../../run/run-state.ts'
import { Lines } from '../../terminal/bar-view.tsx'
import { countOf, formatCount, formatDuration, formatRate } from '../../terminal/format.ts'
import { barSpans, fractionOf } from '../../terminal/progress-bar.ts'
import { lineOf } from '../../terminal/text.ts'
import type { DashboardState } from '../state.ts'
import type { HeadProps } from './head.tsx'

const SHORTEST_BAR = 4
const LONGEST_BAR = 60

/**
 * Progress of the epoch and of the whole run, in two lines. All clocks are those of the last progress event.
 */
export function ProgressRows(props: HeadProps): ReactNode {
  return <Lines lines={progressLines(props)} />
}

interface Row {
  readonly name: string
  readonly fraction: number
  readonly facts: string
}

function progressLines({ state, theme, columns }: HeadProps): string[] {
  const rows = rowsOf(state)
  const names = Math.max(...rows.map(({ name }) => name.length))
  const facts = Math.max(...rows.map(({ facts }) => facts.length))
  const room = columns - names - facts - '  100 %   '.length
  const length = Math.min(LONGEST_BAR, Math.max(SHORTEST_BAR, room))
  return rows.map(({ name, fraction, facts }) => {
    const percent = `${Math.floor(100 * fraction)} %`.padStart(7)
    return lineOf(
      [`${name.padEnd(names)}${percent} `, ...barSpans(fraction, length, theme), `  ${facts}`],
      columns,
      theme,
    )
  })
}

function rowsOf(state: DashboardState): readonly [Row, Row] {
  const { progress, started, history, loading } = state
  if (!progress) {
    const facts = started
      ? `${countOf(started.spec.epochs, 'epoch')} of ${countOf(started.spec.data.train, 'example')}`
      : loading
        ? `data: ${loadingText(loading)}`
        : ''
    const { epoch, position } = started ?? { epoch: '', position: 0 }
    const examples = started?.spec.data.train ?? 1
    return [
      { name: `Epoch ${epoch}`.trimEnd(), fraction: position / examples, facts: '' },
      { name: 'Run', fraction: 0, facts },
    ]
  }
  const { epoch, epochs, position, examples } = progress
  return [
    { name: `Epoch ${epoch}`, fraction: position / examples, facts: epochFacts(state, progress) },
    {
      name: 'Run',
      fraction: Math.min(1, fractionOf(progress)),
      facts: `${formatCount(history.length)} of ${countOf(epochs, 'epoch')}   ${clocks(state, progress)}`,
    },
  ]
}

function epochFacts(state: DashboardState, progress: RunProgress): string {
  const { phase, position, examples, examplesPerSecond } = progress
  const work =
    phase === 'evaluate' && !isEnding(state)
      ? 'evaluating'
      : `${formatCount(position)} of ${countOf(examples, 'example')}`
  return `${work}   ${formatRate(examplesPerSecond)}/s`
}

function clocks(state: DashboardState, { elapsedSeconds, remainingSeconds }: RunProgress): string {
  const elapsed = `${formatDuration(elapsedSeconds)} elapsed`
  return isEnding(state) ? elapsed : `${elapsed}   ${formatDuration(remainingSeconds)} left`
}

function isEnding({ phase }: DashboardState): boolean {
  return phase === 'saving' || phase === 'over'
}
