import { ONE } from '../served.ts'
import { type ConformanceRequest, posted, postedJson } from './request.ts'

export const TOKEN = 'sesame-Open.7~+/=='
export const ORIGINS = 'https://a.example, http://localhost:5173'

const INFER = '/v2/models/flowers/infer'
const right = { Authorization: `Bearer ${TOKEN}` }
const from = (origin: string) => ({ Origin: origin })
const row = { 'petal length': 1.4, 'colour/~1': '白' }

function asked(name: string, headers: Readonly<Record<string, string>>, status: number): ConformanceRequest {
  return { name: `a token: ${name}`, path: '/predict', ...postedJson({ rows: [row] }, { headers }), status }
}

/** Requests to the model of a table, with the token. */
function ofTable(
  status: number,
  table: readonly (readonly [name: string, body: unknown, path?: string])[],
): ConformanceRequest[] {
  return table.map(([name, body, path = '/predict']) => ({
    name: `rows: ${name}`,
    path,
    ...postedJson(body, { headers: right }),
    status,
  }))
}

const tensors = (length: unknown) => ({
  inputs: [
    { name: 'petal length', shape: [2], datatype: 'FP64', data: [1.4, length] },
    { name: 'colour/~1', shape: [2, 1], datatype: 'BYTES', data: [['red'], ['白']] },
  ],
})

const tableRequests = [
  ...ofTable(200, [
    [
      'all that is to be had',
      { rows: [row, { ...row, 'petal length': '5e0' }], input: true, hidden: true, saliency: true, top: 9 },
    ],
    ['tensors', tensors(-1e-9), INFER],
  ]),
  ...ofTable(422, [
    ['another category', { rows: [row, { ...row, 'colour/~1': 'sesame' }] }],
    ['a missing value', { rows: [{ ...row, 'petal length': null }] }],
    ['another column', { rows: [{ ...row, sesame: 1 }] }],
    ['an image', { image: [1, 2, 3, 4] }],
  ]),
  ...ofTable(400, [['a missing number in a tensor', tensors(null), INFER]]),
  { name: 'rows: a picture', path: '/predict', ...posted(ONE, 'image/png', { headers: right }), status: 415 },
  { name: 'rows: the model', path: '/model', status: 200 },
  { name: 'rows: the tensors', path: '/v2/models/flowers', status: 200 },
]

function preflight(name: string, origin: string): ConformanceRequest {
  const headers = {
    ...from(origin),
    'Access-Control-Request-Method': 'POST',
    'Access-Control-Request-Headers': 'content-type',
  }
  return { name: `another origin: ${name}`, method: 'OPTIONS', path: '/predict', headers, status: 204 }
}

/** The requests to a deployment with a token and two origins, and a model of a table. */
export const GUARDED_REQUESTS: readonly ConformanceRequest[] = [
  asked('the right one', right, 200),
  asked('none', {}, 401),
  asked('a wrong one', { Authorization: 'Bearer sesame' }, 401),
  asked('one that is longer', { Authorization: `${right.Authorization}x` }, 401),
  asked('another scheme', { Authorization: `Basic ${TOKEN}` }, 401),
  asked('strange characters', { Authorization: 'Bearer "sesame"' }, 401),
  { name: 'a token: none to infer', path: INFER, ...postedJson({}), status: 401 },
  {
    name: 'a token: none to infer by a version',
    path: '/v2/models/flowers/versions/1/infer',
    ...postedJson({}),
    status: 401,
  },
  { name: 'a token: none for what is public', path: '/model', status: 200 },
  { name: 'a token: none for the API', path: '/openapi.json', status: 200 },
  { name: 'a token: none for the health', path: '/v2/health/ready', status: 200 },
  asked('the right one, from an origin that may ask', { ...right, ...from('https://a.example') }, 200),
  asked('the right one, from the other origin', { ...right, ...from('http://localhost:5173') }, 200),
  asked('the right one, from an origin that may not', { ...right, ...from('https://b.example') }, 200),
  asked('none, from an origin that may ask', from('https://a.example'), 401),
  preflight('one that may ask', 'https://a.example'),
  preflight('one that may not', 'https://b.example'),
  {
    name: 'another origin: what is not there',
    path: '/nothing',
    headers: from('https://a.example'),
    status: 404,
  },
  ...tableRequests,
]
