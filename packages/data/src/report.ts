/**
 * A report on data before training: examples a class, ranges, repetitions, leaks, and what to do about them.
 * @module @gradus/data/report
 */

import { type DataFacts, factsOf, type ReportedData } from './report/facts.ts'
import { type DataFinding, findingsOf } from './report/findings.ts'

export { type OriginOf, PARTS, type PartName } from './part-names.ts'
export type {
  CategoryCount,
  ClassCount,
  ColumnReport,
  InputsReport,
  PartCount,
  Pixels,
  Rectangle,
  ReportedData,
} from './report/facts.ts'
export { imageSizeOf } from './report/facts.ts'
export type { DataFindingCode } from './report/findings.ts'
export { meanImages, samplesOf } from './report/images.ts'
export type {
  Duplicates,
  Leak,
  Place,
  RepeatFacts,
  Repeats,
  Repetition,
} from './report/repeats.ts'
export type { DataFacts, DataFinding }

/** A report on data, as JSON can hold it. */
export interface DataReport extends DataFacts {
  /** The findings, the worst first. */
  readonly findings: readonly DataFinding[]
}

/**
 * Reports on data: counts and measures them, and tells what will harm training or flatter its accuracy.
 * @param data examples by part, with their names, such as `loadData` gives them
 * @example
 * ```ts
 * import { denseExamples } from '@gradus/core'
 * import { reportOn } from '@gradus/data/report'
 *
 * const train = denseExamples([[[1, 2], [1, 0]], [[1, 2], [0, 1]], [[3, 4], [0, 1]]])
 * const { contradictions, findings } = reportOn({ train, classes: ['cat', 'dog'] })
 * console.log(contradictions.count) // prints 1
 * console.log(findings.map(({ code }) => code).join()) // prints contradictions,class-small,duplicates,no-test
 * ```
 */
export function reportOn(data: ReportedData): DataReport {
  const facts = factsOf(data)
  return { ...facts, findings: findingsOf(facts) }
}
