import { type ChildOptions, outputOf } from './child.ts'

/** Runs pnpm as the README does, with nothing of the workspace's own pnpm around it. */
export function pnpm(args: readonly string[], options: ChildOptions): Promise<string> {
  return outputOf('npx', ['--yes', 'pnpm@12', ...args], options)
}
