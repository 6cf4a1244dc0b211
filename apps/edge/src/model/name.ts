import { OptionError } from '@gradus/core/predict'

/**
 * The characters that no name has: all but letters, marks and digits of any script, the joiners between
 * letters, `.`, `_` and `-`; and letters and marks that nobody sees.
 */
const OTHERS = /[^\p{L}\p{M}\p{N}\p{Join_Control}._-]|(?!\p{Join_Control})\p{Default_Ignorable_Code_Point}/gu

/**
 * A name that URLs can have, in the letters of any script, with `-` for each other character; of a file, say,
 * whose ending is left out.
 */
export function modelName(text: string): string {
  const name = normal(text).replaceAll(OTHERS, '-')
  // URLs of one or two dots alone lead elsewhere.
  return /^\.*$/.test(name) ? 'model' : name
}

/** A name in the one of its spellings in Unicode that names are compared in: NFC. */
export function normal(name: string): string {
  return name.normalize('NFC')
}

/** The name as it is compared. @throws OptionError for one that no URL leads to */
export function checkName(option: 'name' | 'version', text: string): string {
  const name = normal(text)
  if (name === modelName(name)) return name
  const problem = `${option} is ${JSON.stringify(text)}: expected a part of a URL, such as digits-2: letters, digits, ., _ and -`
  throw new OptionError(option, `${problem}. Leave the other characters out.`)
}
