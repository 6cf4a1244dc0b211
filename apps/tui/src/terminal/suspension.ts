const SHOW_CURSOR = '\u001B[?25h'
const HIDE_CURSOR = '\u001B[?25l'

/**
 * Makes Ctrl-Z leave the terminal sane: clears the frame and shows the cursor before the process stops, and hides the cursor
 * again when it goes on. @returns what ends this.
 */
export function tidyWhenSuspended(terminal: NodeJS.WritableStream, clear: () => void): () => void {
  const suspend = (): void => {
    clear()
    terminal.write(SHOW_CURSOR)
    process.kill(process.pid, 'SIGSTOP')
  }
  const resume = (): void => {
    terminal.write(HIDE_CURSOR)
    // The terminal tells its size to who runs: whoever stood still asks for it.
    process.kill(process.pid, 'SIGWINCH')
  }
  process.on('SIGTSTP', suspend)
  process.on('SIGCONT', resume)
  return () => {
    process.off('SIGTSTP', suspend)
    process.off('SIGCONT', resume)
  }
}
