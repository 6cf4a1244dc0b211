import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { deflateSync } from 'node:zlib'
import { pngFile, tinyBlocks } from '@gradus/testing/png-files'
import { ONE } from '../../test/served.ts'
import type { Victim } from './victim.ts'

/** One way to load a server. The attack bounds its requests, its runner the time. */
export interface Attack {
  readonly name: string
  /** Neurons of each layer of the attacked network; by default the repository's model. */
  readonly sizes?: readonly number[]
  /** Whether nobody reads the server's output. */
  readonly isLogUnread?: boolean
  /** @returns the effects, in words */
  run(victim: Victim): Promise<string>
}

const BYTES = 'application/octet-stream'
/** Bytes of a body, just under 1 MiB. */
const LARGE = 2 ** 20 - 1000
/** Milliseconds before the answers are read, and the limit on reading them. */
const UNREAD = 25_000
const LATE = 5000
/** Limit in milliseconds on the end of a server. */
const END = 15_000
/** Side of the largest picture, in pixels. */
const SIDE = 2048

const repeated = (count: number): Buffer => Buffer.concat(Array.from({ length: count }, () => ONE))

export const ATTACKS: readonly Attack[] = [
  pictures('15 pictures of 8,500 deflate blocks each', pictureOfTinyBlocks),
  pictures('15 pictures of 2048 x 2048, 16 bits, interlaced', () => largestPicture(16)),
  pictures('15 pictures of 2048 x 2048, 8 bits, interlaced', () => largestPicture(8)),
  {
    name: '100 connections with 5 answers of 2 MB that nobody reads',
    run: async victim => {
      const sent = requestOf('/predict?saliency=true&input=true', BYTES, repeated(100))
      const sockets = await opened(victim, 100)
      // The system's own queues take some megabytes of a connection.
      for (const socket of sockets) for (let i = 0; i < 5; i++) socket.pause().write(sent)
      await delay(UNREAD)
      let [answered, refused] = [0, 0]
      for (const socket of sockets) {
        socket.on('data', data => {
          const text = data.toString('latin1')
          answered += text.split('HTTP/1.1 200').length - 1
          refused += text.split('HTTP/1.1 503').length - 1
        })
        socket.resume()
      }
      await delay(LATE)
      const closed = sockets.filter(socket => socket.closed).length
      for (const socket of sockets) socket.destroy()
      return `${answered} x 200, ${refused} x 503; ${closed} connections closed`
    },
  },
  {
    name: '500 bodies of just under 1 MiB at once',
    run: async victim => {
      const sent = requestOf('/predict', BYTES, Buffer.alloc(LARGE))
      const sockets = await opened(victim, 500)
      const answers = sockets.map(socket => answerOn(socket))
      for (const socket of sockets) socket.write(sent.subarray(0, -1))
      await delay(5000)
      for (const socket of sockets) socket.write(sent.subarray(-1))
      return counts(await Promise.all(answers))
    },
  },
  {
    name: 'SIGTERM with 200 requests in flight',
    run: async victim => {
      const sent = requestOf('/predict', BYTES, repeated(80))
      const sockets = await opened(victim, 200)
      const answers = sockets.map(socket => answerOn(socket))
      await Promise.all(sockets.map(socket => new Promise(done => socket.write(sent, done))))
      victim.signal()
      const came = counts(await Promise.all(answers))
      return `${came}; ${await endOf(victim)}`
    },
  },
  {
    name: '1,000 images for a network of 20 million weights',
    sizes: [784, 5000, 3000, 10],
    run: async victim => {
      const [socket] = await opened(victim, 1)
      if (!socket) throw new Error('There is no connection.')
      socket.write(requestOf('/predict', BYTES, repeated(1000)))
      return counts([await answerOn(socket)])
    },
  },
  {
    name: 'a log of 50,000 lines that nobody reads, and SIGTERM',
    isLogUnread: true,
    run: async victim => {
      const sockets = await opened(victim, 50)
      const sent = Buffer.from('GET /v2/health/live HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(20))
      const answers = await Promise.all(sockets.map(socket => askedAgain(socket, sent, 20, 50)))
      for (const socket of sockets) socket.destroy()
      const answered = answers.reduce((sum, count) => sum + count, 0)
      victim.signal()
      return `${answered} answered; ${await endOf(victim)}`
    },
  },
]

function pictures(name: string, make: () => Uint8Array): Attack {
  return {
    name,
    run: async victim => {
      const sent = requestOf('/predict', 'image/png', make())
      const sockets = await opened(victim, 15)
      const answers = sockets.map(socket => answerOn(socket))
      for (const socket of sockets) socket.write(sent)
      return counts(await Promise.all(answers))
    },
  }
}

/**
 * A PNG of 92 x 92 pixels and 257 KB: each byte of its pixels is a deflate block of its own, with the longest
 * codes.
 */
function pictureOfTinyBlocks(): Uint8Array {
  const [width, height] = [92, 92]
  return pngOf(width, height, 8, 0, tinyBlocks(height * (1 + width)))
}

/** The largest picture that the decoder takes, of zeros: interlaced, red, green, blue and alpha. */
function largestPicture(depth: 8 | 16): Uint8Array {
  // Each row of each Adam7 pass has a filter byte.
  const rows = [8, 8, 8, 4, 4, 2, 2].reduce((sum, down) => sum + SIDE / down, 0)
  return pngOf(SIDE, SIDE, depth, 6, deflateSync(new Uint8Array((SIDE * SIDE * 4 * depth) / 8 + rows)))
}

function pngOf(width: number, height: number, depth: number, colourType: number, pixels: Uint8Array) {
  const header = new DataView(new ArrayBuffer(13))
  header.setUint32(0, width)
  header.setUint32(4, height)
  header.setUint8(8, depth)
  header.setUint8(9, colourType)
  header.setUint8(12, colourType === 6 ? 1 : 0)
  return pngFile([
    ['IHDR', new Uint8Array(header.buffer)],
    ['IDAT', pixels],
    ['IEND', new Uint8Array(0)],
  ])
}

function requestOf(path: string, type: string, body: Uint8Array): Buffer {
  const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n`
  return Buffer.concat([Buffer.from(head), body])
}

/** Open connections. */
async function opened({ port }: Victim, count: number): Promise<Socket[]> {
  const sockets: Socket[] = []
  for (let i = 0; i < count; i++) {
    const socket = connect(port, '127.0.0.1')
    // A failure comes to light as a missing answer.
    socket.on('error', () => {})
    await new Promise(resolve => socket.once('connect', resolve).once('close', resolve))
    sockets.push(socket)
  }
  return sockets
}

/** The status and the seconds of the first answer on a connection; none if it is closed before. */
function answerOn(socket: Socket): Promise<{ status: string; seconds: number }> {
  const start = performance.now()
  return new Promise(resolve => {
    const told = (status: string) => resolve({ status, seconds: (performance.now() - start) / 1000 })
    socket.once('data', data => {
      told(/^HTTP\/1\.1 (\d+)/.exec(data.toString('latin1'))?.[1] ?? 'no HTTP')
      socket.resume()
    })
    socket.once('close', () => told('none'))
  })
}

function counts(answers: readonly { status: string; seconds: number }[]): string {
  const byStatus = Object.groupBy(answers, ({ status }) => status)
  const parts = Object.entries(byStatus).map(([status, all = []]) => {
    const last = Math.max(...all.map(({ seconds }) => seconds))
    return `${all.length} x ${status === 'none' ? 'no answer' : status}, the last after ${last.toFixed(1)} s`
  })
  return parts.join('; ')
}

/**
 * Sends the same requests again and again, each time after the last answers.
 * @returns the number of answers
 */
async function askedAgain(socket: Socket, sent: Buffer, requests: number, times: number): Promise<number> {
  let answered = 0
  const arrived = Promise.withResolvers<void>()
  socket.on('data', data => {
    answered += data.toString('latin1').split('HTTP/1.1 200').length - 1
    if (answered >= requests * times) arrived.resolve()
    else if (answered % requests === 0) socket.write(sent)
  })
  socket.once('close', () => arrived.resolve())
  socket.write(sent)
  await arrived.promise
  return answered
}

async function endOf(victim: Victim): Promise<string> {
  const start = performance.now()
  const hasEnded = await victim.hasEnded(END)
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  return hasEnded ? `ended after ${seconds} s` : `not ended after ${END / 1000} s`
}
