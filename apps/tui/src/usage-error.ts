/** The value of a flag or an argument that was found to be wrong after the arguments had been parsed. */
export class UsageError extends Error {
  /** @param name of a flag as its help shows it, such as `--out <file>`, or of an argument, such as `<model>`. */
  constructor(name: string, value: string, message: string) {
    const what = name.startsWith('-') ? `option '${name}' argument` : `argument '${name}' value`
    super(`${what} '${value}' is invalid. ${message}`)
    this.name = 'UsageError'
  }
}
