import { OptionError } from '../errors.ts'

const ENGINES: readonly unknown[] = ['auto', 'simd', 'reference', 'scalar']
const PRECISIONS: readonly unknown[] = ['float64', 'float32']

/** @throws OptionError unless the engine and the precision are among those that there are */
export function checkChoice(engine: unknown, precision: unknown): void {
  if (!ENGINES.includes(engine)) {
    throw new OptionError(
      'engine',
      `engine is ${JSON.stringify(engine)}: expected 'auto', 'simd' or 'reference'.`,
    )
  }
  if (!PRECISIONS.includes(precision)) {
    throw new OptionError(
      'precision',
      `precision is ${JSON.stringify(precision)}: expected 'float64' or 'float32'.`,
    )
  }
}
