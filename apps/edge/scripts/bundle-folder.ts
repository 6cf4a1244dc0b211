import { createHash } from 'node:crypto'
import { lstat, mkdir, readdir, readFile, rmdir, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createFileAtomic, FileError, PlainFile, writeFileAtomic } from '@gradus/core/node'

/** The file that lists what a bundle wrote. */
export const MARKER = '.gradus-bundle.json'
const FORMAT = 'gradus-bundle'
const MOST_NAMED = 3

/** SHA-256 (hex) of files by their paths in the folder, with slashes. */
type Sums = Readonly<Record<string, string>>

/**
 * Writes files into a folder that is new, empty, or an earlier bundle, whose files it replaces. Files that
 * others put there or changed stay, and nothing is written through links.
 * @param files by their paths in the folder.
 * @throws FileError; then nothing is changed, unless the disk fails
 */
export async function writeBundle(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const written = await checkBundle(folder)
  const refuse = (names: readonly string[], problem: string, remedy: string): void => {
    if (names.length === 0) return
    const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : ''
    const named = names.slice(0, MOST_NAMED).join(', ') + more
    throw new FileError('write', folder, undefined, `${problem}: ${named}. ${remedy}`)
  }
  const remedy = 'Move them away, or choose another folder.'
  const paths = [...new Set([...Object.keys(written), ...files.keys()])]
  refuse(
    await filter(foldersOf(paths), path => isNoFolder(folder, path)),
    'there are no folders of a bundle',
    remedy,
  )
  const present = await filter(paths, path => isThere(folder, path))
  refuse(
    present.filter(path => written[path] === undefined),
    'there are files that no bundle wrote',
    remedy,
  )
  const changed = await filter(present, async path => (await sha256OfFile(folder, path)) !== written[path])
  refuse(changed, 'somebody changed files since they were bundled', remedy)

  await mkdir(folder, { recursive: true }).catch(error => {
    throw new FileError('write', folder, error)
  })
  for (const path of present) await unlink(join(folder, path))
  const sums = Object.fromEntries([...files].map(([path, bytes]) => [path, sha256Of(bytes)]))
  // The list is written first, so that an interrupted bundle is known as a bundle.
  const marker = JSON.stringify({ format: FORMAT, version: 1, files: sums }, null, 2)
  await writeFileAtomic(join(folder, MARKER), new TextEncoder().encode(`${marker}\n`))
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await createFileAtomic(join(folder, path), bytes)
  }
  // Empty folders go, the inner ones first.
  for (const path of foldersOf(paths).toReversed()) await rmdir(join(folder, path)).catch(() => undefined)
}

/**
 * The files that a bundle's folder lists; none if it is new or empty.
 * @throws FileError for any other folder
 */
export async function checkBundle(folder: string): Promise<Sums> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return []
    throw new FileError('write', folder, error)
  })
  if (names.length === 0) return {}
  const blame = (problem: string): FileError => {
    const remedy = 'Choose a new or empty folder, or remove this one.'
    return new FileError('write', folder, undefined, `${problem} ${remedy}`)
  }
  if (!names.includes(MARKER)) throw blame('it is not empty, and no bundle.')
  if ((await lstat(join(folder, MARKER))).isSymbolicLink()) throw blame(`${MARKER} in it is a link.`)
  const text = new TextDecoder().decode(await PlainFile.read(join(folder, MARKER)))
  const sums = parseMarker(text)
  if (sums) return sums
  throw blame(`${MARKER} in it cannot be read as that of a bundle.`)
}

function parseMarker(text: string): Sums | undefined {
  try {
    const { format, version, files } = JSON.parse(text)
    if (format !== FORMAT || version !== 1) return undefined
    const isInside = (path: string): boolean => path.split('/').every(part => !['', '.', '..'].includes(part))
    return Object.keys(files).every(isInside) ? files : undefined
  } catch {
    return undefined
  }
}

/** The folders on the way to these paths, the outer ones first. */
function foldersOf(paths: readonly string[]): string[] {
  const folders = paths.flatMap(path => {
    const parts = path.split('/').slice(0, -1)
    return parts.map((_, i) => parts.slice(0, i + 1).join('/'))
  })
  return [...new Set(folders)].sort()
}

async function isNoFolder(folder: string, path: string): Promise<boolean> {
  const status = await lstat(join(folder, path)).catch(() => undefined)
  return status !== undefined && !status.isDirectory()
}

async function isThere(folder: string, path: string): Promise<boolean> {
  return lstat(join(folder, path)).then(
    () => true,
    () => false,
  )
}

/** SHA-256 of a file; undefined if the path leads to no file. */
async function sha256OfFile(folder: string, path: string): Promise<string | undefined> {
  const file = join(folder, path)
  return (await lstat(file)).isFile() ? sha256Of(await readFile(file)) : undefined
}

/** SHA-256 in hexadecimal. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

async function filter(paths: readonly string[], test: (path: string) => Promise<boolean>): Promise<string[]> {
  const results = await Promise.all(paths.map(test))
  return paths.filter((_, i) => results[i])
}
