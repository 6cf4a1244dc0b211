import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { attack, type Outcomes } from './hostile/attack.ts'
import { Client, Connection } from './hostile/connection.ts'
import { echoComplaint } from './hostile/judge.ts'
import { Chance } from './hostile/chance.ts'
import type { Memory } from './hostile/memory.ts'
import { encode, predict } from './hostile/request.ts'
import { type Servers, startServers } from './hostile/servers.ts'
import { drip, flood, LARGE, SLOW } from './hostile/slow.ts'
import { WIRE_KINDS } from './hostile/wire-kinds.ts'
import { digitsApp, ONE, post } from './served.ts'

const BYTES = 'application/octet-stream'
const REQUESTS = 100_000
/** Until then the heap still grows: code is compiled, and every kind of request comes for the first time. */
const WARM_UP = 20_000
