import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Built } from '../../../scripts/notice.ts'

/** Where the build of the page says what is in it. @param edge the folder of this package */
export function pageMetafile(edge: string): string {
  return join(edge, 'dist', 'page.metafile.json')
}

/** What the page was built of. @param edge as above */
export async function pageBuilt(edge: string): Promise<readonly Built[]> {
  return [{ metafile: JSON.parse(await readFile(pageMetafile(edge), 'utf8')), from: edge }]
}
