/**
 * A diagnosis of a run from its events: faults, their evidence and their remedies.
 * @module @gradus/core/health
 */

export { type DataProfile, profileOf, type TargetProfile } from './health/data-profile.ts'
export type { Finding, FindingCode, Health, HealthEvent, SpecChange } from './health/health.ts'
export { HealthMonitor } from './health/monitor.ts'
export { hardlyPredicted, neverCorrect } from './health/rules/classes.ts'
export { usualEtaFor } from './health/usual-eta.ts'
export { usualEta } from './ways.ts'
