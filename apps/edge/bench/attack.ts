/** Attacks `gradus serve` on this machine, and reports the effects: see HELP. */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Network } from '@gradus/core'
import { saveModel } from '@gradus/core/node'
import { conditionsNow, inWords, markdownTable, writeSection } from '@gradus/testing/benchmarks'
import { inFolder } from '@gradus/testing/folders'
import { ATTACKS, type Attack } from './attacks/attacks.ts'
import { Victim } from './attacks/victim.ts'

const HELP = `Usage: node bench/attack.ts [--cli FILE] [--only TEXT] [--seconds N] [--markdown]

Attacks \`gradus serve\` at a free port of 127.0.0.1, each time a new server, and prints the longest wait for
GET /v2/health/live during the attack, the server's peak memory, and its answers. This takes some minutes.

  --cli FILE    the program to attack (default: apps/tui/dist/cli.js, as \`pnpm build\` makes it)
  --only TEXT   only the attacks whose names have this text
  --seconds N   give up an attack after N seconds (default: 120)
  --markdown    write the table into docs/benchmarks.md
`

const CLI = join(import.meta.dirname, '..', '..', 'tui', 'dist', 'cli.js')

const { values: flags } = parseArgs({
  options: {
    cli: { type: 'string', default: CLI },
    only: { type: 'string', default: '' },
    seconds: { type: 'string', default: '120' },
    markdown: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
})

/** A row of the table. */
async function attacked(attack: Attack, folder: string): Promise<string[]> {
  const victim = await Victim.started(flags.cli, await modelOf(attack, folder), !attack.isLogUnread)
  const timer = setTimeout(() => victim.stop(), 1000 * Number(flags.seconds))
  try {
    const before = await victim.peakMemory()
    let outcome = ''
    let peak = before
    const look = setInterval(async () => {
      peak = (await victim.peakMemory()) ?? peak
    }, 50)
    const attacking = attack.run(victim).then(text => {
      outcome = text
    })
    const longest = await victim.longestWait(attacking).finally(() => clearInterval(look))
    const wait = attack.name.includes('SIGTERM') ? '' : `${longest.toFixed(0)} ms`
    return [attack.name, wait, `${before?.toFixed(0)} .. ${peak?.toFixed(0)} MB`, outcome]
  } finally {
    clearTimeout(timer)
    await victim.stop()
  }
}

async function modelOf({ sizes }: Attack, folder: string): Promise<string | undefined> {
  if (!sizes) return undefined
  const path = join(folder, 'large.safetensors')
  await saveModel(path, new Network([...sizes], { seed: 1 }))
  return path
}

async function main(): Promise<void> {
  const conditions = inWords(conditionsNow())
  const rows: string[][] = []
  await inFolder(async folder => {
    for (const attack of ATTACKS.filter(({ name }) => name.includes(flags.only))) {
      rows.push(await attacked(attack, folder))
      console.error(rows.at(-1)?.join(' | '))
    }
  })
  const section = sectionOf(conditions, rows)
  console.log(section)
  if (flags.markdown) await writeSection('attack', section)
}

function sectionOf(conditions: string, rows: readonly string[][]): string {
  const head = ['attack', 'longest wait of /v2/health/live', 'peak memory, before and after', 'answers']
  return `## The predictor under attack

Written by \`node apps/edge/bench/attack.ts --markdown\`; do not edit.

${conditions}.
Node ${process.versions.node}. \`gradus serve\` and the attack share the machine; each attack has a server of its own.

${markdownTable(head, rows)}`
}

if (flags.help) process.stdout.write(HELP)
else await main()
