import { ONE } from '../served.ts'
import type { Chance } from './chance.ts'
import type { Kinds } from './request.ts'
import { type Header, type HostileRequest, JSON_TYPE, predict, TEXT_MARKER } from './request.ts'

const BYTES = 'application/octet-stream'
const PATHS = [
  '/predict',
  '/model',
  '/openapi.json',
  '/v2',
  '/v2/models/digits',
  '/v2/health/live',
  '/metrics',
  '/',
]
const PATH_PARTS = [
  ...[
    '..',
    '.',
    '%2e%2e',
    '%2E%2E%2f',
    '%00',
    '%',
    '%zz',
    '%ff',
    '%c0%ae',
    '%u002e',
    '\\',
    '%5c',
    '//',
    ';',
    '~',
  ],
  ...[
    '__proto__',
    'constructor',
    'etc/passwd',
    'v2',
    'models',
    'digits',
    'predict',
    'docs',
    TEXT_MARKER,
    '*',
    '{}',
    '|',
  ],
]
const METHODS = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'PURGE',
  'M-SEARCH',
  'QUERY',
]
const QUERIES = [
  ...[
    'top=0',
    'top=1001',
    'top=-1',
    'top=1e2',
    'top=',
    'top=3&top=4',
    'saliency=yes',
    'input=1',
    'hidden=true',
    'hidden=1',
    'hidden=',
    'hidden=true&hidden=true',
    'normalise=TRUE',
    `x=${TEXT_MARKER}`,
  ],
  ...[
    `${TEXT_MARKER}=1`,
    '%',
    '%ff=%fe',
    'a[]=1',
    '=',
    '&&&',
    '__proto__=1',
    'constructor=1',
    'top=%00',
    'top=３',
    '?',
    '#',
  ],
]
const HEADER_NAMES = [
  'Accept',
  'Accept-Encoding',
  'Cookie',
  'Content-Encoding',
  'Forwarded',
  'If-None-Match',
  'Origin',
  'Range',
  'Referer',
]

function path(chance: Chance): string {
  const parts = Array.from({ length: chance.between(1, 6) }, () => chance.pick(PATH_PARTS))
  if (chance.oneIn(15)) parts.push(TEXT_MARKER.repeat(chance.between(1, 1500)))
  if (chance.oneIn(15)) parts.push(chance.text(20))
  return `${chance.oneIn(3) ? chance.pick(PATHS) : ''}/${parts.join('/')}`
}

function query(chance: Chance): HostileRequest {
  const parts = Array.from({ length: chance.between(1, 4) }, () => chance.pick(QUERIES))
  return predict(BYTES, ONE, {
    path: `/predict?${Buffer.from(parts.join('&')).toString('latin1')}`,
    isOdd: true,
  })
}

function header(chance: Chance): Header {
  const name = chance.oneIn(4) ? `X-${TEXT_MARKER}` : chance.pick(HEADER_NAMES)
  if (chance.oneIn(30)) return [name, TEXT_MARKER.repeat(chance.between(1000, 4000))]
  return [
    name,
    chance.pick([
      TEXT_MARKER,
      chance.text(60),
      '',
      '\t',
      'bytes=0-',
      '*',
      'https://a.example',
      '"',
      ',,,,',
      'gzip, br',
    ]),
  ]
}

function headers(chance: Chance): readonly Header[] {
  return Array.from({ length: chance.oneIn(20) ? chance.between(50, 150) : chance.between(1, 6) }, () =>
    header(chance),
  )
}

/** Strange paths, methods, queries and headers. */
export const HEAD_KINDS: Kinds = {
  'strange paths': [
    10,
    chance => ({ method: chance.pick(['GET', 'GET', 'POST']), path: path(chance), isOdd: true }),
  ],
  'paths that are not there': [
    2,
    chance => ({
      method: 'GET',
      path: `/${chance.pick(['predict/', 'v3', 'v2/', 'admin', '.env', TEXT_MARKER])}`,
      expected: [404],
    }),
  ],
  'other methods': [
    5,
    chance => {
      const method = chance.pick(METHODS)
      return {
        method,
        path: chance.pick(PATHS),
        isOdd: true,
        ...(['PUT', 'PATCH', 'DELETE'].includes(method) && { expected: [405] }),
      }
    },
  ],
  'bodies where none is taken': [
    2,
    chance => ({
      method: chance.pick(METHODS),
      path: chance.pick(PATHS),
      headers: [JSON_TYPE],
      body: chance.bytes(chance.below(500)),
      isOdd: true,
    }),
  ],
  'strange queries': [6, query],
  'strange headers': [
    5,
    chance => ({
      ...predict(BYTES, ONE),
      headers: [['Content-Type', BYTES], ...headers(chance)],
      isOdd: true,
    }),
  ],
}

const AUTHORISATIONS = [
  undefined,
  '',
  'Bearer',
  'Bearer ',
  `Bearer ${TEXT_MARKER}`,
  'bearer open-sesame-open-sesamE',
  'Basic b3Blbi1zZXNhbWU=',
  'Bearer open-sesame-open-sesame open-sesame-open-sesame',
  'Bearer "open-sesame-open-sesame"',
  'Bearer open-sesame-open-sesame\xff',
]

/** Requests without the token, for a server that asks for one. */
export const TOKEN_KINDS: Kinds = {
  'no right token': [
    1,
    chance => {
      const value = chance.pick(AUTHORISATIONS)
      const path = chance.pick(['/predict', '/v2/models/digits/infer', '/v2/models/digits/versions/1/infer'])
      const headers: Header[] = value === undefined ? [JSON_TYPE] : [JSON_TYPE, ['Authorization', value]]
      return { method: 'POST', path, headers, body: chance.bytes(chance.below(2000)), expected: [401] }
    },
  ],
}
