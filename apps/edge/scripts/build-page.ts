import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadTestData } from '@gradus/mnist/node'
import { build, type Options } from 'tsup'
import { createApp } from '../src/app.ts'
import { assetOf, pagePolicy } from '../src/http/asset.ts'
import { readServedModel } from '../src/model/served-model.ts'
import { pageMetafile } from './programs.ts'

/** Builds the page: static files in dist/page, with the model beside them, that load nothing else. */
const EDGE = join(import.meta.dirname, '..')
const SOURCE = join(EDGE, 'page')
const TARGET = join(EDGE, 'dist', 'page')
const MODEL = join(EDGE, 'model', 'digits.safetensors')

/** Headers that differ from file to file or from request to request. */
const OWN_HEADERS = new Set(['content-type', 'cache-control', 'etag', 'x-request-id'])

/**
 * Leaves out the packages that decode pictures, of which the page uses nothing: not all of them say that
 * importing them does nothing else.
 */
const withoutDecoders: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'without-decoders',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^[^.@/]/ }, async ({ path, pluginData, importer, kind, resolveDir }) => {
      if (pluginData === 'found' || kind === 'entry-point') return undefined
      const found = await resolve(path, { importer, kind, resolveDir, pluginData: 'found' })
      return { path: found.path, errors: found.errors, sideEffects: false }
    })
  },
}

/**
 * Leaves the table's form out of the page's program, which loads it where the model is one of tables. It has its
 * name and no hash, so that a page that is open finds it after another deployment.
 */
const tableBeside: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'table-beside',
  setup({ onResolve }) {
    onResolve({ filter: /table-form\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './table.js', external: true } : undefined,
    )
  },
}

// The first step of a build removes the files of an older one.
await rm(join(TARGET, '..'), { recursive: true, force: true })
await mkdir(TARGET, { recursive: true })
await build({
  config: false,
  entry: {
    page: join(SOURCE, 'main.ts'),
    table: join(SOURCE, 'views', 'table-form.ts'),
    style: join(SOURCE, 'style.css'),
  },
  outDir: TARGET,
  format: 'esm',
  platform: 'browser',
  // Browsers of the five years before 2026. The page's `lib` omits the methods that they lack.
  target: ['chrome96', 'firefox94', 'safari15'],
  noExternal: [/./],
  tsconfig: join(SOURCE, 'tsconfig.json'),
  minify: true,
  splitting: false,
  treeshake: true,
  metafile: true,
  silent: true,
  esbuildPlugins: [withoutDecoders, tableBeside],
})
const [metafile = ''] = (await readdir(TARGET)).filter(name => name.startsWith('metafile-'))
await rename(join(TARGET, metafile), pageMetafile(EDGE))
await copyFile(join(SOURCE, 'favicon.svg'), join(TARGET, 'favicon.svg'))
const html = await readFile(join(SOURCE, 'index.html'), 'utf8')
await writeFile(join(TARGET, 'index.html'), html.replace(/^\s+/gm, ''))
await writeFile(join(TARGET, 'samples.bin'), await samples())
await writeFile(join(TARGET, '_headers'), await pageHeaders())

/** The second image of each digit in the test set, as bytes: even people doubt the first five. */
async function samples(): Promise<Uint8Array> {
  const data = await loadTestData()
  const examples = Array.from({ length: 200 }, (_, i) => data.at(i))
  const chosen = Array.from({ length: 10 }, (_, digit) => examples.filter(({ label }) => label === digit)[1])
  return Uint8Array.from(chosen.flatMap(example => [...(example?.pixels ?? [])]))
}

/**
 * The app's headers for the page, in the form of Workers' static assets, which the app itself does not serve.
 * Source: https://developers.cloudflare.com/workers/static-assets/headers/
 */
export async function pageHeaders(): Promise<string> {
  const model = await readServedModel(new Uint8Array(await readFile(MODEL)), { name: 'digits' })
  const page = await assetOf('index.html', new Uint8Array(), pagePolicy())
  const { headers } = await createApp({ model, assets: new Map([['/', page]]) }).request('/')
  const lines = [...headers]
    .filter(([name]) => !OWN_HEADERS.has(name))
    .map(([name, value]) => `  ${name}: ${value}`)
  return `${['/*', ...lines].join('\n')}\n`
}
