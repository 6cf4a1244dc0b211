import { type Dimension, fieldText, type SamplerName } from '@gradus/study'
import { countOf, formatCount, formatDuration, shareOf, shortList } from '../../terminal/format.ts'
import { barSpans } from '../../terminal/progress-bar.ts'
import { tabsLine } from '../../terminal/tabs.ts'
import { firstThatFits, lineOf, packed, type Span, spansWidth } from '../../terminal/text.ts'
import type { Style } from '../../terminal/theme.ts'
import type { StudyPhase, StudySnapshot } from '../study-snapshot.ts'
import { VIEWS } from './look.ts'
import type { StudyViewProps } from './view.ts'

const SEPARATOR = '   '
const SHORTEST_BAR = 4
const LONGEST_BAR = 60
/** Choices of a field that are named. */
const MOST_CHOICES = 4
/** Rows from which on the plan has two lines, and three. */
const ROWS_FOR_TWO = 16
const ROWS_FOR_THREE = 30

const SAMPLERS: Readonly<Record<SamplerName, string>> = { sobol: 'Sobol', random: 'random', grid: 'grid' }

type HeadProps = Omit<StudyViewProps, 'look'>

/** Name, tried fields and plan; progress of the rung; the best trial; workers and clocks. */
export function headLines(props: HeadProps): string[] {
  return [...planLines(props), progressLine(props), bestLine(props), clocksLine(props)]
}

function planLines({ study, theme, columns, rows }: HeadProps): string[] {
  const { name, plan, trials } = study
  const { train, validation = 0 } = plan.fixed.data
  const pieces = [
    ...trials.space.dimensions.map(dimensionText),
    [
      countOf(plan.trials, 'trial'),
      `${plan.rungs.length === 1 ? 'rung' : 'rungs'} ${plan.rungs.join(', ')} epochs`,
      `${SAMPLERS[plan.sampler]}, seed ${plan.seed}`,
      ...(plan.seeds > 1 ? [`${plan.seeds} runs a trial`] : []),
    ].join(', '),
    `${formatCount(train)} training, ${formatCount(validation)} validation`,
  ]
  const most = rows >= ROWS_FOR_THREE ? 3 : rows >= ROWS_FOR_TWO ? 2 : 1
  return packed([name, ...pieces], SEPARATOR, columns)
    .slice(0, most)
    .map((line, i) =>
      lineOf(
        i === 0 ? [['title', name.slice(0, line.length)], line.slice(name.length)] : [line],
        columns,
        theme,
      ),
    )
}

/** A field with its values: `eta 0.1..10`, `hidden 15, 30, 100x50`. */
function dimensionText(dimension: Dimension): string {
  const { field } = dimension
  if (dimension.kind !== 'choices') return `${field} ${dimension.low}..${dimension.high}`
  return `${field} ${shortList(dimension.choices.map(fieldText), MOST_CHOICES)}`
}

function progressLine({ study, theme, columns }: HeadProps): string {
  const { plan, rung, progress, running } = study
  const epochs = (plan.rungs[rung] ?? 0) - (plan.rungs[rung - 1] ?? 0)
  const atHand = running
    .filter(({ job }) => job.rung === rung)
    .reduce((sum, { accuracies }) => sum + accuracies.length / epochs, 0)
  const fraction = Math.min(1, (progress.done + atHand) / Math.max(1, progress.total))
  const unit = plan.seeds > 1 ? 'run' : 'trial'
  const name = `Rung ${rung + 1} of ${plan.rungs.length} `
  const percent = `${Math.floor(100 * fraction)} %`.padStart(5)
  const done = `${formatCount(progress.done)} of ${countOf(progress.total, unit)}`
  const versions = [`  ${done} trained for ${countOf(plan.rungs[rung] ?? 0, 'epoch')}`, `  ${done}`]
  const room = (facts: string): number => columns - name.length - percent.length - 1 - facts.length
  const facts = versions.find(text => room(text) >= SHORTEST_BAR) ?? versions.at(-1) ?? ''
  const length = Math.min(LONGEST_BAR, Math.max(SHORTEST_BAR, room(facts)))
  return lineOf([name, `${percent} `, ...barSpans(fraction, length, theme), facts], columns, theme)
}

