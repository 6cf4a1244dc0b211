import { copyFile, mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { defineConfig, type Options } from 'tsup'
import { embedFiles } from './scripts/embed-files.ts'
import { embedModel, MODEL_FILE, MODEL_NAME } from './scripts/embedded-model.ts'

const common = {
  format: 'esm',
  target: 'es2022',
  loader: { '.safetensors': 'binary' },
  define: { GRADUS_MODEL_NAME: JSON.stringify(MODEL_NAME) },
  dts: false,
  // The page is built into the same folder, before.
  clean: false,
} satisfies Options

/** A program of its own: to be copied to where it runs. */
const program = { ...common, noExternal: [/./], splitting: false, minify: true } satisfies Options

/** Swagger UI, beside the programs that serve it. */
async function copyDocs(): Promise<void> {
  const source = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
  await mkdir('dist/docs', { recursive: true })
  const names = ['swagger-ui.css', 'swagger-ui-bundle.js']
  await Promise.all(names.map(name => copyFile(join(source, name), join('dist/docs', name))))
}

export default defineConfig([
  {
    ...common,
    entry: { index: 'src/index.ts', client: 'src/client.ts', node: 'src/node.ts' },
    platform: 'node',
    esbuildPlugins: [embedFiles, embedModel({ isBeside: false })],
    onSuccess: copyDocs,
  },
  {
    ...program,
    entry: { bun: 'src/entries/bun.ts', deno: 'src/entries/deno.ts', lambda: 'src/entries/lambda.ts' },
    platform: 'node',
    esbuildPlugins: [embedFiles, embedModel({ isBeside: false })],
  },
  {
    ...program,
    entry: { vercel: 'src/entries/vercel.ts' },
    platform: 'neutral',
    esbuildPlugins: [embedFiles, embedModel({ isBeside: false })],
  },
  {
    ...program,
    entry: { worker: 'src/entries/worker.ts' },
    platform: 'neutral',
    esbuildPlugins: [embedModel({ isBeside: true })],
    onSuccess: () => copyFile(MODEL_FILE, 'dist/model.safetensors'),
  },
])
