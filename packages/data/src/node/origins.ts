import { answerOf, type DenseExamples, type SplitShares } from '@gradus/core'
import type { OriginOf, PartName } from '../part-names.ts'
import type { DataPart } from './loaded-data.ts'
import { type DataParts, placesOf, splitRows } from './parts.ts'

/** The parts as they were read, and the way from them to those that are trained on and judged by. */
export interface Origins {
  readonly whole: DataParts
  /** Examples of the training part of the files that are trained on, where the rest are for validation. */
  readonly trainSize: number
  /** The split, if there is one. */
  readonly split: SplitShares | undefined
}

/**
 * The origin of an example of any part, by that of the files. A split is made anew when the first one is asked
 * for, as few are; until then only the labels are kept.
 * @param nameOf the origin of an example of a part as it was read
 */
export function originsOf(nameOf: OriginOf, { whole, trainSize, split }: Origins): OriginOf {
  const { outputSize } = whole.train
  const labels = labelsOf(whole.train)
  const [hasValidation, hasTest] = [whole.validation !== undefined, whole.test !== undefined]
  const isRead: Readonly<Record<PartName, boolean>> = {
    train: !split,
    validation: hasValidation,
    test: hasTest,
  }
  let places: DataParts<DenseExamples> | undefined
  return (part, i) => {
    if (isRead[part]) return nameOf(part, i)
    if (!split) return nameOf('train', trainSize + i)
    if (!places) {
      const train = placesOf(labels, outputSize)
      const parts = {
        train,
        validation: hasValidation ? train : undefined,
        test: hasTest ? train : undefined,
      }
      places = splitRows(parts, split)
    }
    return nameOf('train', places[part]?.x[i] ?? i)
  }
}

function labelsOf(part: DataPart): Uint8Array {
  if (part.kind === 'sparse') return part.labels
  return Uint8Array.from({ length: part.length }, (_, i) => answerOf(part, i))
}
