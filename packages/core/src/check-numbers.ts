import { OptionError } from './errors.ts'

/** @throws OptionError unless it is a whole number of at least 1. */
export function checkCount(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new OptionError(name, `${name} is ${value}: expected a whole number of at least 1.`)
  }
}

/** @throws OptionError unless eta is a finite number above 0. */
export function checkEta(eta: number): void {
  if (!Number.isFinite(eta) || eta <= 0) {
    throw new OptionError('eta', `eta is ${eta}: expected a finite number above 0, such as 3.`)
  }
}
