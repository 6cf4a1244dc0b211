/** The middle of the values; of an even number of them, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const low = sorted[(sorted.length - 1) >> 1]
  const high = sorted[sorted.length >> 1]
  if (low === undefined || high === undefined) throw new RangeError('There is no median of no values.')
  return (low + high) / 2
}

/** How many times the peer's seconds are ours: the median of the rounds' own ratios, since machines drift between rounds. */
export function ratioOf(peer: readonly number[], ours: readonly number[]): number {
  const rounds = peer.flatMap((seconds, round) => {
    const own = ours[round]
    return own === undefined ? [] : [seconds / own]
  })
  return median(rounds)
}
