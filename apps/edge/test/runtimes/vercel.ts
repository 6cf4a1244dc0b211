import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'tsup'
import { built, program } from './places.ts'
import type { Runtime } from './runtime.ts'

/** The built function as a script: edge-runtime takes no modules, and Vercel wraps them in much the same way. */
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
export const vercel: Runtime = {
  name: 'edge-runtime',
  command: async ({ port, folder, environment }) => ({
    file: process.execPath,
    args: [program('vercel-server.ts'), String(port), await script(folder)],
    env: { ...environment },
  }),
}
