import { join } from 'node:path'
import { outputOf } from '@gradus/runtimes/child'
import { installed } from '@gradus/runtimes/installs'
import { EDGE } from './places.ts'

/** Without a question, an account or the network. */
export const QUIET = {
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
}

export const wrangler = (): string => installed('wrangler', 'bin', 'wrangler.js')

/** What is deployed, and how. */
export const CONFIG = join(EDGE, 'wrangler.jsonc')

/** Writes what `wrangler deploy` would upload, but for the static assets. @returns the Worker's script */
export async function dryRun(folder: string): Promise<string> {
  const target = join(folder, 'worker')
  const args = ['deploy', '--dry-run', '--minify', '--outdir', target, '--config', CONFIG]
  await outputOf(process.execPath, [wrangler(), ...args], { cwd: folder, env: QUIET })
  return join(target, 'worker.js')
}
