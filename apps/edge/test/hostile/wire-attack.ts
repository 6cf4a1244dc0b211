import type { Answer } from './answer.ts'
import { Chance } from './chance.ts'
import { Connection } from './connection.ts'
import { echoComplaint } from './judge.ts'
import { WIRE_KINDS, type WireRequest } from './wire-kinds.ts'

const SEED = 7
/** Connections at once. */
const CLIENTS = 16

/** The outcomes of an attack with invalid HTTP. */
export interface WireOutcomes {
  /** Number of answers by kind and status, or of connections closed without an answer. */
  readonly answers: Map<string, Map<number | 'closed', number>>
  readonly complaints: string[]
}

/** Sends `count` requests, each over a connection of its own, and judges the answers. */
export async function attackWires(
  port: number,
  count: number,
  { answers, complaints }: WireOutcomes,
): Promise<void> {
  const kinds = Object.entries(WIRE_KINDS)
  let next = 0
  const run = async () => {
    while (next < count) {
      const index = next++
      const chance = new Chance(SEED, index)
      const [kind, make] = chance.pick(kinds)
      const request = make(chance)
      const answer = await send(port, request)
      const complaint = complaintOf(request, answer)
      if (complaint) complaints.push(`request ${index}, ${kind}: ${complaint}`)
      const counts = answers.get(kind) ?? new Map<number | 'closed', number>()
      const outcome = answer?.status ?? 'closed'
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
      answers.set(kind, counts)
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, run))
}

async function send(port: number, { bytes, ends }: WireRequest): Promise<Answer | undefined> {
  const connection = new Connection(port)
  connection.send(bytes)
  if (ends) connection.end()
  return connection.answer().finally(() => connection.close())
}

function complaintOf({ ends = false }: WireRequest, answer: Answer | undefined): string | undefined {
  if (!answer) return ends ? undefined : 'the connection was closed without an answer'
  const { status } = answer
  if (status >= 200 && status < 300) return undefined
  return status >= 400 && status < 500 ? echoComplaint(answer) : `status ${status}`
}
