import { copyFile, mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { defineConfig } from 'tsup'
import { notice } from '../../scripts/notice.ts'
import { COMMON, embedFiles, embedModel, nameOf, pageBuilt, programs } from './scripts/programs.ts'

const MODEL = resolve('model', 'digits.safetensors')
const page = () => pageBuilt(resolve())

/** Swagger UI, beside the programs that serve it. */
async function copyDocs(): Promise<void> {
  const source = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
  await mkdir('dist/docs', { recursive: true })
  const names = [
    'swagger-ui.css',
    'swagger-ui-bundle.js',
    'swagger-ui-bundle.js.LICENSE.txt',
    'LICENSE',
    'NOTICE',
  ]
  await Promise.all(names.map(name => copyFile(join(source, name), join('dist/docs', name))))
}

export default defineConfig([
  {
    ...COMMON,
    entry: { index: 'src/index.ts', client: 'src/client.ts', node: 'src/node.ts' },
    platform: 'node',
    define: nameOf(MODEL),
    esbuildPlugins: [embedFiles, embedModel(MODEL), notice('NOTICE.md', page)],
    onSuccess: copyDocs,
  },
  ...programs({ entries: resolve('src', 'runtimes'), model: MODEL, outDir: 'dist', page }),
])
