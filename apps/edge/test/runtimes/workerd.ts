import { readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { outputOf } from '@gradus/runtimes/child'
import { installed } from '@gradus/runtimes/installs'
import { DIST, EDGE, type Environment, type Runtime } from './runtime.ts'

/** Cloudflare's runtime with the whole deployment, static assets and their headers included. */
export const workerd: Runtime = {
  name: 'workerd',
  command: async ({ port, folder, environment, programs }) => ({
    file: process.execPath,
    args: [
      wrangler(),
      'dev',
      await dryRun(folder, programs),
      '--no-bundle',
      `--config=${await configFile(programs)}`,
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

/** Variables that keep wrangler from questions, accounts and the network, and its files in the folder. */
function quiet(folder: string): Readonly<Record<string, string>> {
  return {
    WRANGLER_SEND_METRICS: 'false',
    WRANGLER_HIDE_BANNER: 'true',
    CLOUDFLARE_CF_FETCH_ENABLED: 'false',
    TMPDIR: folder,
    XDG_CONFIG_HOME: folder,
  }
}

const wrangler = (): string => installed('wrangler', 'bin', 'wrangler.js')

/** The configuration of the Worker. */
const CONFIG = join(EDGE, 'wrangler.jsonc')

/** The configuration for the Worker in a folder, with the page that all have. */
async function configFile(programs: string): Promise<string> {
  if (programs === DIST) return CONFIG
  const file = join(programs, 'wrangler.jsonc')
  const text = (await readFile(CONFIG, 'utf8'))
    .replace('"dist/worker.js"', '"worker.js"')
    .replace('"dist/page"', JSON.stringify(join(DIST, 'page')))
  await writeFile(file, text)
  return file
}

/**
 * Writes the files that `wrangler deploy` would upload, except static assets.
 * @returns the Worker's script
 */
export async function dryRun(folder: string, programs = DIST): Promise<string> {
  const target = join(folder, 'worker')
  const args = ['deploy', '--dry-run', '--minify', '--outdir', target, '--config', await configFile(programs)]
  await outputOf(process.execPath, [wrangler(), ...args], { cwd: folder, env: quiet(folder) })
  return join(target, 'worker.js')
}

/** The Worker in workerd alone, as Cloudflare runs it, but without static assets and without wrangler. */
export const bareWorkerd: Runtime = {
  name: 'workerd',
  command: async ({ port, folder, environment }) => {
    const worker = dirname(await dryRun(folder))
    const files = (await readdir(worker)).filter(file => file.endsWith('.safetensors'))
    const modules = [
      '(name = "worker.js", esModule = embed "worker/worker.js")',
      ...files.map(file => `(name = "${file}", data = embed "worker/${file}")`),
    ]
    const config = join(folder, 'config.capnp')
    await writeFile(config, configOf(modules, environment, port, await compatibilityDate()))
    return { file: installed('workerd', 'bin', 'workerd'), args: ['serve', config] }
  },
}

function configOf(modules: readonly string[], environment: Environment, port: number, date: string): string {
  const bindings = Object.entries(environment).map(
    ([name, value]) => `(name = "${name}", text = ${JSON.stringify(value)})`,
  )
  const worker = `(compatibilityDate = "${date}", modules = [${modules}], bindings = [${bindings}])`
  const socket = `(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")`
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "main", worker = ${worker})], sockets = [${socket}]);
`
}

async function compatibilityDate(): Promise<string> {
  const date = /"compatibility_date": "([\d-]+)"/.exec(await readFile(CONFIG, 'utf8'))?.[1]
  if (date) return date
  throw new Error(`${CONFIG} has no compatibility_date.`)
}
