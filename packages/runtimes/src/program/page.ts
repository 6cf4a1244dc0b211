/** The program in a browser's page: fetches the data from the page's server, and posts the report to it. */
import { run } from './program.ts'

export async function runInPage(suite: string): Promise<void> {
  const data = await fetch('/data')
  const report = await run(suite, new Uint8Array(await data.arrayBuffer()), navigator.userAgent)
  await fetch('/report', { method: 'POST', body: JSON.stringify(report) })
}
