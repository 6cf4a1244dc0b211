import type { DigitReader, Prediction } from './prediction.ts'

export interface ReadingsOptions {
  /** Finds a reader, at first and again after a failure. */
  readonly choose: () => Promise<DigitReader>
  readonly chosen: (reader: DigitReader) => void
  readonly read: (image: Uint8Array, prediction: Prediction) => void
  readonly failed: (error: unknown) => void
}

/** Has images read one at a time; of those that wait only the last is. */
export class Readings {
  readonly #options: ReadingsOptions
  #reader: DigitReader | undefined
  #wanted: Uint8Array | undefined
  #isBusy = false

  constructor(options: ReadingsOptions) {
    this.#options = options
  }

  /** Has this image read next, or nothing at all. */
  async want(image: Uint8Array | undefined): Promise<void> {
    this.#wanted = image
    if (this.#isBusy) return
    this.#isBusy = true
    try {
      await this.#work()
    } catch (error) {
      this.#reader = undefined
      if (this.#wanted) this.#options.failed(error)
    } finally {
      this.#isBusy = false
    }
  }

  /** Reads what was wanted last once more. */
  retry(): Promise<void> {
    return this.want(this.#wanted)
  }

  async #work(): Promise<void> {
    const reader = await this.#chosen()
    for (let image = this.#wanted, read: Uint8Array | undefined; image !== undefined && image !== read; ) {
      const prediction = await reader.read(image)
      if (this.#wanted) this.#options.read(image, prediction)
      read = image
      if (reader.rest > 0) await new Promise(resolve => setTimeout(resolve, reader.rest))
      image = this.#wanted
    }
  }

  async #chosen(): Promise<DigitReader> {
    if (this.#reader) return this.#reader
    const reader = await this.#options.choose()
    this.#reader = reader
    this.#options.chosen(reader)
    return reader
  }
}
