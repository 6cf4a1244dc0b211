/** Lays out what each platform deploys, from the built programs: dist/deploy/{vercel,lambda,deno,container}. */
import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const EDGE = join(import.meta.dirname, '..')
const TARGET = join(EDGE, 'dist', 'deploy')

/** From, in apps/edge; to, in dist/deploy. */
const FILES: readonly (readonly [string, string])[] = [
  ['deploy/vercel.config.json', 'vercel/.vercel/output/config.json'],
  ['deploy/vercel.function.json', 'vercel/.vercel/output/functions/index.func/.vc-config.json'],
  ['dist/vercel.js', 'vercel/.vercel/output/functions/index.func/index.js'],
  ['deploy/lambda.template.yaml', 'lambda/template.yaml'],
  ['dist/lambda.js', 'lambda/function/lambda.js'],
  ['dist/deno.js', 'deno/deno.js'],
  ['dist/docs', 'deno/docs'],
  ['deploy/Dockerfile', 'container/Dockerfile'],
  ['dist/bun.js', 'container/bun.js'],
  ['dist/docs', 'container/docs'],
]

/** Programs that are ES modules have to say so where their names do not. */
const MODULE = '{ "type": "module" }\n'

await rm(TARGET, { recursive: true, force: true })
for (const [from, to] of FILES) {
  const target = join(TARGET, to)
  await mkdir(dirname(target), { recursive: true })
  await cp(join(EDGE, from), target, { recursive: true })
}
for (const folder of ['vercel/.vercel/output/functions/index.func', 'lambda/function', 'container']) {
  await writeFile(join(TARGET, folder, 'package.json'), MODULE)
}
