/** A part of the page that another program writes, between two comments that name it. */
const SECTION = /<!-- begin: ([\w-]+) -->.*?<!-- end: \1 -->/gs

/** The parts of a page that other programs wrote, in their order: they are kept when the page is written again. */
export function sectionsOf(page: string): string[] {
  return page.match(SECTION) ?? []
}
