import { join } from 'node:path'
import { outputOf } from '@gradus/runtimes/child'
import { installed } from '@gradus/runtimes/installs'
import { EDGE } from './places.ts'

/** Without a question, an account or the network; and all that it leaves behind is in the folder. */
export function quiet(folder: string): Readonly<Record<string, string>> {
  return {
    WRANGLER_SEND_METRICS: 'false',
    WRANGLER_HIDE_BANNER: 'true',
    CLOUDFLARE_CF_FETCH_ENABLED: 'false',
    TMPDIR: folder,
    XDG_CONFIG_HOME: folder,
  }
}

export const wrangler = (): string => installed('wrangler', 'bin', 'wrangler.js')

/** What is deployed, and how. */
export const CONFIG = join(EDGE, 'wrangler.jsonc')

/** Writes what `wrangler deploy` would upload, but for the static assets. @returns the Worker's script */
export async function dryRun(folder: string): Promise<string> {
  const target = join(folder, 'worker')
  const args = ['deploy', '--dry-run', '--minify', '--outdir', target, '--config', CONFIG]
  await outputOf(process.execPath, [wrangler(), ...args], { cwd: folder, env: quiet(folder) })
  return join(target, 'worker.js')
}
