/** Lets something be tidied before Ctrl-Z stops the process, and be as it was when the process goes on. @returns what ends this. */
export function tidyWhenSuspended(tidy: () => void, restore: () => void): () => void {
  const suspend = (): void => {
    tidy()
    process.kill(process.pid, 'SIGSTOP')
  }
  const resume = (): void => {
    restore()
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
