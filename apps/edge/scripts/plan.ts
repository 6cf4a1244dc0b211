import type { Plan } from './search.ts'

/** Hidden layers whose file stays below 200,000 bytes: one of up to 31 neurons, or two. */
const HIDDEN = [[20], [25], [30], [31], [30, 15], [28, 20], [29, 25], [28, 40], [27, 60]]

/** What `choose-model` tries: about ten minutes of one core. */
export const PLAN: Plan = {
  shapes: HIDDEN.map(hidden => [784, ...hidden, 10]),
  etas: [0.5, 1, 2, 3, 5],
  miniBatchSizes: [5, 10, 20],
  rough: { seed: 0, epochs: 9, slowFrom: 6 },
  fine: { seeds: [0, 1, 2, 3, 4, 5, 6, 7], shapes: 5, epochs: 40, slowFrom: 30 },
}
