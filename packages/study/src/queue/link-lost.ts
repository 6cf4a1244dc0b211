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
