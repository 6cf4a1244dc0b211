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

/** An open connection to the server of a queue. */
export interface Link {
  /** Settings of the server that put a study at risk, each with the line that sets them right. */
  readonly warnings: readonly string[]
  /** The box of that name: made when it is first asked for. */
  box(name: string): Box
  /** Lets go of the server; never throws. */
  close(): Promise<void>
}

/** The server was lost, or refuses to serve: worth another try later, over a new link. */
export class LinkLost extends Error {
  override readonly name = 'LinkLost'
}

/** The server's answer. @throws LinkLost instead of what packages throw */
export async function answer<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked
  } catch (error) {
    throw error instanceof LinkLost ? error : new LinkLost(reasonOf(error), { cause: error })
  }
}

/** The reason of an error, without a full stop; several attempts to connect give that of the last. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors.at(-1))
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, '')
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
