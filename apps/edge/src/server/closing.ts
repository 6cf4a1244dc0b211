import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Milliseconds between looks for idle connections while it is closing. */
const SWEEP = 50

/** Ends a server so that what has arrived by then is answered. */
export class Closing {
  readonly #server: Server
  readonly #timeLimit: number
  /**
   * Connections without a request so far, such as browsers open beforehand: Node does not count them as idle,
   * nor as late once it is closing.
   */
  readonly #silent = new Set<Socket>()
  #isClosing = false
  /** Connections and requests that came. */
  #arrived = 0
  #closed: Promise<void> | undefined

  constructor(server: Server, timeLimit: number) {
    this.#server = server
    this.#timeLimit = timeLimit
    server.on('connection', (socket: Socket) => {
      this.#arrived++
      this.#silent.add(socket)
      socket.once('close', () => this.#silent.delete(socket))
    })
    server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
      this.#arrived++
      this.#silent.delete(socket)
      if (this.#isClosing) response.shouldKeepAlive = false
    })
  }

  /** Stops listening, answers what has arrived, and ends: after the time limit in any case. */
  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    this.#isClosing = true
    await this.#settle()
    await new Promise<void>((resolve, reject) => {
      // Connections that are kept alive are idle again only once their answers are out. Looked for where all
      // was just read.
      const sweep = setInterval(() => setImmediate(() => this.#server.closeIdleConnections()), SWEEP)
      const late = setTimeout(() => this.#server.closeAllConnections(), this.#timeLimit)
      this.#server.close(error => {
        clearInterval(sweep)
        clearTimeout(late)
        if (error) reject(error)
        else resolve()
      })
      for (const socket of this.#silent) socket.destroy()
    })
  }

  /**
   * Waits until a whole turn of the event loop has brought nothing: what waited in the system's queues has
   * been read.
   */
  async #settle(): Promise<void> {
    const end = performance.now() + this.#timeLimit / 2
    let before: number
    do {
      before = this.#arrived
      // The loop polls between two of them; one that is begun in the middle of a turn may be no whole one.
      for (let i = 0; i < 3; i++) await new Promise(setImmediate)
    } while (this.#arrived > before && performance.now() < end)
  }
}
