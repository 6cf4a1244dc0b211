import { countOf, formatDuration } from '../../terminal/format.ts'
import {
  flushLeft,
  flushRight,
  lineOf,
  pageOf,
  type Span,
  shortened,
  widthOf,
  wrapText,
} from '../../terminal/text.ts'
import type { Style } from '../../terminal/theme.ts'
import type { Notice, StudySnapshot, WorkerState } from '../study-snapshot.ts'
import type { StudyViewProps } from './view.ts'

const WIDEST_NAME = 28
const STYLES: Readonly<Record<Notice['kind'], Style | undefined>> = {
  event: undefined,
  warning: 'warning',
  alarm: 'alarm',
}

/** The workers by name, each with its jobs; below them the newest warnings. */
export function workersLines(props: StudyViewProps): string[] {
  const { study, look, theme, columns, rows } = props
  const notices = noticeLines(props)
  const below = Math.min(
    notices.length,
    Math.floor((rows - 1) / 2),
    Math.max(2, rows - 1 - study.workers.length),
  )
  const size = Math.max(1, rows - 1 - (below === 0 ? 0 : below + 1))
  const { items, label } = pageOf(study.workers, size, look.page)
  const names = Math.min(WIDEST_NAME, Math.max(6, ...study.workers.map(({ name }) => widthOf(name))))
  const title: Span[] = [
    ['title', 'Workers'],
    `   ${countOf(study.workers.length, study.threads === undefined ? 'worker' : 'thread')}`,
    ...(label === '' ? [] : ['   ', ['key', label] as const]),
  ]
  const lines = items.map(worker => workerSpans(worker, study, shortened(worker.name, names, theme), names))
  const none: Span[][] = study.workers.length > 0 ? [] : [[['dim', noWorkers(study)]]]
  const above = [title, ...lines, ...none].map(line => lineOf(line, columns, theme))
  if (below === 0) return above
  return [...above, lineOf([], columns, theme), ...notices.slice(-below)]
}

function noWorkers({ threads, phase }: StudySnapshot): string {
  if (phase === 'over') return 'The study is over.'
  return threads === undefined ? 'No worker has taken a job yet.' : 'No job has begun yet.'
}

function workerSpans(
  { running, done }: WorkerState,
  { plan }: StudySnapshot,
  name: string,
  names: number,
): Span[] {
  const jobs = running.map(({ job, accuracies }) => {
    const run = plan.seeds > 1 ? `, run ${job.seed}` : ''
    const epochs = (plan.rungs[job.rung] ?? 0) - (plan.rungs[job.rung - 1] ?? 0)
    return `trial ${job.trial}${run}: ${accuracies.length} of ${countOf(epochs, 'epoch')}`
  })
  return [
    ['key', flushLeft(name, names)],
    `  ${flushRight(countOf(done, 'job'), 10)} done   `,
    jobs.length === 0 ? ['dim', 'waits'] : ['accent', jobs.join(', ')],
  ]
}

function noticeLines({ study, theme, columns }: StudyViewProps): string[] {
  const clocks = study.notices.map(({ seconds }) => formatDuration(seconds))
  const width = Math.max(0, ...clocks.map(clock => clock.length))
  return study.notices.flatMap(({ kind, text }, i) => {
    const style = STYLES[kind]
    const clock = flushRight(clocks[i] ?? '', width)
    return wrapText(text, Math.max(1, columns - width - 2)).map((words, line) => {
      const place: Span = ['dim', line === 0 ? `${clock}  ` : ' '.repeat(width + 2)]
      return lineOf([place, style === undefined ? words : [style, words]], columns, theme)
    })
  })
}
