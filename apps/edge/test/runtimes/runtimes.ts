import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { installed } from '@gradus/runtimes/installs'
import { build } from 'tsup'
import { DIST, type Environment, program, type Runtime } from './runtime.ts'
import { workerd } from './workerd.ts'

/** Serves as `gradus serve` does. */
const SERVER = `import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { embeddedModel, modelName, readServedModel, serve } from ${JSON.stringify(join(DIST, 'node.js'))}
const [, , port, file] = process.argv
const named = file && { name: modelName(basename(file, '.safetensors')) }
const model = file ? await readServedModel(new Uint8Array(await readFile(file)), named) : await embeddedModel()
await serve({ model, hostname: '127.0.0.1', port: Number(port) })
`

export const node: Runtime = {
  name: 'Node',
  command: async ({ port, folder, environment, programs }) => {
    const file = join(folder, 'server.mjs')
    await writeFile(file, SERVER)
    const model = programs === DIST ? [] : [join(programs, MODEL_FILE)]
    return { file: process.execPath, args: [file, String(port), ...model], env: { ...environment } }
  },
}

/** The file of the model beside the programs that have it inside. */
export const MODEL_FILE = 'flowers.safetensors'

export const bun: Runtime = {
  name: 'Bun',
  command: async ({ port, environment, programs }) => ({
    // The program has this name on every platform.
    file: installed('bun', 'bin', 'bun.exe'),
    args: ['--no-install', join(programs, 'bun.js')],
    env: { ...environment, HOST: '127.0.0.1', PORT: String(port) },
  }),
}

/** The program's file: the package's command is a script for Node beside it. */
const FILE = process.platform === 'win32' ? 'deno.exe' : 'deno'

const VARIABLES: readonly (keyof Environment | 'HOST' | 'PORT')[] = [
  'GRADUS_TOKEN',
  'GRADUS_CORS_ORIGINS',
  'HOST',
  'PORT',
]

/** The permissions that the program needs, and no others. */
const rightsOf = (programs: string): readonly string[] => [
  '--no-prompt',
  `--allow-env=${VARIABLES}`,
  `--allow-read=${join(programs, 'docs')}`,
  '--allow-net=127.0.0.1',
]

export const deno: Runtime = {
  name: 'Deno',
  command: async ({ port, environment, programs }) => ({
    file: installed('deno', FILE),
    args: ['run', ...rightsOf(programs), '--no-remote', '--no-lock', join(programs, 'deno.js')],
    env: { ...environment, HOST: '127.0.0.1', PORT: String(port), DENO_NO_UPDATE_CHECK: '1' },
  }),
}

/** The built function as a script: edge-runtime takes no modules, and Vercel wraps them similarly. */
async function script(folder: string, programs: string): Promise<string> {
  const entry = join(folder, 'entry.js')
  await writeFile(
    entry,
    `import handler from ${JSON.stringify(join(programs, 'vercel.js'))}
addEventListener('fetch', event => event.respondWith(handler(event.request)))
`,
  )
  const outDir = join(folder, 'script')
  await build({
    config: false,
    entry: { function: entry },
    outDir,
    format: 'iife',
    platform: 'neutral',
    target: 'es2022',
    silent: true,
  })
  return join(outDir, 'function.global.js')
}

/** Vercel's edge-runtime. */
const vercel: Runtime = {
  name: 'edge-runtime',
  command: async ({ port, folder, environment, programs }) => ({
    file: process.execPath,
    args: [program('vercel-server.ts'), String(port), await script(folder, programs)],
    env: { ...environment },
  }),
}

/** AWS Lambda's handler on Node, behind a function URL or API Gateway. */
const lambda: Runtime = {
  name: 'Lambda',
  command: async ({ port, environment, programs }) => ({
    file: process.execPath,
    args: [program('lambda-server.ts'), String(port), join(programs, 'lambda.js')],
    env: { ...environment },
  }),
}

/** The runtimes whose answers must be the same. */
export const RUNTIMES: readonly Runtime[] = [node, bun, deno, workerd, vercel, lambda]
