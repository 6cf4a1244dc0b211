import { lstat, readlink, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { FileError } from './file-error.ts'

/** Most symbolic links in a row, as Linux has it. */
const MOST_LINKS = 40
/** Everybody may write there, and nobody may remove what is another's: the mode of folders such as /tmp. */
const SHARED = 0o1002

/**
 * The file that a path is, or would become: symbolic links are followed, those of folders too, also ones that
 * point to nothing yet. One path for one file, however it is spelt.
 * @throws FileError for links that lead in a circle, and for one in a folder that everybody may write to, by
 * which another user would choose the file (Linux keeps programs that open files from following such)
 */
export async function targetOf(path: string): Promise<string> {
  let target = resolve(path)
  for (let links = 0; links <= MOST_LINKS; links++) {
    const folder = await realpath(dirname(target)).catch(() => undefined)
    if (folder === undefined) return target
    target = join(folder, basename(target))
    const link = await readlink(target).catch(() => undefined)
    if (link === undefined) return target
    if (await isOfAnother(target, folder)) {
      const problem = `${target} is a symbolic link that another user made, in a folder that everybody may write to. Choose another path.`
      throw new FileError('write', path, undefined, problem)
    }
    target = resolve(folder, link)
  }
  throw new FileError('write', path, undefined, 'its symbolic links lead nowhere. Choose another path.')
}

async function isOfAnother(link: string, folder: string): Promise<boolean> {
  const [{ uid }, shared] = await Promise.all([lstat(link), stat(folder)])
  return (shared.mode & SHARED) === SHARED && uid !== process.geteuid?.() && uid !== shared.uid
}
