/**
 * Runs `gradus train`, with the dashboard on a terminal of 120 x 40 or without, in turn with the other of the
 * two, which is to be started at the same time. Its seconds are those of an epoch, a turn each.
 *
 *     node src/programs/watch.ts '{"command": ["cli.js", "train"], "folder": …, "terminal": "script", "turns": 20}'
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Outcome, WatchTask } from '../tasks.ts'
import { LEAD_IN, TIMED, type Turns } from '../turns.ts'

/** Switches a terminal to its other screen. */
const ALTERNATE_SCREEN = '\u001B[?1049h'

const task: WatchTask = JSON.parse(process.argv[2] ?? '{}')
const folder = mkdtempSync(join(task.folder, 'watch-'))
const [output, times] = [join(folder, 'output'), join(folder, 'times.json')]
const turns: Turns = {
  file: join(task.folder, 'turns'),
  player: task.terminal === undefined ? 'u' : 'w',
  turns: task.turns,
}
const preloaded = ['--import', new URL('turn-taker.ts', import.meta.url).href]
const epochs = ['--epochs', String(task.turns * (LEAD_IN + TIMED))]
const run = [process.execPath, ...preloaded, ...task.command, ...epochs]

if (task.terminal === undefined) {
  execFileSync(process.execPath, [...run.slice(1), '--json'], optionsTo(openSync(output, 'w')))
} else watchOn(task.terminal)

const timed: Omit<Outcome, 'versions'> = JSON.parse(readFileSync(times, 'utf8'))
const outcome: Outcome = { ...timed, versions: { Node: process.versions.node } }
console.log(JSON.stringify(outcome))

function watchOn(terminal: string): void {
  const script = join(folder, 'watch.sh')
  writeFileSync(script, 'stty cols 120 rows 40 && exec "$@" --exit\n')
  const line = `exec ${['sh', script, ...run].map(quoted).join(' ')}`
  execFileSync(terminal, ['-qec', line, output], optionsTo('ignore'))
  const shown = readFileSync(output, 'utf8')
  if (!shown.includes(ALTERNATE_SCREEN)) throw new Error(`There was no dashboard, but:\n${shown}`)
}

/** Quotes a text as one word of a shell. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`
}

function optionsTo(stdout: number | 'ignore') {
  // A terminal of a person at work: with all its colours, and not CI's.
  const looks = { TERM: 'xterm-256color', COLORTERM: 'truecolor', CI: undefined, NO_COLOR: undefined }
  const own = { GRADUS_TURNS: JSON.stringify(turns), GRADUS_TIMES: times, SHELL: '/bin/sh' }
  const stdio: [stdin: 'ignore', stdout: number | 'ignore', stderr: 'pipe'] = ['ignore', stdout, 'pipe']
  return { cwd: folder, env: { ...process.env, ...looks, ...own }, stdio }
}
