import { type Conditions, inWords, markdownTable } from '@gradus/testing/benchmarks'
import { type Examined, gradeOf, type Verdict } from './grading.ts'
import type { SetUp } from './set-up.ts'

const percent = (share: number): string => `${(100 * share).toFixed(1)}`

/** The table with its grades, as Markdown. @param minutes that the program took */
export function tableOf(
  setUps: readonly SetUp[],
  all: readonly Examined[],
  conditions: Conditions,
  minutes: number,
): string {
  const rows = setUps.flatMap(setUp => {
    const examined = all.filter(({ name }) => name === setUp.name)
    return examined.length > 0 ? [rowOf(setUp, examined)] : []
  })
  const head = ['set-up', 'fault', 'is', 'named', 'cure', 'before', 'after', 'twin']
  return `${markdownTable(head, rows)}\n\n${summaryOf(all, conditions, minutes)}`
}

function rowOf({ name, fault, truth }: SetUp, all: readonly Examined[]): string[] {
  const named = all.map(({ ill }) => namesOf(ill))
  const cured = all.filter(({ ill }) => ill.cures.length > 0)
  const changes = new Set(cured.flatMap(({ ill }) => ill.cures.slice(0, 1).map(({ change }) => change)))
  const after = cured.flatMap(({ ill }) => ill.cures.slice(0, 1).map(({ accuracy }) => accuracy))
  const twins = all.map(({ twin }) => (twin.isIll ? namesOf(twin) : 'healthy'))
  return [
    ...[name, fault, truth, together(named), [...changes].join('; ')],
    percent(meanOf(all.map(({ ill }) => ill.accuracy))),
    after.length === 0 ? '' : percent(meanOf(after)),
    `${together(twins)} ${percent(meanOf(all.map(({ twin }) => twin.accuracy)))}`,
  ]
}

function namesOf({ named }: Verdict): string {
  return named.length === 0 ? 'none' : named.join(' + ')
}

/** One text where all are the same, else each. */
function together(texts: readonly string[]): string {
  return [...new Set(texts)].length === 1 ? (texts[0] ?? '') : texts.join('; ')
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}

/** Recall, precision and the rest, a sentence each. */
function summaryOf(all: readonly Examined[], conditions: Conditions, minutes: number): string {
  const { found, faults, positives, recall, precision, alarms, reached, commands } = gradeOf(all)
  const seeds = new Set(all.map(({ seed }) => seed)).size
  const spent = all.reduce((sum, { ill, twin }) => sum + ill.spent + twin.spent, 0)
  const lines = [
    `Recall ${recall.toFixed(3)}: ${found} of ${faults} faults are named.`,
    `Precision ${precision.toFixed(3)}: ${found} of ${positives} answers "yes" are right.`,
    `Twins called ill: ${alarms} of ${faults}.`,
    `Commands that reach their accuracy: ${reached} of ${commands}.`,
  ]
  const work = `${(spent / 1e6).toFixed(0)} million examples trained on, in ${minutes.toFixed(0)} minutes`
  return `${lines.join(' ')}\n\nAccuracies are those on the validation data in %, means over ${seeds} seeds. ${inWords(conditions)}; ${work}.`
}
