/**
 * Measures a whole process from outside: its user and system time, as a POSIX shell counts that of its
 * children.
 *
 *     node src/programs/command.ts '{"command": ["node", "cli.js", "train"], "folder": …}'
 */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseTimes, parseTranscript } from '../command-output.ts'
import type { CommandTask, Outcome } from '../tasks.ts'

const { command, folder }: CommandTask = JSON.parse(process.argv[2] ?? '{}')
const script = join(folder, 'measure.sh')
writeFileSync(script, '"$@" && times\n')

const start = performance.now()
const output = execFileSync('sh', [script, ...command], {
  cwd: folder,
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'pipe'],
})
const outcome: Outcome = {
  seconds: [parseTimes(output)],
  wallSeconds: [(performance.now() - start) / 1000],
  accuracy: parseTranscript(output),
  versions: { Node: process.versions.node },
}
console.log(JSON.stringify(outcome))
