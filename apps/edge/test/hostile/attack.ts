import { Chance } from './chance.ts'
import { Client } from './connection.ts'
import { HEAD_KINDS, TOKEN_KINDS } from './head-kinds.ts'
import { INFER_KINDS } from './infer-kinds.ts'
import { complaintOf } from './judge.ts'
import { PICTURE_KINDS } from './picture-kinds.ts'
import { PREDICT_KINDS } from './predict-kinds.ts'
import type { Kinds } from './request.ts'
import { encode, type HostileRequest } from './request.ts'
import type { Ports } from './servers.ts'

const SEED = 6
/** Connections that are kept at once. */
const CLIENTS = 32
/** One of this many requests goes to the server with a token. */
const TOKEN_SHARE = 40

const OPEN_KINDS: Kinds = { ...PREDICT_KINDS, ...INFER_KINDS, ...PICTURE_KINDS, ...HEAD_KINDS }

/** The outcomes of an attack. */
export interface Outcomes {
  /** Number of answers by kind of request and status. */
  readonly statuses: Map<string, Map<number, number>>
  /** Faults, each with the number that repeats its request. */
  readonly complaints: string[]
}

/** The request of this number, and its kind. */
function hostileRequest(index: number): { kind: string; isGuarded: boolean; request: HostileRequest } {
  const chance = new Chance(SEED, index)
  const isGuarded = chance.oneIn(TOKEN_SHARE)
  const [kind, make] = pickKind(chance, isGuarded ? TOKEN_KINDS : OPEN_KINDS)
  return { kind, isGuarded, request: make(chance) }
}

function pickKind(chance: Chance, kinds: Kinds) {
  const all = Object.entries(kinds)
  const total = all.reduce((sum, [, [weight]]) => sum + weight, 0)
  let left = (chance.below(2 ** 20) / 2 ** 20) * total
  for (const [kind, [weight, make]] of all) {
    left -= weight
    if (left < 0) return [kind, make] as const
  }
  throw new Error('The kinds have no weights.')
}

/** Sends the requests of these numbers over kept connections, and judges each answer. */
export async function attack(ports: Ports, from: number, to: number, outcomes: Outcomes): Promise<void> {
  let next = from
  const run = async () => {
    const [open, guarded] = [new Client(ports.open), new Client(ports.guarded)]
    while (next < to) {
      const index = next++
      const { kind, isGuarded, request } = hostileRequest(index)
      await send(isGuarded ? guarded : open, { index, kind, request }, outcomes)
    }
    for (const client of [open, guarded]) client.close()
  }
  await Promise.all(Array.from({ length: CLIENTS }, run))
}

interface Numbered {
  readonly index: number
  readonly kind: string
  readonly request: HostileRequest
}

async function send(client: Client, { index, kind, request }: Numbered, { statuses, complaints }: Outcomes) {
  try {
    const answer = await client.ask(encode(request), request.method !== 'HEAD')
    const complaint = answer ? complaintOf(request, answer) : 'the connection was closed without an answer'
    if (complaint) complaints.push(`request ${index}, ${kind}: ${complaint}`)
    const counts = statuses.get(kind) ?? new Map<number, number>()
    counts.set(answer?.status ?? 0, (counts.get(answer?.status ?? 0) ?? 0) + 1)
    statuses.set(kind, counts)
  } catch (error) {
    complaints.push(`request ${index}, ${kind}: ${error}`)
    client.close()
  }
}
