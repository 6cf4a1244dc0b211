import { GradusError } from '../errors.ts'

/** A file that could not be read or written. The cause is the system's own error. */
export class FileError extends GradusError {
  readonly path: string

  constructor(doing: 'read' | 'write', path: string, cause: unknown) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    super(
      'FILE',
      `Cannot ${doing} ${path}: ${problemOf(code, cause)}. ${REMEDIES[code] ?? 'Check the path and try again'}.`,
      { cause },
    )
    this.path = path
  }
}

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the disk',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is a file, not a folder',
}

const REMEDIES: Readonly<Record<string, string>> = {
  ENOENT: 'Create the folder, or check the spelling',
  EACCES: 'Choose a place that you may use, or change its permissions',
  EPERM: 'Choose a place that you may use, or change its permissions',
  EROFS: 'Choose a place on another disk',
  ENOSPC: 'Free some space; what was saved there before is untouched',
  EISDIR: 'Name a file in it',
  ENOTDIR: 'Check the spelling',
}

function problemOf(code: string, cause: unknown): string {
  return PROBLEMS[code] ?? (cause instanceof Error ? cause.message : String(cause))
}
