import { type Course, fieldText, leadOf, type Verdict } from '@gradus/study'
import { markdownTable } from '@gradus/testing/benchmarks'
import type { FiledModel } from './model-study.ts'
import type { SourceName } from './training-data.ts'

/** The trials of a study, best first, in Markdown: accuracy on the validation data in percent. */
export function trialTable(course: Course): string {
  const fields = course.trials.space.dimensions.map(({ field }) => field)
  const rows = course
    .ranking()
    .map(({ trial, values, standing, rung = 0, accuracy = 0 }) => [
      String(trial),
      ...values.map(fieldText),
      standing === 'diverged' ? standing : String(course.plan.rungs[rung]),
      percent(accuracy),
    ])
  return markdownTable(['trial', ...fields, 'epochs', 'accuracy'], rows)
}

/** The end of a study, in sentences. */
export function verdictText(course: Course, { winner, second, lead = 0, isNoise }: Verdict): string {
  const text = `The winner is trial ${winner.trial}: ${course.trials.text(winner.trial)}.`
  return second ? `${text} It is ${leadText(lead, `trial ${second.trial}`, isNoise)}.` : text
}

/** The file of a study's winner beside that of the network of scripts/train.ts, in a sentence. */
export function comparisonText(winner: FiledModel, present: FiledModel): string {
  if (winner.sha256 === present.sha256) return 'The winner is the network of scripts/train.ts.'
  const { validation: total = 1 } = present.spec.data
  const [own, other] = [winner.correct.rounded / total, present.correct.rounded / total]
  const isAhead = own >= other
  const { lead, isNoise } = isAhead ? leadOf([own], [other], total) : leadOf([other], [own], total)
  const end = isNoise ? ': the two are equal.' : '.'
  return isAhead
    ? `The winner is ${leadText(lead, 'the network of scripts/train.ts', isNoise)}${end}`
    : `The network of scripts/train.ts is ${leadText(lead, 'the winner', isNoise)}${end}`
}

function leadText(lead: number, other: string, isNoise: boolean): string {
  return `${percent(lead)} percentage points ahead of ${other}, which ${isNoise ? 'may be' : 'is no'} chance`
}

/**
 * Models by their names, in Markdown: the accuracy of their files on the validation data in percent, and in brackets
 * before the weights were rounded.
 */
export function modelTable(
  models: Readonly<Record<string, FiledModel>>,
  { mnist, strokes, printed }: Readonly<Record<SourceName, { readonly length: number }>>,
): string {
  const all = mnist.length + strokes.length + printed.length
  const rows = Object.entries(models).map(([name, { bytes, epochs, temperature, correct, sources }]) => [
    name,
    bytes.toLocaleString('en'),
    String(epochs - 1),
    String(temperature),
    percent(sources.mnist / mnist.length),
    percent(sources.strokes / strokes.length),
    percent(sources.printed / printed.length),
    `${percent(correct.rounded / all)} (${percent(correct.trained / all)})`,
  ])
  const head = ['model', 'bytes', 'epoch', 'temperature', 'MNIST', 'strokes', 'printed', 'all']
  return markdownTable(head, rows)
}

const percent = (share: number): string => (100 * share).toFixed(2)
