import type { PredictJob } from '../jobs.ts'

/** How often the images are read: enough for a JIT compiler to have seen all before it counts. */
export function callsOf({ images }: PredictJob): { calls: number; repetitions: number; warmUp: number } {
  return images === 1 ? { calls: 5000, repetitions: 8, warmUp: 3 } : { calls: 1, repetitions: 8, warmUp: 3 }
}
