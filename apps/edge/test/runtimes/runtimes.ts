import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { installed } from '@gradus/runtimes/installs'
import { build } from 'tsup'
import { built, type Environment, program, type Runtime } from './runtime.ts'
import { workerd } from './workerd.ts'

/** Serves as `gradus serve` does. */
const SERVER = `import { embeddedModel, serve } from ${JSON.stringify(built('node.js'))}
await serve({ model: await embeddedModel(), hostname: '127.0.0.1', port: Number(process.argv[2]) })
`

export const node: Runtime = {
  name: 'Node',
  command: async ({ port, folder, environment }) => {
    const file = join(folder, 'server.mjs')
    await writeFile(file, SERVER)
    return { file: process.execPath, args: [file, String(port)], env: { ...environment } }
  },
}

export const bun: Runtime = {
  name: 'Bun',
  command: async ({ port, environment }) => ({
    // The program has this name on every platform.
    file: installed('bun', 'bin', 'bun.exe'),
    args: ['--no-install', built('bun.js')],
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
const RIGHTS = [
  '--no-prompt',
  `--allow-env=${VARIABLES}`,
  `--allow-read=${built('docs')}`,
  '--allow-net=127.0.0.1',
]

export const deno: Runtime = {
  name: 'Deno',
  command: async ({ port, environment }) => ({
    file: installed('deno', FILE),
    args: ['run', ...RIGHTS, '--no-remote', '--no-lock', built('deno.js')],
    env: { ...environment, HOST: '127.0.0.1', PORT: String(port), DENO_NO_UPDATE_CHECK: '1' },
  }),
}

/** The built function as a script: edge-runtime takes no modules, and Vercel wraps them similarly. */
async function script(folder: string): Promise<string> {
  const entry = join(folder, 'entry.js')
  await writeFile(
    entry,
    `import handler from ${JSON.stringify(built('vercel.js'))}
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
  command: async ({ port, folder, environment }) => ({
    file: process.execPath,
    args: [program('vercel-server.ts'), String(port), await script(folder)],
    env: { ...environment },
  }),
}

/** AWS Lambda's handler on Node, behind a function URL or API Gateway. */
const lambda: Runtime = {
  name: 'Lambda',
  command: async ({ port, environment }) => ({
    file: process.execPath,
    args: [program('lambda-server.ts'), String(port), built('lambda.js')],
    env: { ...environment },
  }),
}

/** The runtimes whose answers must be the same. */
export const RUNTIMES: readonly Runtime[] = [node, bun, deno, workerd, vercel, lambda]
