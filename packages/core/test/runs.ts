import { denseExamples } from '../src/pairs.ts'
import type { FinishedEvent, SgdEvent } from '../src/training/events.ts'

export const xor = denseExamples([
  [
    [0, 0],
    [1, 0],
  ],
  [
    [0, 1],
    [0, 1],
  ],
  [
    [1, 0],
    [0, 1],
  ],
  [
    [1, 1],
    [1, 0],
  ],
])

/** Mini-batches of 3 and 1 of XOR's four examples, three times. */
export const options = { epochs: 3, miniBatchSize: 3, eta: 1 }

/** All events of a run, with something to do at each. */
export async function collect(
  events: AsyncIterable<SgdEvent>,
  react: (event: SgdEvent) => void = () => {},
): Promise<SgdEvent[]> {
  const all: SgdEvent[] = []
  for await (const event of events) {
    all.push(event)
    react(event)
  }
  return all
}

export function lastOf(events: readonly SgdEvent[]): FinishedEvent {
  const last = events.at(-1)
  if (last?.type !== 'finished') throw new Error(`The last event is ${last?.type}`)
  return last
}

/** Lets a run that waits for nothing go on. */
export const someTurns = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 20))

/** Waits for what a run is to reach, however busy the machine is; the test's own time limit bounds it. */
export async function until(isReached: () => boolean): Promise<void> {
  while (!isReached()) await new Promise(resolve => setTimeout(resolve, 1))
}
