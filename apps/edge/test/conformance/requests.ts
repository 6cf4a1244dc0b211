import { PICTURE_REQUESTS } from './image-requests.ts'
import { INFER_REQUESTS } from './infer-requests.ts'
import { PREDICT_REQUESTS } from './predict-requests.ts'
import { BYTES, type ConformanceRequest, posted } from './request.ts'

const get = (path: string, status: number): ConformanceRequest => ({ name: `GET ${path}`, path, status })
const other = (method: string, path: string, status: number): ConformanceRequest => ({
  name: `${method} ${path}`,
  method,
  path,
  status,
})

/** Paths of the page and its files. */
export const PAGE_PATHS = [
  '/',
  '/page.js',
  '/table.js',
  '/style.css',
  '/favicon.svg',
  '/samples.bin',
] as const

/** Paths that servers of their own have alone. */
export const SERVER_PATHS = [
  '/docs',
  '/docs/start.js',
  '/docs/swagger-ui.css',
  '/docs/swagger-ui-bundle.js',
  '/metrics',
] as const

/** Paths of the page whose answers have their own policy, which browsers keep. */
export const KEPT_PATHS = ['/', '/page.js'] as const

const keptPage = (path: string): ConformanceRequest => ({
  name: `GET ${path}, had before`,
  path,
  headers: { 'If-None-Match': '*' },
  status: 304,
})

/** The page, the descriptions of the model and the API, and paths that do not exist. */
const OTHER_REQUESTS: readonly ConformanceRequest[] = [
  ...PAGE_PATHS.map(path => get(path, 200)),
  ...SERVER_PATHS.map(path => get(path, 200)),
  ...['/model', '/openapi.json', '/model.safetensors'].flatMap(path => [
    get(path, 200),
    other('HEAD', path, 200),
    other('DELETE', path, 405),
    { name: `GET ${path}, had before`, path, headers: { 'If-None-Match': '*' }, status: 304 },
    { name: `GET ${path}, another had before`, path, headers: { 'If-None-Match': '"other"' }, status: 200 },
  ]),
  ...PAGE_PATHS.map(path => other('HEAD', path, 200)),
  ...PAGE_PATHS.map(path => other('POST', path, 405)),
  ...KEPT_PATHS.map(path => keptPage(path)),
  ...[
    '/nothing',
    '/predict/',
    '/_headers',
    '/..%2fetc',
    '/model%00',
    '/%',
    '/Model',
    '/index',
    '/?a=%zz',
  ].map(path => get(path, path === '/?a=%zz' ? 200 : 404)),
  other('OPTIONS', '/predict', 405),
  other('PROPFIND', '/model', 405),
  { name: 'GET /index.html', path: '/index.html', status: 404 },
  { name: 'a request with an id', path: '/model', headers: { 'X-Request-Id': 'abc-7' }, status: 200 },
  { name: 'a request with a strange id', path: '/model', headers: { 'X-Request-Id': '<b>' }, status: 200 },
  {
    name: 'a page of another origin is not let in',
    path: '/model',
    headers: { Origin: 'https://a.example' },
    status: 200,
  },
]

/** The requests to a deployment without settings: every endpoint and every error. */
export const REQUESTS: readonly ConformanceRequest[] = [
  ...PREDICT_REQUESTS,
  ...PICTURE_REQUESTS,
  ...INFER_REQUESTS,
  ...OTHER_REQUESTS,
]

/** A request that takes the whole time limit: ten seconds. */
export const SLOW_REQUEST: ConformanceRequest = {
  name: 'a body that does not end',
  path: '/predict',
  ...posted(new Uint8Array(100), BYTES, { sent: 'endless' }),
  status: 408,
}