function bestLine({ study, theme, columns }: HeadProps): string {
  const { best, trials, plan, phase } = study
  if (best?.rung === undefined) return lineOf([['dim', 'Best so far: not known yet']], columns, theme)
  const what: Span[] = [phase === 'over' ? 'Best ' : 'Best so far ', ['good', shareOf(best.accuracy)], ' ']
  const values = trials.text(best.trial)
  const after = countOf(plan.rungs[best.rung] ?? 0, 'epoch')
  const versions: Span[][] = [
    [...what, `on validation data after ${after}: ${values} (trial ${best.trial})`],
    [...what, `after ${after}: ${values} (trial ${best.trial})`],
    [['good', shareOf(best.accuracy)], ` ${values} (trial ${best.trial})`],
    [['good', shareOf(best.accuracy)], ` ${values}`],
  ]
  return firstThatFits(versions, columns, theme)
}

function clocksLine({ study, theme, columns }: HeadProps): string {
  const { secondsLeft, elapsedSeconds, lost, phase } = study
  const left =
    secondsLeft === undefined || phase === 'over' ? [] : [`about ${formatDuration(secondsLeft)} left`]
  const elapsed = `${formatDuration(elapsedSeconds)} elapsed`
  const alarm: Span[] = lost === undefined ? [] : [['alarm', 'The queue is out of reach'], SEPARATOR]
  const workers = workersText(study)
  const versions = [[workers, ...left, elapsed], [workers, ...left], [...left]].map((parts): Span[] => [
    ...alarm,
    parts.join(SEPARATOR),
  ])
  return firstThatFits(versions, columns, theme)
}

function workersText({ workers, threads, running }: StudySnapshot): string {
  const busy = new Set(running.map(({ worker }) => worker)).size
  if (threads === undefined) return `${busy} of ${countOf(workers.length, 'worker')} busy`
  return `${Math.min(busy, threads)} of ${countOf(threads, 'core')} busy`
}

const PHASE_STYLES: Readonly<Record<StudyPhase, Style>> = {
  training: 'good',
  stopping: 'warning',
  judging: 'accent',
  over: 'accent',
}

/** The views with their keys, and what the study is doing. */
export function viewsLine({ study, look, theme, columns }: StudyViewProps): string {
  const { phase, warnings, lost } = study
  const style: Style = lost === undefined ? 'warning' : 'alarm'
  const sign: Span[] = warnings > 0 || lost !== undefined ? [' ', [style, theme.unicode ? '▲' : '*']] : []
  const tabs = {
    views: VIEWS,
    shown: look.help ? undefined : look.view,
    signs: new Map([['workers', sign]]),
    right: [PHASE_STYLES[phase], phase] as const,
  }
  return tabsLine(tabs, columns, theme)
}

type Hint = readonly [key: string, meaning: string]

/** The keys of the view at hand, the most wanted first. */
export function keysLine({ study, look, theme, columns }: StudyViewProps): string {
  const { phase } = study
  if (phase === 'stopping')
    return lineOf([['warning', 'Stopping; Ctrl-C again quits at once']], columns, theme)
  const hints: Hint[] = [
    ['q', phase === 'over' ? 'leave' : 'quit'],
    ['?', 'help'],
    ...hintsOf({ study, look, theme }),
  ]
  let spans: Span[] = []
  for (const [key, meaning] of hints) {
    const longer: Span[] = [...spans, ...(spans.length === 0 ? [] : [SEPARATOR]), ['key', key], ` ${meaning}`]
    if (spansWidth(longer) > columns) break
    spans = longer
  }
  return lineOf(spans, columns, theme)
}

function hintsOf({ study, look, theme }: Pick<StudyViewProps, 'study' | 'look' | 'theme'>): Hint[] {
  const [upDown, leftRight] = theme.unicode ? ['↑↓', '←→'] : ['up/down', 'left/right']
  const next: Hint = ['Tab', 'next view']
  if (look.help)
    return [
      [leftRight, 'page'],
      ['Esc', 'close'],
    ]
  switch (look.view) {
    case 'trials':
      return [[upDown, 'choose'], ['Enter', 'show the trial'], ['h', 'map'], ['PgUp PgDn', 'page'], next]
    case 'map':
      return study.trials.space.dimensions.length > 2
        ? [[leftRight, 'field across'], [upDown, 'field up'], next]
        : study.trials.space.dimensions.length > 1
          ? [[leftRight, 'swap the fields'], next]
          : [next]
    case 'trial':
      return [[upDown, 'other trials'], ['Esc', 'all trials'], next]
    case 'workers':
      return [[leftRight, 'page'], next]
    case 'result':
      return [next]
  }
}
