import { InvalidArgumentError } from 'commander'

/** Parses neurons a layer, such as `784,15,10`. */
export function parseSizes(text: string): readonly number[] {
  const sizes = text.split(',').map(size => (/^\s*\d+\s*$/.test(size) ? Number(size) : 0))
  if (sizes.length < 2 || !sizes.every(size => Number.isSafeInteger(size) && size > 0)) {
    throw new InvalidArgumentError(
      'Expected the neurons of at least two layers, whole numbers of at least 1 with commas between, such as 784,15,10.',
    )
  }
  return sizes
}
