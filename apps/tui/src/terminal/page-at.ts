/** Which page, from 0, a page number means that may be any whole number: after the last comes the first. */
export function pageAt(page: number, pages: number): number {
  return pages < 1 ? 0 : ((page % pages) + pages) % pages
}
