import { join } from 'node:path'
import type { Runtime } from './runtime.ts'
import { CONFIG, dryRun, quiet, wrangler } from './wrangler.ts'

/** Cloudflare's runtime with what would be deployed, static assets and their headers included. */
export const workerd: Runtime = {
  name: 'workerd',
  command: async ({ port, folder, environment }) => ({
    file: process.execPath,
    args: [
      wrangler(),
      'dev',
      await dryRun(folder),
      '--no-bundle',
      `--config=${CONFIG}`,
      `--persist-to=${join(folder, 'state')}`,
      '--ip=127.0.0.1',
      `--port=${port}`,
      '--inspector-port=0',
      '--show-interactive-dev-session=false',
      ...Object.entries(environment).map(([name, value]) => `--var=${name}:${value}`),
    ],
    env: quiet(folder),
  }),
}
