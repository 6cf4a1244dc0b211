/** A flag's value that was found to be wrong after the arguments had been parsed. */
export class UsageError extends Error {
  /** @param flag as its help shows it, such as `--out <file>`. */
  constructor(flag: string, value: string, message: string) {
    super(`option '${flag}' argument '${value}' is invalid. ${message}`)
    this.name = 'UsageError'
  }
}
