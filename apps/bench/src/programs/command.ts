/**
 * Measures a whole process from outside: its user and system time, as a POSIX shell counts that of its
 * children.
 *
 *     node src/programs/command.ts '{"command": ["node", "cli.js", "train"], "folder": …}'
 */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CommandTask, Outcome } from '../tasks.ts'

function measure({ command, folder }: CommandTask): Outcome {
  const script = join(folder, 'measure.sh')
  writeFileSync(script, '"$@" && times\n')

  const start = performance.now()
  const output = execFileSync('sh', [script, ...command], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return {
    seconds: [parseTimes(output)],
    wallSeconds: [(performance.now() - start) / 1000],
    accuracy: parseTranscript(output),
    versions: { Node: process.versions.node },
  }
}

/**
 * User and system seconds of a shell's children: the last line of its `times`, such as "0m3.140s 0m0.220s".
 */
export function parseTimes(output: string): number {
  const last = output.trimEnd().split('\n').at(-1) ?? ''
  const times = [...last.matchAll(/(\d+)m(\d+(?:[.,]\d+)?)s/g)]
  if (times.length !== 2) throw new Error(`The shell's times are "${last}": expected two, such as 0m3.14s.`)
  return times.reduce(
    (sum, [, minutes, seconds = '']) => sum + 60 * Number(minutes) + Number(seconds.replace(',', '.')),
    0,
  )
}

/** Accuracy after the last epoch of a transcript, such as "Epoch 29 : 9412 / 10000". */
export function parseTranscript(output: string): number {
  const last = [...output.matchAll(/^Epoch \d+ : (\d+) \/ (\d+)$/gm)].at(-1)
  if (!last) throw new Error(`There is no transcript in:\n${output}`)
  return Number(last[1]) / Number(last[2])
}

if (import.meta.main) console.log(JSON.stringify(measure(JSON.parse(process.argv[2] ?? '{}'))))
