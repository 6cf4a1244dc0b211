import { formatCount, formatShare } from '../screen/format.ts'

/** `12 epochs`, `1 epoch`. */
export function countOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** 0.9483 as `94.83 %`, undefined as `-`. */
export function shareOf(share: number | undefined): string {
  return formatShare(share ?? null)
}

/** `12 epochs`, or `12 epochs and 300 of 50,000 examples of the next`. */
export function placeOf(epoch: number, position: number, examples: number): string {
  if (position === 0) return countOf(epoch, 'epoch')
  return `${countOf(epoch, 'epoch')} and ${formatCount(position)} of ${countOf(examples, 'example')} of the next`
}
