/** What decides how a run is shown. */
export interface Surroundings {
  readonly json: boolean
  readonly stdoutIsTerminal: boolean
  readonly stderrIsTerminal: boolean
  readonly env: NodeJS.ProcessEnv
}

/**
 * Where the progress bar goes: on the terminal that shows the transcript, else on the one that shows standard
 * error. Nowhere in CI, on a terminal that cannot move its cursor, and between JSON lines on a terminal.
 */
export function placeOfBar(surroundings: Surroundings): 'stdout' | 'stderr' | undefined {
  const { json, stdoutIsTerminal, stderrIsTerminal, env } = surroundings
  const { CI, TERM } = env
  if (TERM === 'dumb' || (CI !== undefined && !['', '0', 'false'].includes(CI))) return undefined
  if (stdoutIsTerminal) return json ? undefined : 'stdout'
  return stderrIsTerminal ? 'stderr' : undefined
}
