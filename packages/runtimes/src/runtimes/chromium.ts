import { createReadStream } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { inFolder } from '@gradus/testing/folders'
import { Child } from '../child.ts'
import { CHROMIUM, versionOf } from '../installs.ts'
import type { Report } from '../program/program.ts'
import { BUILT, parseReport, type Runtime, type Task } from './runtime.ts'

/** Alone, quiet and without a network of its own. */
const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--remote-debugging-port=0',
]

/** Serves the program to a browser that has never run before. @param profile an empty folder */
async function run(profile: string, task: Task): Promise<Report> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `@sparticuz/chromium holds no Chromium for ${process.platform}-${process.arch}: run the full suite on Linux (x64).`,
    )
  }
  const server = new PageServer(task)
  const address = await server.listen()
  const { signal } = task
  const browser = new Child(CHROMIUM, [...ARGS, `--user-data-dir=${profile}`, address], { signal })
  try {
    return parseReport(await browser.during(server.report))
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error)
    const remedy = 'If a shared library is missing: apt-get install libnss3 libnspr4 libexpat1.'
    throw new Error(`Chromium failed: ${what}\n${remedy}\n${browser.stderr}`, { cause: error })
  } finally {
    await browser.stop()
    server.close()
  }
}

const [major] = versionOf('@sparticuz/chromium').split('.')

export const chromium: Runtime = {
  name: 'Chromium',
  host: `HeadlessChrome/${major}.`,
  engine: 'simd',
  run: task => inFolder(profile => run(profile, task)),
}

/** The modules themselves, found by their packages' names. */
const PAGE = `<!doctype html><meta charset="utf-8"><title>Gradus</title><link rel="icon" href="data:,">
<script type="importmap">
{
  "imports": {
    "@gradus/core": "/@gradus/core/index.js",
    "@gradus/mnist": "/@gradus/mnist/index.js",
    "@gradus/data/strokes": "/@gradus/data/strokes.js"
  }
}
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
class PageServer {
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
