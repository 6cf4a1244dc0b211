import { formatShare } from './format.ts'

/** 0.9483 as `94.83 %`, undefined as `-`. */
export function shareOf(share: number | undefined): string {
  return formatShare(share ?? null)
}
