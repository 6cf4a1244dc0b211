import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { assetOf, staticRoutes } from './asset.ts'

const BODY = new TextEncoder().encode('void 0')

test.each([
  ['page.js', 'text/javascript; charset=utf-8'],
  ['index.html', 'text/html; charset=utf-8'],
  ['/docs/swagger-ui.css', 'text/css; charset=utf-8'],
  ['favicon.svg', 'image/svg+xml'],
  ['samples.bin', 'application/octet-stream'],
  ['constructor', 'application/octet-stream'],
])('%s is of type %s', async (name, type) => {
  expect((await assetOf(name, BODY)).type).toBe(type)
})

test('the ETag is of the bytes', async () => {
  const hash = createHash('sha256').update(BODY).digest('hex').slice(0, 32)
  expect((await assetOf('a.js', BODY)).etag).toBe(`"${hash}"`)
  expect((await assetOf('a.js', BODY.slice(1))).etag).not.toBe(`"${hash}"`)
})

test('tells its length at HEAD by itself, but not where nothing changed', async () => {
  const asset = await assetOf('a.js', BODY)
  const routes = staticRoutes(new Map([['/a.js', asset]]))
  const { headers } = await routes.request('/a.js', { method: 'HEAD' })
  expect(headers.get('Content-Length')).toBe(String(BODY.length))
  const same = await routes.request('/a.js', { method: 'HEAD', headers: { 'If-None-Match': asset.etag } })
  expect(same.status).toBe(304)
  expect(same.headers.has('Content-Length')).toBe(false)
})
