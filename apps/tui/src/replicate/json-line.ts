import { printableJson } from '../terminal/printable.ts'
import type { Result } from './result.ts'
import { hardlyPredicted, sleepsOf } from './wakefulness.ts'

/** A result as a line of JSON. */
export function jsonLineOf(result: Result): string {
  const { experiment, evaluations, correct, verdicts, agrees, sha256, problem } = result
  const { name, sizes, eta, numpy, printed, prose } = experiment
  const sleeps = sleepsOf(evaluations)
  const line = {
    ...{ name, sizes, eta, epochs: correct.length, correct, numpy, printed, prose },
    known: verdicts.map(({ from, to, min, max, verdict }) => ({
      from,
      to,
      min,
      max,
      verdict,
    })),
    predictions: evaluations.map(({ predictions }) => predictions),
    hardlyPredicted: evaluations.map(hardlyPredicted),
    neverWakes: sleeps.flatMap(({ digit, epochs }) => (epochs.length === correct.length ? [digit] : [])),
    wakes: sleeps.flatMap(({ digit, wakes }) => (wakes ? [{ digit, epoch: wakes.epoch }] : [])),
    ...{ sha256, agrees, error: problem },
  }
  return `${printableJson(line)}\n`
}
