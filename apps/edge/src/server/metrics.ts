import { Counter, Histogram, Registry } from 'prom-client'
import type { MetricsText } from '../app.ts'
import type { RequestRecord } from '../http/middleware.ts'

/** Seconds: a prediction takes tens of microseconds, a large body some milliseconds. */
const BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 10]

/** Counts requests, for Prometheus. */
export function requestMetrics(): {
  readonly observe: (record: RequestRecord) => void
  readonly text: () => Promise<MetricsText>
} {
  const registers = [new Registry()]
  const [registry = new Registry()] = registers
  const labelNames = ['method', 'route', 'status'] as const
  const seconds = new Histogram({
    name: 'gradus_http_request_duration_seconds',
    help: 'Time from the head of a request to its answer.',
    ...{ labelNames, registers, buckets: BUCKETS },
  })
  const images = new Counter({ name: 'gradus_images_total', help: 'Images that were predicted.', registers })
  return {
    observe: record => {
      seconds.observe(
        { method: methodOf(record.method), route: record.route, status: record.status },
        record.seconds,
      )
      images.inc(record.images)
    },
    text: async () => ({ text: await registry.metrics(), contentType: registry.contentType }),
  }
}

/** Methods are the client's to choose, labels are not: each new one costs memory. */
function methodOf(method: string): string {
  return ['GET', 'HEAD', 'POST', 'OPTIONS'].includes(method) ? method : 'other'
}
