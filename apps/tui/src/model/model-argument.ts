import { Argument } from 'commander'
import { parsePath } from '../terminal/path.ts'

/** The argument that names a model file, as the help shows it. */
export const MODEL = '<model>'

export const modelArgument = new Argument(
  MODEL,
  'a model file, as train saves it, or a checkpoint file',
).argParser(parsePath)
