import type { NetworkNames } from '@gradus/core'
import { areDigits } from '@gradus/data'
import { UsageError } from '../failure.ts'
import { shortList } from '../terminal/format.ts'
import { brief } from '../terminal/printable.ts'
import { isMnistImage } from './data.ts'
import { DATA_FLAGS } from './settings.ts'

/** Sizes of a network, and the meaning of its inputs and outputs. */
interface Named extends NetworkNames {
  readonly sizes: readonly number[]
}

/**
 * Checks that data are named for a network of other data than MNIST.
 * @param option the flag or argument that names its file. @param data the path that is named, if one is. @throws UsageError
 */
export function checkNamed(option: string, file: string, named: Named, data: string | undefined): void {
  const { GRADUS_DATA } = process.env
  const { sizes, classes, preprocessing } = named
  const areOther = classes !== undefined && !areDigits(classes, sizes.at(-1) ?? 0)
  if (data !== undefined || GRADUS_DATA || !(areOther || (preprocessing && !isMnistImage(preprocessing))))
    return
  const remedy = `Name them by ${DATA_FLAGS.data}.`
  throw new UsageError(option, file, `It takes ${takenBy(named)}: expected such data. ${remedy}`)
}

/** As in `a table with columns petal length, colour, and classes setosa, virginica`. */
function takenBy({ sizes, classes, preprocessing }: Named): string {
  const listed = (names: readonly string[]): string => brief(shortList(names, MOST_NAMED))
  const named = classes ? ` classes ${listed(classes)}` : ''
  if (preprocessing?.kind === 'table') {
    const columns = listed(preprocessing.columns.map(({ name }) => name))
    return `a table with columns ${columns}${named && `, and${named}`}`
  }
  const { rows, cols } = preprocessing?.kind === 'image' ? preprocessing : { rows: 28, cols: 28 }
  const isImage = preprocessing ? preprocessing.kind === 'image' : sizes[0] === rows * cols
  const inputs = isImage ? `images of ${rows} x ${cols} pixels` : `rows of ${sizes[0]} numbers`
  return `${inputs}${named && ` with${named}`}`
}

/** Columns and classes that a message names. */
const MOST_NAMED = 10
