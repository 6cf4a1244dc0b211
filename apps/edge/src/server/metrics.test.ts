import { expect, test } from 'vitest'
import type { RequestRecord } from '../http/middleware.ts'
import { requestMetrics } from './metrics.ts'

const RECORD: RequestRecord = {
  requestId: 'sesame',
  method: 'POST',
  route: '/predict',
  status: 200,
  seconds: 0.002,
  images: 3,
}

test('counts requests, seconds and images, in the form of Prometheus', async () => {
  const { observe, text } = requestMetrics()
  observe(RECORD)
  observe({ ...RECORD, seconds: 0.25 })
  const { text: told, contentType } = await text()
  expect(contentType).toMatch(/^text\/plain; version=/)
  const labels = 'method="POST",route="/predict",status="200"'
  const lines = told.split('\n')
  expect(lines).toContain('# TYPE gradus_http_request_duration_seconds histogram')
  expect(lines).toContain(`gradus_http_request_duration_seconds_count{${labels}} 2`)
  expect(lines).toContain(`gradus_http_request_duration_seconds_sum{${labels}} 0.252`)
  expect(lines).toContain(`gradus_http_request_duration_seconds_bucket{le="0.0025",${labels}} 1`)
  expect(lines).toContain('gradus_images_total 6')
  expect(told).not.toContain('sesame')
})

test('methods that clients make up are one', async () => {
  const { observe, text } = requestMetrics()
  for (const method of ['PURGE', 'SESAME', 'constructor']) observe({ ...RECORD, method, status: 405 })
  expect((await text()).text).toContain('_count{method="other",route="/predict",status="405"} 3')
})

test('servers in one process do not count for one another', async () => {
  requestMetrics().observe(RECORD)
  expect((await requestMetrics().text()).text).toContain('gradus_images_total 0')
})
