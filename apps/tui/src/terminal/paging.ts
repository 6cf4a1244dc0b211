import { pageAt } from './page-at.ts'

/** The items of one page, and which page that is. */
interface Page<T> {
  readonly items: readonly T[]
  /** The place of the first of them among all. */
  readonly first: number
  /** `page 2 of 5`, or nothing where there is only one. */
  readonly words: string
}

/** @param page any whole number: after the last page comes the first. */
export function pageOf<T>(all: readonly T[], size: number, page: number): Page<T> {
  const pages = Math.ceil(all.length / Math.max(1, size))
  const at = pageAt(page, pages)
  const first = at * size
  return {
    items: all.slice(first, first + size),
    first,
    words: pages > 1 ? `page ${at + 1} of ${pages}` : '',
  }
}
