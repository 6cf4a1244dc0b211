import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { built } from './places.ts'
import type { Runtime } from './runtime.ts'

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
