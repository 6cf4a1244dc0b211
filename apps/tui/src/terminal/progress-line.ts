import { isBehind } from './output.ts'
import { placeOfBar } from './place-of-bar.ts'

/** Work that takes no longer than this, in milliseconds, is not worth a word. */
const PATIENCE = 1000
const INTERVAL = 100
const ERASE_LINE = '\r\u001B[K'

/** A line that tells how much of some work is done, while it lasts. */
export interface ProgressLine {
  show(done: number): void
  /** Leaves nothing of it on the terminal. */
  close(): void
}

/**
 * A line on the terminal of standard error, once the work takes more than a second; nothing where that is no terminal.
 * @param what the work, such as `Evaluating`. @param total when it is done.
 */
export function openProgressLine(what: string, total: number): ProgressLine {
  const terminal = process.stderr
  const place = placeOfBar({
    json: false,
    stdoutIsTerminal: false,
    stderrIsTerminal: terminal.isTTY,
    env: process.env,
  })
  let next = place === undefined ? Number.POSITIVE_INFINITY : performance.now() + PATIENCE
  let isShown = false
  return {
    show: done => {
      if (performance.now() < next || isBehind(terminal)) return
      next = performance.now() + INTERVAL
      isShown = true
      terminal.write(`${ERASE_LINE}${what}: ${Math.floor((100 * done) / total)} %`)
    },
    close: () => {
      if (isShown) terminal.write(ERASE_LINE)
    },
  }
}
