import { createReadStream } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { BUILT } from './built.ts'
import type { Task } from './runtime.ts'

/** The modules themselves, found by their packages' names. */
const PAGE = `<!doctype html><meta charset="utf-8"><title>Gradus</title><link rel="icon" href="data:,">
<script type="importmap">
{ "imports": { "@gradus/core": "/@gradus/core/index.js", "@gradus/mnist": "/@gradus/mnist/index.js" } }
</script>
<script type="module">
const suite = new URLSearchParams(location.search).get('suite')
try {
  const { runInPage } = await import('/program/page.js')
  await runInPage(suite)
} catch (error) {
  await fetch('/error', { method: 'POST', body: String(error?.stack ?? error) })
}
</script>
`

/** Serves the page, the modules and the data, and takes the page's report. */
export class PageServer {
  readonly #server: Server
  readonly #task: Task
  /** The report's text, once the page has sent it. */
  readonly report: Promise<string>
  #resolve: (report: string) => void = () => {}
  #reject: (error: Error) => void = () => {}

  constructor(task: Task) {
    this.#task = task
    this.report = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(error => response.destroy(error))
    })
  }

  /** Begins to listen. @returns the page's address */
  async listen(): Promise<string> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve))
    const address = this.#server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    return `http://127.0.0.1:${port}/?suite=${this.#task.suite}`
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
    if (request.method === 'POST') {
      const body = await text(request)
      response.end()
      if (pathname === '/report') this.#resolve(body)
      else this.#reject(new Error(`The page failed: ${body}`))
    } else if (pathname === '/') response.setHeader('content-type', 'text/html').end(PAGE)
    else send(pathname === '/data' ? this.#task.dataFile : moduleFile(pathname), response)
  }
}

function moduleFile(pathname: string): string | undefined {
  for (const [name, folder] of Object.entries(BUILT)) {
    const file = pathname.slice(name.length + 2)
    if (pathname === `/${name}/${file}` && /^[\w-]+\.js$/.test(file)) return `${folder}/${file}`
  }
  return undefined
}

function send(file: string | undefined, response: ServerResponse): void {
  if (file === undefined) {
    response.writeHead(404).end()
    return
  }
  if (file.endsWith('.js')) response.setHeader('content-type', 'text/javascript')
  createReadStream(file)
    .on('error', error => response.destroy(error))
    .pipe(response)
}
