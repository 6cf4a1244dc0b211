/**
 * `pnpm bundle` makes the folder that each platform deploys, with any model inside. Page and docs come from
 * dist/.
 */
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import { parseArgs } from 'node:util'
import { GradusError } from '@gradus/core'
import { loadModel } from '@gradus/core/node'
import { build } from 'tsup'
import { checkBundle, writeBundle } from './bundle-folder.ts'
import { fail, print } from './output.ts'
import { pageBuilt, programs } from './programs.ts'

const EDGE = join(import.meta.dirname, '..')
const { INIT_CWD: HERE = process.cwd() } = process.env

const HELP = `Usage: pnpm bundle [--out DIR] [MODEL]

Makes what Cloudflare Workers, Vercel, Deno, AWS Lambda and containers deploy, with the model inside (default: the one in
the repository), in a folder for each in DIR (default: apps/edge/bundle), which is to be new, empty, or an earlier bundle that
nobody changed. docs/deploy.md says how to go on.
`

/**
 * Files of the bundle: from apps/edge, or from the folder of the programs (program:), to a path in the
 * bundle.
 */
const FILES: readonly (readonly [from: string, to: string])[] = [
  ['wrangler.jsonc', 'workers/wrangler.jsonc'],
  ['program:worker.js', 'workers/dist/worker.js'],
  ['program:model.safetensors', 'workers/dist/model.safetensors'],
  ['program:worker.NOTICE.md', 'workers/dist/NOTICE.md'],
  ['dist/page', 'workers/dist/page'],
  ['deploy/vercel.config.json', 'vercel/.vercel/output/config.json'],
  ['deploy/vercel.function.json', 'vercel/.vercel/output/functions/index.func/.vc-config.json'],
  ['program:vercel.js', 'vercel/.vercel/output/functions/index.func/index.js'],
  ['program:vercel.NOTICE.md', 'vercel/.vercel/output/functions/index.func/NOTICE.md'],
  ['deploy/module.package.json', 'vercel/.vercel/output/functions/index.func/package.json'],
  ['deploy/lambda.template.yaml', 'lambda/template.yaml'],
  ['program:lambda.js', 'lambda/function/lambda.js'],
  ['program:servers.NOTICE.md', 'lambda/function/NOTICE.md'],
  ['deploy/module.package.json', 'lambda/function/package.json'],
  ['dist/docs', 'lambda/function/docs'],
  ['deploy/deno.json', 'deno/deno.json'],
  ['program:deno.js', 'deno/deno.js'],
  ['program:servers.NOTICE.md', 'deno/NOTICE.md'],
  ['dist/docs', 'deno/docs'],
  ['deploy/Dockerfile', 'container/Dockerfile'],
  ['program:bun.js', 'container/bun.js'],
  ['program:servers.NOTICE.md', 'container/NOTICE.md'],
  ['deploy/module.package.json', 'container/package.json'],
  ['dist/docs', 'container/docs'],
]

async function bundle(model: string, out: string): Promise<void> {
  const built = await mkdtemp(join(EDGE, 'dist', 'programs-'))
  try {
    const entries = join(EDGE, 'src', 'runtimes')
    for (const options of programs({ entries, model, outDir: built, page: () => pageBuilt(EDGE) }))
      await build({ ...options, silent: true })
    const files = new Map<string, Uint8Array>()
    for (const [from, to] of FILES) {
      const source = from.startsWith('program:')
        ? join(built, from.slice('program:'.length))
        : join(EDGE, from)
      for (const path of await filesIn(source)) files.set(`${to}${path}`, await readFile(join(source, path)))
    }
    await writeBundle(out, files)
  } finally {
    await rm(built, { recursive: true, force: true })
  }
}

/** The paths of files below a folder, such as `/page.js`; for a file, one empty path. */
async function filesIn(source: string): Promise<string[]> {
  if (!(await stat(source)).isDirectory()) return ['']
  const entries = await readdir(source, { recursive: true, withFileTypes: true })
  return entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(source.length).replaceAll(sep, '/'))
}

/** @throws TypeError for invalid arguments */
function argumentsOf(args: readonly string[]) {
  const options = { out: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const
  const { values, positionals } = parseArgs({
    args: args.filter(arg => arg !== '--'),
    options,
    allowPositionals: true,
  })
  const [model, ...rest] = positionals
  if (rest.length > 0) throw new TypeError(`Expected one model file, found ${positionals.length} arguments.`)
  return {
    help: values.help ?? false,
    model: model === undefined ? join(EDGE, 'model', 'digits.safetensors') : resolve(HERE, model),
    out: values.out === undefined ? join(EDGE, 'bundle') : resolve(HERE, values.out),
  }
}

/** A path as one word of a POSIX shell. */
function quoted(path: string): string {
  return /^[\w./][\w./-]*$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`
}

async function main(): Promise<number> {
  const { help, model, out } = argumentsOf(process.argv.slice(2))
  if (help) {
    process.stdout.write(HELP)
    return 0
  }
  const { network } = await loadModel(model)
  await checkBundle(out)
  await bundle(model, out)
  const { size } = await stat(join(out, 'workers', 'dist', 'worker.js'))
  print(
    `Bundled ${relative(HERE, model)} (${network.sizes.join('-')}) for workers, vercel, deno, lambda and container in ${relative(HERE, out) || '.'}; the Worker's script has ${Math.ceil(size / 1000)} kB.`,
  )
  print(
    `Deploy it, for example: cd ${quoted(join(relative(HERE, out), 'workers'))} && npx -y wrangler@4 deploy`,
  )
  print('The other platforms: docs/deploy.md')
  return 0
}

try {
  process.exitCode = await main()
} catch (error) {
  const isSystems = error instanceof Error && 'code' in error
  if (!(error instanceof GradusError) && !isSystems && !(error instanceof TypeError)) throw error
  fail(error, 2)
  process.stderr.write(HELP)
}
