import { markdownTable } from '@gradus/testing/benchmarks'
import type { TortureRun } from './torture-run.ts'

/** The page that tells what befell the studies, and how they ended. @param conditions date and machine */
export function tortureReport(conditions: string, runs: readonly TortureRun[]): string {
  const head = ['server', 'trials', 'outcomes', 'blows', 'longest wait (s)', 'time (s)', 'as on one thread']
  const rows = runs.map(({ server, trials, jobs, blows, seconds, isEqual }) => [
    ...[server, `${trials}`, `${jobs}`, `${blows.length}`],
    ...[Math.max(...blows.map(blow => blow.seconds)).toFixed(1), seconds.toFixed(0), isEqual ? 'yes' : 'NO'],
  ])
  return `# Studies under torture

Three workers train a study that a coordinator hands out; each blow is a \`kill -9\`, but for the one at which the
server forgets everything (\`FLUSHALL\`, or \`TRUNCATE\`). The wait lasts until the job that was lost is done by another
worker, or until the next outcome where none was lost, or the coordinator died in between. A lock lasts 2 s here, and
dead workers are looked for every second; 15 s and 5 s are the usual times. "As on one thread" compares the whole table
of the study, and the SHA-256 of every trial's weights.

Made by \`pnpm study:torture --write\` on ${conditions}.

${markdownTable(head, rows)}
${runs.map(sectionOf).join('')}`
}

function sectionOf({ server, blows, sha256 }: TortureRun): string {
  const rows = blows.map(({ what, job, done, seconds }, i) => [
    ...[`${i + 1}`, `${done}`, what, job ?? '', seconds.toFixed(1)],
  ])
  const table = markdownTable(['', 'outcomes before', 'blow', 'job lost', 'went on after (s)'], rows)
  return `\n## ${server}\n\nWinner: SHA-256 ${sha256}\n\n${table}\n`
}
