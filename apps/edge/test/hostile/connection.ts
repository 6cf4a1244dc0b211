import { connect, type Socket } from 'node:net'
import { type Answer, parseAnswer } from './answer.ts'

/** Limit in milliseconds on an answer. */
const PATIENCE = 30_000

/** A client's end of a connection, which sends any bytes. */
export class Connection {
  readonly #socket: Socket
  #received = Buffer.alloc(0)
  #isClosed = false
  #wake: () => void = () => {}

  constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true })
    this.#socket.on('data', data => {
      this.#received = this.#received.length > 0 ? Buffer.concat([this.#received, data]) : data
      this.#wake()
    })
    // An error here also shows as a missing answer.
    this.#socket.on('error', () => {})
    this.#socket.on('close', () => {
      this.#isClosed = true
      this.#wake()
    })
  }

  /** Whether the server has neither closed its side nor said that it will. */
  get isOpen(): boolean {
    return !this.#isClosed && !this.#socket.readableEnded
  }

  /** Bytes that wait to be sent. */
  get waiting(): number {
    return this.#socket.writableLength
  }

  send(bytes: Uint8Array): void {
    this.#socket.write(bytes)
  }

  /** Sends no more, and still listens. */
  end(): void {
    this.#socket.end()
  }

  /**
   * The next answer; undefined if the connection is closed first.
   * @throws Error if neither happens in time
   */
  async answer(hasBody = true): Promise<Answer | undefined> {
    const deadline = Date.now() + PATIENCE
    for (;;) {
      const parsed = parseAnswer(this.#received, hasBody)
      if (parsed) {
        this.#received = this.#received.subarray(parsed.end)
        // 100 Continue and the like only announce an answer.
        if (parsed.answer.status >= 200) return parsed.answer
      } else if (this.#isClosed) return undefined
      else await this.#change(deadline - Date.now())
    }
  }

  close(): void {
    this.#socket.destroy()
  }

  async #change(milliseconds: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const timer = setTimeout(
      () => reject(new Error(`There is no answer after ${PATIENCE} ms.`)),
      milliseconds,
    )
    this.#wake = resolve
    await promise.finally(() => clearTimeout(timer))
  }
}

/** A client that sends one request after another, over one connection as long as the server keeps it. */
export class Client {
  readonly #port: number
  #connection: Connection | undefined

  constructor(port: number) {
    this.#port = port
  }

  /** The answer to a whole request; undefined if the server closes the connection without one. */
  async ask(bytes: Uint8Array, hasBody: boolean): Promise<Answer | undefined> {
    const isKept = this.#connection?.isOpen ?? false
    const answer = await this.#askOnce(bytes, hasBody)
    // A server may close a kept connection at any time, also while a request is on its way: clients then ask
    // again (RFC 9112, 9.3.1).
    return answer === undefined && isKept ? this.#askOnce(bytes, hasBody) : answer
  }

  async #askOnce(bytes: Uint8Array, hasBody: boolean): Promise<Answer | undefined> {
    const connection = this.#free()
    connection.send(bytes)
    const answer = await connection.answer(hasBody)
    // A server need not read a body that is too large: it may close the connection soon after its answer.
    if (answer?.status === 413 || answer?.headers.get('connection') === 'close') this.close()
    return answer
  }

  close(): void {
    this.#connection?.close()
    this.#connection = undefined
  }

  #free(): Connection {
    if (!this.#connection?.isOpen) this.close()
    this.#connection ??= new Connection(this.#port)
    return this.#connection
  }
}
