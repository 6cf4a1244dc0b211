import { type IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Readable } from 'node:stream'

/** Bytes that are read of a body that nobody wants any more, so that its client gets to read why. */
const UNWANTED = 64 * 2 ** 20
/** Milliseconds without a byte after which nothing more of it is waited for. */
const SILENCE = 2000
/** Bytes a millisecond, of an answer that is longer than what the system's own queues take. */
const PACE = 64

/**
 * Answers that end once their requests have ended. Many clients read nothing before they have sent their
 * whole body, and a socket that is closed while bytes wait in it is reset: they would never see why they were
 * refused. So an early answer goes out at once, the rest of the body is read and thrown away, within limits,
 * and then the answer ends. And answers that are not taken are given up.
 *
 * @param timeLimit milliseconds that a request may take.
 * @param pace bytes a millisecond that a client has to take at the least.
 * @returns the class of answers for Node's createServer
 */
export function answersWithin(timeLimit: number, pace: number = PACE): typeof ServerResponse {
  return class PatientResponse<
    Request extends IncomingMessage = IncomingMessage,
  > extends ServerResponse<Request> {
    #isEnding = false

    override end(...args: unknown[]): this {
      if (this.#isEnding) return this
      this.#isEnding = true
      const { req } = this
      if (req.complete || req.destroyed) return this.#end(args)
      const [chunk, encoding] = args
      if (typeof chunk === 'string')
        this.write(chunk, typeof encoding === 'string' && Buffer.isEncoding(encoding) ? encoding : 'utf8')
      else if (chunk instanceof Uint8Array) this.write(chunk)
      else this.flushHeaders()
      readOn(req, timeLimit, isWhole => {
        this.#end([])
        if (!isWhole) req.socket.destroySoon()
      })
      return this
    }

    #end(args: unknown[]): this {
      Reflect.apply(super.end, this, args)
      const { writableLength: waiting, req } = this
      if (waiting > 0) giveUpSlow(this, req.socket, 2 * timeLimit + waiting / pace)
      return this
    }
  }
}

/** Ends a connection by an answer, and reads what its client still sends as answersWithin does. */
export function endPatiently(socket: Socket, answer: string, timeLimit: number): void {
  socket.end(answer)
  readOn(socket, timeLimit, () => socket.destroy())
}

/** Reads to the end, or to that of a limit, and keeps nothing of it. */
function readOn(readable: Readable, timeLimit: number, then: (isWhole: boolean) => void): void {
  let left = UNWANTED
  const finish = (isWhole: boolean): void => {
    clearTimeout(late)
    clearTimeout(silent)
    readable.off('data', count).off('end', end).off('close', giveUp)
    then(isWhole)
  }
  const count = (chunk: Uint8Array): void => {
    left -= chunk.length
    silent.refresh()
    if (left < 0) finish(false)
  }
  const end = (): void => finish(true)
  const giveUp = (): void => finish(false)
  const late = setTimeout(giveUp, timeLimit)
  const silent = setTimeout(giveUp, Math.min(SILENCE, timeLimit))
  // Earlier listeners would keep the data, or pause the stream.
  readable.removeAllListeners('data')
  readable.on('error', () => {})
  readable.on('data', count).once('end', end).once('close', giveUp).resume()
}

/** Closes a connection on which an answer is not taken in time. */
function giveUpSlow(response: ServerResponse, socket: Socket, milliseconds: number): void {
  const late = setTimeout(() => socket.destroy(), milliseconds)
  response.once('close', () => clearTimeout(late))
}
