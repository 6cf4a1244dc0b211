import { relative } from 'node:path'

/** A path as a person in this folder would write it. */
export function shortPath(path: string): string {
  const here = relative('', path)
  return here === '' || here.startsWith('..') ? path : here
}

/** A word as a POSIX shell takes it. */
export function quoted(word: string): string {
  return /^[\w./@%+=:,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
