/** What a key multiplies or divides eta by: three steps double it. */
export const ETA_FACTOR = 1.25

/** The next learning rate up or down, with three digits that mean something. */
export function steppedEta(eta: number, direction: 'up' | 'down'): number {
  const next = direction === 'up' ? eta * ETA_FACTOR : eta / ETA_FACTOR
  return Number(next.toPrecision(3))
}
