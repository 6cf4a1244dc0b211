import { copyFile, readdir, readFile } from 'node:fs/promises'
import { basename, extname, join, resolve } from 'node:path'
import { parseParameters } from '@gradus/core/predict'
import type { Options } from 'tsup'
import { type Built, notice } from '../../../scripts/notice.ts'
import { modelName } from '../src/model/name.ts'

/** Options that all builds of this package share. */
export const COMMON = {
  format: 'esm',
  target: 'es2022',
  loader: { '.safetensors': 'binary' },
  dts: false,
  config: false,
  clean: false,
  outExtension: () => ({ js: '.js' }),
} satisfies Options

/** A `require` for CommonJS packages that load Node's modules: Deno gives ES modules none. */
const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"

interface ProgramOptions {
  /** Folder with the entries. */
  readonly entries: string
  /** A model file. */
  readonly model: string
  readonly outDir: string
  /** The build of the page, for the notices: programs have the page inside or beside them. */
  readonly page: () => Promise<readonly Built[]>
}

/**
 * The runtimes' programs, one file each, with the model inside; beside it for Workers, which limit a script's
 * bytes.
 */
export function programs({ entries, model, outDir, page }: ProgramOptions): Options[] {
  const entry = (...names: string[]) =>
    Object.fromEntries(names.map(name => [name, join(entries, `${name}.ts`)]))
  const program = { ...COMMON, outDir, noExternal: [/./], splitting: false, minify: true } satisfies Options
  const inside = (file: string) => {
    const esbuildPlugins = [embedFiles, embedModel(model), notice(file, page)]
    return { ...program, define: nameOf(model), esbuildPlugins }
  }
  return [
    {
      ...inside('servers.NOTICE.md'),
      entry: entry('bun', 'deno', 'lambda'),
      platform: 'node',
      banner: { js: REQUIRE },
    },
    { ...inside('vercel.NOTICE.md'), entry: entry('vercel'), platform: 'neutral' },
    {
      ...program,
      entry: entry('worker'),
      platform: 'neutral',
      define: nameOf(model),
      esbuildPlugins: [leaveModelBeside, notice('worker.NOTICE.md', page)],
      onSuccess: () => copyFile(model, join(outDir, 'model.safetensors')),
    },
  ]
}

/** The definition that replaces GRADUS_MODEL_NAME by the model's name, in a form for URLs. */
export function nameOf(model: string): Record<string, string> {
  return { GRADUS_MODEL_NAME: JSON.stringify(modelName(basename(model, extname(model)))) }
}

type Plugin = NonNullable<Options['esbuildPlugins']>[number]

const IMPORTED = /embedded\.safetensors$/

/** A plugin that resolves `embedded.safetensors` to a model file. @throws ModelFileError if it is no model */
export function embedModel(model: string): Plugin {
  return {
    name: 'embed-model',
    setup(build) {
      build.onStart(async () => {
        parseParameters(new Uint8Array(await readFile(model)), model)
      })
      build.onResolve({ filter: IMPORTED }, () => ({ path: model }))
    },
  }
}

const leaveModelBeside: Plugin = {
  name: 'leave-model-beside',
  setup(build) {
    build.onResolve({ filter: IMPORTED }, () => ({ path: './model.safetensors', external: true }))
  },
}

/**
 * A plugin that embeds the files of a folder: `import files from './folder?files'` gives their bytes by name.
 */
export const embedFiles: Plugin = {
  name: 'embed-files',
  setup(build) {
    build.onResolve({ filter: /\?files$/ }, ({ path, resolveDir }) => {
      return { path: resolve(resolveDir, path.replace(/\?files$/, '')), namespace: 'folder' }
    })
    build.onLoad({ filter: /./, namespace: 'folder' }, async ({ path: folder }) => {
      const names = (await readdir(folder)).filter(name => !name.startsWith('_')).sort()
      const imports = names.map((name, i) => `import f${i} from ${JSON.stringify(`./${name}?bytes`)}`)
      const entries = names.map((name, i) => `${JSON.stringify(name)}: f${i}`)
      const contents = `${imports.join('\n')}\nexport default { ${entries.join(', ')} }\n`
      return { contents, resolveDir: folder, watchDirs: [folder] }
    })
    build.onResolve({ filter: /\?bytes$/ }, ({ path, resolveDir }) => {
      return { path: join(resolveDir, path), namespace: 'bytes' }
    })
    build.onLoad({ filter: /./, namespace: 'bytes' }, async ({ path }) => {
      return { contents: await readFile(path.replace(/\?bytes$/, '')), loader: 'binary' }
    })
  },
}

/** The metafile of the page's build, which lists its sources. @param edge the folder of this package */
export function pageMetafile(edge: string): string {
  return join(edge, 'dist', 'page.metafile.json')
}

/** The build of the page. @param edge the folder of this package */
export async function pageBuilt(edge: string): Promise<readonly Built[]> {
  return [{ metafile: JSON.parse(await readFile(pageMetafile(edge), 'utf8')), from: edge }]
}
