import { readFile } from 'node:fs/promises'
import type { EdgeOptions } from '../app.ts'
import { type Assets, assetOf, pagePolicy } from '../http/asset.ts'
import { Capacity } from '../http/capacity.ts'
import type { RequestRecord } from '../http/middleware.ts'
import { requestMetrics } from './metrics.ts'
import { pageAssets } from './page.ts'

/**
 * Extras of runtimes with files and Node's modules, which edge functions lack: metrics, the API's
 * documentation, and requests that share a process.
 * @param log takes the record of every request
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

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Gradus: the API</title>
<link rel="icon" href="favicon.svg">
<link rel="stylesheet" href="docs/swagger-ui.css">
<div id="api"></div>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</html>
`

const START = `SwaggerUIBundle({ url: 'openapi.json', dom_id: '#api', validatorUrl: null, deepLinking: true })\n`

/**
 * The documentation of the API, to read and to try: Swagger UI, from files that stand in docs/ beside the
 * program.
 */
async function docsAssets(): Promise<Assets> {
  const encoder = new TextEncoder()
  const file = (name: string) => readFile(new URL(`docs/${name}`, import.meta.url))
  const files: [string, Uint8Array<ArrayBuffer>][] = [
    ['/docs', encoder.encode(PAGE)],
    ['/docs/start.js', encoder.encode(START)],
    ['/docs/swagger-ui.css', await file('swagger-ui.css')],
    ['/docs/swagger-ui-bundle.js', await file('swagger-ui-bundle.js')],
  ]
  // Swagger UI builds styles of its own.
  const policy = pagePolicy("'self' 'unsafe-inline'")
  return new Map(
    await Promise.all(
      files.map(async ([path, body]) => {
        const name = path === '/docs' ? 'docs.html' : path
        return [path, await assetOf(name, body, policy)] as const
      }),
    ),
  )
}
