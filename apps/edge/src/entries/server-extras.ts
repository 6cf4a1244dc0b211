import type { EdgeOptions } from '../app.ts'
import type { RequestRecord } from '../middleware/record.ts'
import { docsAssets } from './docs.ts'
import { requestMetrics } from './metrics.ts'
import { pageAssets } from './page.ts'

/**
 * What runtimes with files and Node's modules have, and edge functions have not: metrics, and the API's documentation.
 * @param log told of every request, too
 */
export async function serverExtras(
  log?: (record: RequestRecord) => void,
): Promise<Required<Pick<EdgeOptions, 'assets' | 'metrics' | 'onRequest'>>> {
  const metrics = requestMetrics()
  const assets = new Map([...(await pageAssets()), ...(await docsAssets())])
  return {
    assets,
    metrics: metrics.text,
    onRequest: record => {
      metrics.observe(record)
      log?.(record)
    },
  }
}
