import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Options } from 'tsup'

type Plugin = NonNullable<Options['esbuildPlugins']>[number]

/** Lets a bundle hold the files of a folder: `import files from './folder?files'` gives their bytes by their names. */
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
