import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { Matrix, Network } from '@gradus/core'
import { loadModel, saveModel } from '@gradus/core/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ONE } from './served.ts'

const SCRIPT = join(import.meta.dirname, '..', 'scripts', 'bundle.ts')
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gradus-bundle-'))
  await saveModel(join(folder, 'my net.safetensors'), new Network([784, 12, 10], { seed: 1 }))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Runs `pnpm bundle` from the folder. */
function bundle(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  return promisify(execFile)(process.execPath, [SCRIPT, ...args], {
    cwd: folder,
    env: { ...process.env, INIT_CWD: folder },
  })
}

test('puts any model into what each platform deploys', async () => {
  const { stdout } = await bundle('my net.safetensors', '--out', 'out')
  expect(stdout).toMatch(
    /^Bundled my net\.safetensors \(784-12-10\) for .* in out; the Worker's script has \d+ kB\.\n/,
  )
  expect(stdout).toContain('cd out/workers && npx -y wrangler@4 deploy\n')
  expect((await readdir(join(folder, 'out'))).sort()).toEqual([
    '.gradus-bundle.json',
    'container',
    'deno',
    'lambda',
    'vercel',
    'workers',
  ])
  const saved = await readFile(join(folder, 'my net.safetensors'))
  expect(await readFile(join(folder, 'out', 'workers', 'dist', 'model.safetensors'))).toEqual(saved)

  const vercel = join(folder, 'out', 'vercel', '.vercel', 'output', 'functions', 'index.func', 'index.js')
  const { default: handler } = await import(pathToFileURL(vercel).href)
  const request = new Request('http://localhost/predict', {
    method: 'POST',
    body: ONE,
    headers: { 'Content-Type': 'application/octet-stream' },
  })
  const { model, predictions } = await (await handler(request)).json()
  expect(model.name).toBe('my-net')
  const { network } = await loadModel(join(folder, 'my net.safetensors'))
  expect(predictions[0].digit).toBe(network.predict(Matrix.column(Array.from(ONE, byte => byte / 255))))
})

test('every folder has the licences of what is in it, also where a bundle was before', async () => {
  await bundle('--out', 'licences')
  await bundle('my net.safetensors', '--out', 'licences')
  for (const [place, names] of [
    ['workers/dist', ['hono', 'valibot', '@gradus/core']],
    ['vercel/.vercel/output/functions/index.func', ['hono', 'valibot', '@gradus/core']],
    ...['lambda/function', 'deno', 'container'].map(
      path => [path, ['hono', 'prom-client', 'tdigest']] as const,
    ),
  ] as const) {
    const text = await readFile(join(folder, 'licences', place, 'NOTICE.md'), 'utf8')
    for (const name of names) expect(text).toMatch(new RegExp(`^## ${name} \\d`, 'm'))
    expect(text).toContain('NumPy Developers')
  }
  const docs = await readdir(join(folder, 'licences', 'container', 'docs'))
  expect(docs).toEqual(expect.arrayContaining(['LICENSE', 'NOTICE', 'swagger-ui-bundle.js.LICENSE.txt']))
})

test('is not written over what somebody else put there, or changed', async () => {
  await mkdir(join(folder, 'mine', 'workers'), { recursive: true })
  await writeFile(join(folder, 'mine', 'workers', 'precious'), 'kept')
  await expect(bundle('--out', 'mine')).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('it is not empty, and no bundle.'),
  })
  expect(await readFile(join(folder, 'mine', 'workers', 'precious'), 'utf8')).toBe('kept')
})

test('every deployed program is told what may be set', async () => {
  await bundle('--out', 'default')
  const read = (...path: string[]) => readFile(join(folder, 'default', ...path), 'utf8')
  const names = ['GRADUS_TOKEN', 'GRADUS_CORS_ORIGINS']
  const vercel = JSON.parse(
    await read('vercel', '.vercel', 'output', 'functions', 'index.func', '.vc-config.json'),
  )
  expect(vercel.envVarsInUse).toEqual(names)
  const lambda = await read('lambda', 'template.yaml')
  for (const name of names) expect(lambda).toContain(`${name}: !Ref`)
  const { deploy } = JSON.parse(await read('deno', 'deno.json'))
  expect(await read('deno', deploy.runtime.entrypoint)).toContain('GRADUS_TOKEN')
})

test.each([
  ['a file that is not there', ['nothing.safetensors'], 'there is no such file. Check the spelling'],
  ['a file that is no model', ['no-model'], 'it is a text that begins with "x": expected a model file'],
  ['two files', ['a', 'b'], 'Expected one model file'],
  ['a flag that there is none of', ['--size'], "Unknown option '--size'"],
])('refuses %s', async (_, args, message) => {
  await writeFile(join(folder, 'no-model'), 'x')
  await expect(bundle(...args)).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining(message),
  })
})

test('prints the names of files so that no terminal obeys them', async () => {
  const name = 'a\u001B]0;b\u0007\u009B\u202E'
  const printed = 'a\u{FFFD}]0;b\u{FFFD}\u{FFFD}\u{FFFD}'
  await saveModel(join(folder, `${name}.safetensors`), new Network([784, 10], { seed: 1 }))
  const { stdout } = await bundle(`${name}.safetensors`, '--out', `${name}-out`)
  expect(stdout).toContain(`Bundled ${printed}.safetensors (784-10) for `)
  expect(stdout).toContain(` in ${printed}-out;`)
  await expect(bundle(`${name}\n`)).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`${printed}\u{FFFD}: there is no such file.`),
  })
})
