import { classFigures } from '@gradus/core'
import { areDigits } from '@gradus/data'
import { takesImages } from '../../run/data.ts'
import { accuracyOf } from '../../run/epochs.ts'
import { formatDuration, formatRate, placeOf, shareOf } from '../../terminal/format.ts'
import { printable } from '../../terminal/printable.ts'
import { lineOf, type Span, wrapText } from '../../terminal/text.ts'
import type { Style, Theme } from '../../terminal/theme.ts'
import { classNames } from '../class-names.ts'
import { type DashboardState, VIEWS } from '../state.ts'
import { HEALTH_STYLES, type ViewProps } from './view.ts'

/** Worst classes that are named, and columns of their names. */
const MOST_CLASSES = 3
const LONGEST_NAME = 24

interface EndingProps extends Omit<ViewProps, 'rows'> {
  /** Commands that go on from the end of the run. */
  readonly nextSteps: readonly string[]
}

type Sentence = readonly [text: string, style?: Style]

/** The end of a run: its result, the verdict on it, the files it saved, and the next steps. */
export function endingLines({ state, theme, columns, nextSteps }: EndingProps): string[] {
  const { failed, checkpoint, kept } = state
  const paragraphs: readonly Sentence[] = [
    ...(failed ? failed.message.split(/\n(?= {2})/) : []).map(line => [line, 'alarm'] as const),
    ...(failed && checkpoint.last
      ? [[`The last checkpoint is ${checkpoint.last.path}, of ${placeOfCheckpoint(state)}.`] as const]
      : []),
    ...resultOf(state, theme),
    ...(kept ? keptOf(kept) : []),
  ]
  const next: Span[] = [['title', 'Next'], ...padOf(state, nextSteps)]
  const hash = kept?.type === 'saved' ? [[], [['dim', `sha256 ${kept.sha256}`] as const]] : []
  const spans: Span[][] = [
    ...paragraphs.flatMap(([text, style]) =>
      wrapText(printable(text), columns).map((line): Span[] => [style ? [style, line] : line]),
    ),
    ...(nextSteps.length === 0 ? [] : [[], next]),
    ...nextSteps.flatMap(step => wrapText(step, columns - 2).map((line): Span[] => ['  ', ['key', line]])),
    ...hash,
    [['accent', 'Press any key to leave'], `; 1-${VIEWS.length}, Tab, arrows, ?, d and x look around`],
  ]
  return spans.map(line => lineOf(line, columns, theme))
}

/** The use of the page that a step serves, where the network reads what is drawn there. */
function padOf({ started, loaded }: DashboardState, steps: readonly string[]): string[] {
  const { sizes = [] } = started?.spec ?? {}
  if (!loaded || !takesImages(sizes, loaded) || !steps.some(step => step.includes(' serve '))) return []
  return [`: serve lets you draw${areDigits(loaded.classes, sizes.at(-1) ?? 0) ? ' a digit' : ''}`]
}

function resultOf(state: DashboardState, theme: Theme): Sentence[] {
  const { finished, loaded, health } = state
  if (!finished) return []
  const { reason, epoch, position, trainSeconds, evaluateSeconds, examplesPerSecond, error, stopped } =
    finished
  const work = `${formatDuration(trainSeconds + evaluateSeconds)}, ${formatRate(examplesPerSecond)} examples/s`
  const place = placeOf(epoch, position, loaded?.train ?? 0)
  const ended: Sentence =
    reason === 'diverged'
      ? [`Diverged after ${place}. ${error?.message ?? ''}`, 'alarm']
      : [`${reason === 'done' ? 'Done' : 'Stopped'} after ${place}: ${work}`]
  const label = health.status === 'healthy' ? '' : 'Health: '
  return [
    ended,
    ...(stopped
      ? [['Stopped early: the accuracy on the validation data did not better any more.'] as const]
      : []),
    ...bestOf(state),
    [`${label}${health.verdict}`, HEALTH_STYLES[health.status]],
    ...worstOf(state, theme),
  ]
}

/** The best epoch and the last one, and the one whose weights the model has. */
function bestOf({ best, history: { last }, finished }: DashboardState): Sentence[] {
  const accuracy = accuracyOf(best?.test) ?? accuracyOf(best?.validation)
  if (!best || !last || accuracy === undefined) return []
  const ofLast = shareOf(accuracyOf(last.test) ?? accuracyOf(last.validation))
  const kept = finished?.kept
  const weights = kept === undefined ? '' : `; the weights are those of epoch ${kept}`
  return [[`Best: ${shareOf(accuracy)} in epoch ${best.epoch}; last: ${ofLast}${weights}`]]
}

/** The classes with the lowest recall after the last epoch. */
function worstOf(state: DashboardState, theme: Theme): Sentence[] {
  const { confusion, finished } = state
  if (!confusion || confusion.correct.length === 1) return []
  const names = classNames(state, theme)
  const worst = classFigures(confusion)
    .flatMap(({ label, recall }) => (recall === undefined || recall === 1 ? [] : [{ label, recall }]))
    .toSorted((a, b) => a.recall - b.recall)
    .slice(0, MOST_CLASSES)
    .map(({ label, recall }) => `${names.of(label, LONGEST_NAME)} (${shareOf(recall)})`)
  if (worst.length === 0) return []
  const isOfModel = finished?.kept === undefined || finished.kept === confusion.epoch
  const which = isOfModel ? '' : ` after epoch ${confusion.epoch}`
  return [[`Worst classes${which}: ${worst.join(', ')} correct`]]
}

function keptOf(kept: NonNullable<DashboardState['kept']>): Sentence[] {
  if (kept.type === 'unsaved') return [kept.lost ? [kept.reason, 'alarm'] : [kept.reason]]
  const saved: Sentence = [`Saved ${kept.path}`]
  return kept.problem === undefined ? [saved] : [[kept.problem, 'alarm'], saved]
}

function placeOfCheckpoint({ checkpoint, loaded }: DashboardState): string {
  const { epoch = 0, position = 0 } = checkpoint.last ?? {}
  return placeOf(epoch, position, loaded?.train ?? 0)
}
