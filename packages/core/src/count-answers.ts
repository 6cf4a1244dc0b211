import { answerOf, type Examples } from './examples.ts'

/** How many examples of each class there are. */
export function countAnswers(examples: Examples): number[] {
  const counts = Array.from({ length: examples.outputSize }, () => 0)
  for (let i = 0; i < examples.length; i++) {
    const answer = answerOf(examples, i)
    counts[answer]++
  }
  return counts
}
