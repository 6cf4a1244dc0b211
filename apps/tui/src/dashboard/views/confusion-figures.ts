/** What a confusion matrix says of one class. Shares of nothing are undefined. */
export interface ClassFigures {
  readonly label: number
  /** How many examples have this label, and how many were read as it. */
  readonly labelled: number
  readonly predicted: number
  readonly right: number
  /** Of those read as it, the share that is right; of those labelled so, the share that is read so. */
  readonly precision: number | undefined
  readonly recall: number | undefined
}

/** Examples of one label that were read as another. */
export interface Confusion {
  readonly label: number
  readonly predicted: number
  readonly count: number
  /** Of the examples with that label. */
  readonly share: number
}

type Matrix = readonly (readonly number[])[]

/** @param matrix row the right class, column the predicted one. */
export function classFigures(matrix: Matrix): ClassFigures[] {
  return matrix.map((row, label) => {
    const right = row[label] ?? 0
    const labelled = row.reduce((sum, count) => sum + count, 0)
    const predicted = matrix.reduce((sum, counts) => sum + (counts[label] ?? 0), 0)
    return {
      ...{ label, labelled, predicted, right },
      precision: predicted === 0 ? undefined : right / predicted,
      recall: labelled === 0 ? undefined : right / labelled,
    }
  })
}

/** Labels that examples have but none was read as. */
export function neverPredicted(figures: readonly ClassFigures[]): number[] {
  return figures
    .filter(({ labelled, predicted }) => labelled > 0 && predicted === 0)
    .map(({ label }) => label)
}

/** All that were confused, the most often first; of equals the lower label, then the lower answer. */
export function worstConfusions(matrix: Matrix): Confusion[] {
  const figures = classFigures(matrix)
  return matrix
    .flatMap((row, label) =>
      row.map((count, predicted): Confusion => {
        return { label, predicted, count, share: count / (figures[label]?.labelled ?? 1) }
      }),
    )
    .filter(({ label, predicted, count }) => label !== predicted && count > 0)
    .toSorted((a, b) => b.count - a.count)
}
