import { type Examples, examplesAt } from '@gradus/core'

/** Examples of the sample of the training data: they take a few hundredths of an epoch to evaluate. */
const LARGEST_SAMPLE = 5000

/** Golden section: its multiples, modulo 1, fill 0 .. 1 evenly and never repeat. */
const GOLDEN = 0.618034

/**
 * Sample of the training data, to be evaluated after every epoch: all where they are few, else one example of
 * each of so many equal stretches, at another place of every stretch. At the same place of all, the sample of
 * MNIST would be lopsided, since its labels have a period of 20.
 */
export function trainingSampleOf(train: Examples): Examples {
  const { length } = train
  if (length <= LARGEST_SAMPLE) return train
  const step = length / LARGEST_SAMPLE
  return examplesAt(
    train,
    Uint32Array.from({ length: LARGEST_SAMPLE }, (_, i) => Math.floor((i + ((i * GOLDEN) % 1)) * step)),
  )
}
