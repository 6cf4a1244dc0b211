import { Matrix, OptionError } from '@gradus/core'

/**
 * The one-hot column vector (classes x 1) of a label: 1 at the label, 0 elsewhere.
 *
 * @throws OptionError if the label is no integer in 0..classes - 1
 */
export function vectorize(label: number, classes = 10): Matrix {
  if (!Number.isInteger(classes) || classes < 1 || classes > 256) {
    throw new OptionError(
      'classes',
      `classes is ${classes}: expected an integer in 1..256. Pass how many there are.`,
    )
  }
  if (!Number.isInteger(label) || label < 0 || label >= classes) {
    throw new OptionError(
      'label',
      `label is ${label}: expected an integer in 0..${classes - 1}. Pass the number of classes as well if there are more.`,
    )
  }
  const y = new Matrix(classes, 1)
  y.data[label] = 1
  return y
}
