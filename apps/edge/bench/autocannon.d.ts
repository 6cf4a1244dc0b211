/** Types of the part of autocannon that is used here: it brings none. */
declare module 'autocannon' {
  interface Load {
    readonly url: string
    readonly method: string
    readonly headers: Readonly<Record<string, string>>
    readonly body: Buffer
    readonly connections: number
    /** Seconds. */
    readonly duration: number
  }

  interface Histogram {
    readonly average: number
    readonly p50: number
    readonly p99: number
  }

  interface LoadResult {
    /** A second. */
    readonly requests: Histogram
    /** Milliseconds, whole ones. */
    readonly latency: Histogram
    /** Seconds that it took. */
    readonly duration: number
    readonly '2xx': number
    readonly non2xx: number
    readonly errors: number
  }

  export default function autocannon(load: Load): Promise<LoadResult>
}
