export { type DataProfile, profileOf } from './health/data-profile.ts'
export type { Finding, FindingCode, Health, HealthEvent } from './health/health.ts'
export { HealthMonitor } from './health/monitor.ts'
export { hardlyPredicted } from './health/rules/classes.ts'
