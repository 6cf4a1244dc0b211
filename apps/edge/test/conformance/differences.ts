import { KEPT_PATHS, PAGE_PATHS, SERVER_PATHS, SLOW_REQUEST } from './requests.ts'

/** A known difference between a runtime's answer and those of the others. */
export interface Difference {
  /** Names of the runtimes, and of the requests. */
  readonly runtimes: readonly string[]
  readonly requests: readonly string[]
  readonly why: string
  /** Whether the runtime cannot receive this request. */
  readonly isAbsent?: boolean
  /** The name of the request whose answer it gives instead. */
  readonly as?: string
  /** Its own status, without a body. */
  readonly status?: number
  /** The parts that are its own: `body`, or names of headers. All else is the same. */
  readonly own?: readonly string[]
}

const EDGE_FUNCTIONS = ['workerd', 'edge-runtime']
const OTHERS = ['Node', 'Bun', 'Deno', 'Lambda']

/** All known differences. */
export const DIFFERENCES: readonly Difference[] = [
  {
    runtimes: EDGE_FUNCTIONS,
    requests: SERVER_PATHS.map(path => `GET ${path}`),
    why: 'Edge functions have no files and have to be small: they count nothing, and bring no documentation.',
    as: 'GET /nothing',
  },
  {
    runtimes: OTHERS,
    requests: ['GET /metrics'],
    why: 'Metrics tell of times.',
    own: ['body'],
  },
  {
    runtimes: ['workerd'],
    requests: ['GET /?a=%zz', ...PAGE_PATHS.flatMap(path => [`GET ${path}`, `HEAD ${path}`])],
    why: 'Cloudflare serves static assets without the Worker, with ETags of its own and no request id.',
    own: ['etag', 'x-request-id'],
  },
  ...KEPT_PATHS.map(path => ({
    runtimes: ['workerd'],
    requests: [`GET ${path}, had before`],
    why: 'Cloudflare takes ETags for its static assets, and no *.',
    as: `GET ${path}`,
    own: ['etag', 'x-request-id'],
  })),
  {
    runtimes: ['workerd'],
    requests: PAGE_PATHS.map(path => `POST ${path}`),
    why: 'Cloudflare itself answers for the paths of static assets.',
    status: 405,
  },
  {
    runtimes: ['workerd'],
    requests: ['GET /index.html', 'GET /index'],
    why: 'Cloudflare sends those who ask for the file of a page to the page.',
    status: 307,
  },
  {
    runtimes: ['Lambda'],
    requests: [SLOW_REQUEST.name],
    why: 'Lambda is called when the whole body has come.',
    isAbsent: true,
  },
]

export function differenceOf(runtime: string, request: string): Difference | undefined {
  return DIFFERENCES.find(
    ({ runtimes, requests }) => runtimes.includes(runtime) && requests.includes(request),
  )
}
