import { copyFile, mkdir, readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { defineConfig } from 'tsup'
import { notice } from '../../scripts/notice.ts'
import { pageBuilt } from '../edge/scripts/programs.ts'

const EDGE = resolve('..', 'edge')

/** Swagger UI, beside the app; its licence under another name than the one by which pnpm knows a package's own. */
async function copyDocs(): Promise<void> {
  const [from, to] = [join(EDGE, 'dist', 'docs'), join('dist', 'docs')]
  await mkdir(to, { recursive: true })
  const target = (name: string) => join(to, /^[A-Z]+$/.test(name) ? `swagger-ui.${name}.txt` : name)
  await Promise.all((await readdir(from)).map(name => copyFile(join(from, name), target(name))))
}

export default defineConfig({
  entry: {
    cli: 'src/cli.ts',
    watch: 'src/watch.ts',
    events: 'src/run/events.ts',
    'train-worker': 'src/run/train-worker.ts',
    'doctor-process': 'src/doctor/doctor-process.ts',
    'replicate-worker': 'src/replicate/replicate-worker.ts',
    picture: 'scripts/picture.ts',
  },
  format: 'esm',
  platform: 'node',
  target: 'node22',
  // Code that only a terminal needs stays a chunk of its own, loaded when there is one.
  splitting: true,
  // The app that serves, with all that it needs, is built in. Some of that is CommonJS, which wants a `require` for Node's modules.
  noExternal: [/^@gradus\/edge/],
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
  esbuildOptions: options => {
    // The app's own build has imports that serve other entries than ours.
    options.logOverride = { 'ignored-bare-import': 'silent' }
  },
  clean: true,
  onSuccess: copyDocs,
  esbuildPlugins: [notice('NOTICE.md', () => pageBuilt(EDGE))],
  dts: false,
})
