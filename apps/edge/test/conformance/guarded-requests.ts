import { ONE } from '../served.ts'
import { BYTES, type ConformanceRequest, posted, postedJson } from './request.ts'

export const TOKEN = 'sesame-Open.7~+/=='
export const ORIGINS = 'https://a.example, http://localhost:5173'

const INFER = '/v2/models/digits/infer'
const right = { Authorization: `Bearer ${TOKEN}` }
const from = (origin: string) => ({ Origin: origin })

function asked(name: string, headers: Readonly<Record<string, string>>, status: number): ConformanceRequest {
  return { name: `a token: ${name}`, path: '/predict', ...posted(ONE, BYTES, { headers }), status }
}

function preflight(name: string, origin: string): ConformanceRequest {
  const headers = {
    ...from(origin),
    'Access-Control-Request-Method': 'POST',
    'Access-Control-Request-Headers': 'content-type',
  }
  return { name: `another origin: ${name}`, method: 'OPTIONS', path: '/predict', headers, status: 204 }
}

/** The requests to a deployment with a token and two origins. */
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
    path: '/v2/models/digits/versions/1/infer',
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
]
