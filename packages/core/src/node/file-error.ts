import { GradusError } from '../errors.ts'

/** A file that could not be read or written. The cause is the system's own error. */
export class FileError extends GradusError {
  override readonly name = 'FileError'
  /** The path, as the caller wrote it. */
  readonly path: string

  /** @param problem what is wrong, and the remedy; by default what the cause's code says. */
  constructor(doing: 'read' | 'write', path: string, cause: unknown, problem = problemOf(doing, cause)) {
    super('FILE', `Cannot ${doing} ${path}: ${problem}`, { cause })
    this.path = path
  }
}

const PROBLEMS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied. Choose a place that you may use, or change its permissions.',
  EPERM: 'permission denied. Choose a place that you may use, or change its permissions.',
  EROFS: 'the file system is read-only. Choose a place on another disk.',
  ENOSPC: 'no space is left on the disk. Free some; what was saved there before is untouched.',
  EDQUOT: 'your share of the disk is used up. Free some; what was saved there before is untouched.',
  EFBIG: 'files may not be that large there (ulimit -f). Raise the limit, or choose another disk.',
  EISDIR: 'it is a folder. Name a file in it.',
  ENXIO: 'it is a socket or a device: expected a plain file. Check the path.',
  ELOOP: 'its symbolic links lead nowhere. Choose another path.',
  ENAMETOOLONG: 'the name is too long. Choose a shorter one.',
  ENOTDIR: 'a part of the path is a file, not a folder. Check the spelling.',
}

function problemOf(doing: 'read' | 'write', cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  if (code === 'ENOENT') {
    return doing === 'read'
      ? 'there is no such file. Check the spelling.'
      : 'there is no such folder. Create it, or choose another.'
  }
  return (
    PROBLEMS[code] ??
    `${cause instanceof Error ? cause.message : String(cause)}. Check the path and try again.`
  )
}
