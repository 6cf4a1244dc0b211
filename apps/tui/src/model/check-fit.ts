import type { Network } from '@gradus/core'
import { UsageError } from '../usage-error.ts'
import { MODEL } from './model-argument.ts'

/** Checks that a network can read these data, and has an output for every class. @throws UsageError */
export function checkFit(
  path: string,
  { sizes }: Network,
  { inputSize, classes }: { readonly inputSize: number; readonly classes: number },
): void {
  const [inputs, outputs = 0] = [sizes[0], sizes.at(-1)]
  if (inputs === inputSize && outputs >= classes) return
  throw new UsageError(
    MODEL,
    path,
    `It is a network ${sizes.join('-')}, but the data have ${inputSize} pixels an image and ${classes} classes: expected as many inputs, and no fewer outputs. Name the folder of the data that it was trained on by --data.`,
  )
}
