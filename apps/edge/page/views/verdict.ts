import type { Prediction } from '../predict/prediction.ts'

/** Below this score the network is not sure. */
const SURE = 0.5

/** What a prediction says in words: short for the eye, whole for a screen reader. */
export interface Verdict {
  readonly note: string
  readonly spoken: string
}

export function verdictOf({ digit, scores }: Pick<Prediction, 'digit' | 'scores'>): Verdict {
  const score = scores[digit] ?? 0
  const second = runnerUp(scores, digit)
  const next = scores[second] ?? 0
  const other = score < SURE || next >= SURE ? `, or perhaps ${second}` : ''
  const note = score < SURE ? `Not sure${other}` : `Score ${score.toFixed(3)}${other}`
  const sure = score < SURE ? 'Not sure: ' : ''
  return { note, spoken: `${sure}${digit}${other}. Score ${score.toFixed(3)}.` }
}

/** The digit with the second highest score. */
function runnerUp(scores: ArrayLike<number>, best: number): number {
  const digits = Array.from(scores, (_, digit) => digit).filter(digit => digit !== best)
  return digits.reduce((a, b) => ((scores[b] ?? 0) > (scores[a] ?? 0) ? b : a))
}
