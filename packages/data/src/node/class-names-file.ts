import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DataFileError } from './data-file-error.ts'

/** The file beside data in which the classes have names, one a line. */
const NAME = 'classes.txt'
/** Classes, at the most. */
const MOST_CLASSES = 256
/** Characters of a name, at the most: those of a model file. */
const LONGEST_NAME = 100

/** The names in classes.txt, one a line, in this folder; undefined if there is none. @throws DataFileError */
export async function classNamesFile(folder: string): Promise<readonly string[] | undefined> {
  const file = join(folder, NAME)
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const lines = text
    .replace(/^\u{FEFF}/u, '')
    .trimEnd()
    .split(/\r?\n/)
  const names = lines.map(line => line.trim())
  const wrong = names.findIndex(
    (name, i) => name === '' || name.length > LONGEST_NAME || names.indexOf(name) < i || i >= MOST_CLASSES,
  )
  if (wrong < 0) return names
  throw new DataFileError({
    ...{ file, what: `line ${wrong + 1}`, found: JSON.stringify(names[wrong]) },
    expected: `at most ${MOST_CLASSES} different names of 1 .. ${LONGEST_NAME} characters, one a line`,
    remedy: 'Write the name of each class once.',
  })
}
