import { readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { installed } from '@gradus/runtimes/installs'
import type { Environment, Runtime } from './runtime.ts'
import { CONFIG, dryRun } from './wrangler.ts'

/** The Worker in workerd alone, as Cloudflare runs it but for the static assets: nothing of wrangler is beside it. */
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
