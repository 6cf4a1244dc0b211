import type { Box } from './box.ts'

/** Times that decide how soon a dead worker is noticed, in milliseconds. */
export interface QueueTimes {
  /** A worker that was not heard of for so long has lost its job; it renews its lock three times in that time. */
  readonly lock: number
  /** Time from one look for such workers to the next. */
  readonly check: number
}

/** A job of a dead worker is taken again after 15 to 25 s. */
export const QUEUE_TIMES: QueueTimes = { lock: 15_000, check: 5000 }

/** Events that a queue keeps for those who listen: nobody does. */
const EVENTS_KEPT = 100

/** Options of BullMQ's queues. */
export function queueOptions({ lock, check }: QueueTimes) {
  return {
    streams: { events: { maxLen: EVENTS_KEPT } },
    lockDuration: lock,
    stalledInterval: check,
    // Deaths are counted by those who take a job.
    maxStalledCount: 2 ** 31 - 1,
  }
}

/** An open connection to the server of a queue. */
export interface Link {
  /** Settings of the server that put a study at risk, each with the line that sets them right. */
  readonly warnings: readonly string[]
  /** The box of that name: made when it is first asked for. */
  box(name: string): Box
  /** Lets go of the server; never throws. */
  close(): Promise<void>
}

/** A box, and the end of its access. */
export interface OpenBox {
  readonly box: Box
  close(): Promise<void>
}

/**
 * A link from its parts.
 * @param make opens a box
 * @param end lets go of the server
 */
export function linkOf(
  warnings: readonly string[],
  make: (name: string) => OpenBox,
  end: () => Promise<void>,
): Link {
  const boxes = new Map<string, OpenBox>()
  return {
    warnings,
    box(name) {
      const made = boxes.get(name) ?? make(name)
      boxes.set(name, made)
      return made.box
    },
    async close() {
      // First the server, since an answer that never comes would hold up the boxes.
      await end().catch(() => undefined)
      await Promise.allSettled([...boxes.values()].map(({ close }) => close()))
    },
  }
}
