/**
 * Goals of Gradus. Ratios are the peer's seconds over those of Gradus in the same precision, of the dashboard
 * over none, or of a way to learn over the plainer one beside it.
 */
type Goal =
  | { readonly job: string; readonly peer: string; readonly atLeast: number }
  | { readonly job: string; readonly peer: string; readonly atMostSlower: number }
  | { readonly job: string; readonly peer: string; readonly atMostTimes: number }
  | { readonly job: string; readonly peer?: undefined; readonly atMostSeconds: number }

export const GOALS: readonly Goal[] = [
  { job: '15-float64', peer: 'numpy-per-example', atLeast: 30 },
  { job: '15-float64', peer: 'numpy', atLeast: 3.6 },
  { job: '15-float64', peer: 'pytorch', atLeast: 15 },
  { job: '15-float64', peer: 'pytorch-automatic', atLeast: 15 },
  { job: '30-float64', peer: 'numpy-per-example', atLeast: 23 },
  { job: '30-float64', peer: 'numpy', atLeast: 2.5 },
  { job: '30-float64', peer: 'pytorch', atLeast: 8 },
  { job: '30-float64', peer: 'pytorch-automatic', atLeast: 8 },
  { job: '100-float64', peer: 'numpy-per-example', atLeast: 19 },
  { job: '100-float64', peer: 'numpy', atLeast: 1.7 },
  { job: '100-float64', peer: 'pytorch', atLeast: 3.7 },
  { job: '100-float64', peer: 'pytorch-automatic', atLeast: 3.7 },
  { job: '15-float32', peer: 'numpy', atLeast: 4.6 },
  { job: '15-float32', peer: 'tfjs', atLeast: 60 },
  { job: '15-float32', peer: 'tfjs-automatic', atLeast: 60 },
  { job: '30-float32', peer: 'numpy', atLeast: 3.3 },
  { job: '100-float32', peer: 'numpy', atLeast: 2 },
  { job: '800-float32', peer: 'tfjs', atLeast: 10 },
  { job: '800-float32', peer: 'tfjs-automatic', atLeast: 10 },
  { job: '800-float32', peer: 'jax', atLeast: 1.4 },
  { job: 'train-command', atMostSeconds: 4 },
  { job: 'watched', peer: 'gradus-watched', atMostSlower: 0.03 },
  { job: 'one-image', peer: 'onnxruntime', atLeast: 10 },
  { job: 'many-images', peer: 'onnxruntime', atLeast: 2 },
  { job: 'ways', peer: 'gradus-cross-entropy', atMostSlower: 0.03 },
  { job: 'ways', peer: 'gradus-softmax', atMostSlower: 0.03 },
  { job: 'ways', peer: 'gradus-relu', atMostSlower: 0 },
  { job: 'modern', peer: 'native', atMostTimes: 3 },
  { job: 'accuracy', peer: 'pytorch-automatic', atLeast: 1.8 },
  { job: 'accuracy', peer: 'pytorch', atLeast: 1 },
  { job: 'accuracy', peer: 'tfjs', atLeast: 1 },
  { job: 'accuracy', peer: 'scikit-learn', atLeast: 1 },
]

export interface Verdict {
  /** Such as "≥ 3.6 x". */
  readonly goal: string
  /** undefined: not measured, since nobody of Gradus takes part in this job. */
  readonly reached: boolean | undefined
}

/** Verdict on a peer's ratio; undefined where there is no such goal. */
export function judgeRatio(job: string, peer: string, ratio: number | undefined): Verdict | undefined {
  const goal = GOALS.find(each => each.job === job && each.peer === peer)
  if (goal?.peer === undefined) return undefined
  if ('atMostSlower' in goal) {
    const { atMostSlower } = goal
    return {
      goal: `≤ ${100 * atMostSlower} %`,
      reached: ratio === undefined ? undefined : ratio - 1 <= atMostSlower,
    }
  }
  if ('atMostTimes' in goal) {
    const { atMostTimes } = goal
    return {
      goal: `≤ ${atMostTimes} x as long`,
      reached: ratio === undefined ? undefined : ratio * atMostTimes >= 1,
    }
  }
  return { goal: `≥ ${goal.atLeast} x`, reached: ratio === undefined ? undefined : ratio >= goal.atLeast }
}

/** Verdict on the seconds of Gradus itself; undefined where there is no such goal. */
export function judgeSeconds(job: string, seconds: number): Verdict | undefined {
  const goal = GOALS.find(each => each.job === job && each.peer === undefined)
  if (goal?.peer !== undefined || !goal) return undefined
  return { goal: `≤ ${goal.atMostSeconds} s`, reached: seconds <= goal.atMostSeconds }
}
