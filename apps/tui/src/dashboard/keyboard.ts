import { PassThrough } from 'node:stream'
import { Typing } from './typing.ts'

/** The keys of a terminal, as Ink reads them, without what nobody has typed. */
export class Keyboard extends PassThrough {
  /** As of the terminal: Ink asks. */
  readonly isTTY = true
  readonly #terminal: NodeJS.ReadStream
  readonly #typing = new Typing()
  #timer: NodeJS.Timeout | undefined

  /** @param onGone is called when the terminal is gone: no key will ever come. */
  constructor(terminal: NodeJS.ReadStream, onGone: () => void) {
    super()
    this.#terminal = terminal
    terminal.on('data', (chunk: Buffer) => this.#take(chunk.toString('latin1')))
    terminal.once('end', onGone)
    // Also where the terminal was closed while the program stood still, and raw mode is asked for when it goes on.
    terminal.on('error', onGone)
    terminal.pause()
  }

  /** Hears keys as long as they come at once: at other times they are for others. */
  setRawMode(isRaw: boolean): this {
    this.#terminal.setRawMode(isRaw)
    if (isRaw) this.#terminal.resume()
    else this.#terminal.pause()
    return this
  }

  ref(): this {
    this.#terminal.ref()
    return this
  }

  unref(): this {
    this.#terminal.unref()
    return this
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    clearTimeout(this.#timer)
    // A terminal whose input has ended would keep the program waiting for more of it.
    this.#terminal.destroy()
    super._destroy(error, callback)
  }

  #take(bytes: string): void {
    clearTimeout(this.#timer)
    this.#type(this.#typing.take(bytes, performance.now()))
    const { patience } = this.#typing
    if (patience !== undefined) this.#timer = setTimeout(() => this.#type(this.#typing.settle()), patience)
  }

  #type(keys: string): void {
    if (keys !== '') this.write(Buffer.from(keys, 'latin1'))
  }
}
