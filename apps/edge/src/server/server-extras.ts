import type { EdgeOptions } from '../app.ts'
import { Capacity } from '../http/capacity.ts'
import type { RequestRecord } from '../http/record.ts'
import { docsAssets } from './docs.ts'
import { requestMetrics } from './metrics.ts'
import { pageAssets } from './page.ts'

/**
 * What runtimes with files and Node's modules have, and edge functions have not: metrics, the API's documentation, and requests that
 * share a process.
 * @param log told of every request, too
 */
export async function serverExtras(
  log?: (record: RequestRecord) => void,
): Promise<Required<Pick<EdgeOptions, 'assets' | 'metrics' | 'onRequest' | 'capacity'>>> {
  const metrics = requestMetrics()
  const assets = new Map([...(await pageAssets()), ...(await docsAssets())])
  return {
    assets,
    capacity: new Capacity(),
    metrics: metrics.text,
    onRequest: record => {
      metrics.observe(record)
      log?.(record)
    },
  }
}
