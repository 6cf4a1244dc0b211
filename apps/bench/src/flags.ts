import { parseArgs } from 'node:util'
import { COMPETITORS, SMOKE_PEERS } from './competitors/peers.ts'
import { JOBS, SMOKE_JOB } from './jobs.ts'

export interface Flags {
  readonly jobs: readonly string[]
  /** Peers to compare with; Gradus itself always takes part. */
  readonly peers: readonly string[]
  readonly rounds: number
  /** A file, or - for standard output. */
  readonly json: string | undefined
  readonly markdown: string | undefined
}

export const HELP = `Usage: pnpm bench [options]

compare Gradus with its peers, side by side in one run: every job in turn, every competitor in a process of
its own, one thread each. All jobs with three rounds take about fifty minutes on two cores; each table is
shown as soon as its job is done.

Options:
  --smoke            a minute at most: one job, one round, NumPy alone
  --jobs <list>      of ${JOBS.map(({ name }) => name).join(', ')}
  --peers <list>     of ${COMPETITORS.filter(({ ours }) => !ours)
    .map(({ name }) => name)
    .join(', ')}
  --rounds <n>       in which everybody has a turn (default: 3)
  --json <file>      write the results there too; - is standard output, instead of the tables
  --markdown <file>  write the tables there too, with machine, versions and method
  -h, --help         print this help

Files are named from the root of the workspace.`

/** @throws Error that says which flag is wrong, and what it takes. undefined: help is asked for. */
export function parseFlags(args: readonly string[]): Flags | undefined {
  const { values } = parseArgs({
    // npm's users put `--` between a script and its flags; pnpm passes it on.
    args: args.filter(arg => arg !== '--'),
    options: {
      smoke: { type: 'boolean', default: false },
      jobs: { type: 'string' },
      peers: { type: 'string' },
      rounds: { type: 'string' },
      json: { type: 'string' },
      markdown: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return undefined
  const jobs = JOBS.map(({ name }) => name)
  const peers = COMPETITORS.filter(({ ours }) => !ours).map(({ name }) => name)
  return {
    jobs: chosen('--jobs', values.jobs, jobs) ?? (values.smoke ? [SMOKE_JOB] : jobs),
    peers: chosen('--peers', values.peers, peers) ?? (values.smoke ? SMOKE_PEERS : peers),
    rounds: roundsOf(values.rounds ?? (values.smoke ? '1' : '3')),
    json: values.json,
    markdown: values.markdown,
  }
}

function chosen(flag: string, list: string | undefined, known: readonly string[]): string[] | undefined {
  if (list === undefined) return undefined
  const names = list.split(',').filter(name => name !== '')
  const wrong = names.find(name => !known.includes(name))
  if (wrong !== undefined) throw new Error(`${flag} has ${wrong}: expected some of ${known.join(', ')}.`)
  return names
}

function roundsOf(value: string): number {
  const rounds = Number(value)
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new Error(`--rounds is ${value}: expected a whole number of at least 1.`)
  }
  return rounds
}
