/** What a process holds once all is collected that can be; in bytes. */
export interface Memory {
  readonly resident: number
  /** On the heap of JavaScript. */
  readonly heap: number
  /** In buffers. */
  readonly buffers: number
}

/** Needs Node's flag --expose-gc. */
export function memoryOf(): Memory {
  globalThis.gc?.()
  globalThis.gc?.()
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage()
  return { resident: rss, heap: heapUsed, buffers: arrayBuffers }
}
