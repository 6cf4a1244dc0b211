import { cp, readdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { useFolder } from '@gradus/testing/folders'
import { beforeAll, describe, expect, test } from 'vitest'
import { packAll, problemsOf } from '../../../scripts/release.ts'
import { Child, type ChildOptions, outputOf } from '../src/child.ts'
import { installed } from '../src/installs.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const SAMPLE = join(import.meta.dirname, '..', 'samples', 'outside')
const THREE = 'three.png'
const MODEL = 'gradus.safetensors'
const NAMES = ['core', 'data', 'doctor', 'mnist', 'study', 'tui'] as const
const NODES = [22, 24] as const
const MINUTES = 60_000

const folder = useFolder()
/** A folder in which all is installed, and one without what is optional and without a script run. */
const whole = (): string => join(folder.path, 'whole')
const bare = (): string => join(folder.path, 'bare')

/** The folder of an installed Node, first on the PATH. */
function pathWith(major: number): string {
  const bin = dirname(installed(`node${major}-${process.platform}-${process.arch}`, 'bin', 'node'))
  const { PATH } = process.env
  return [bin, PATH].join(delimiter)
}

/** Options of a program in a folder of one's own, on this Node; it keeps its runs there too. */
function on(major: number, cwd: string, signal?: AbortSignal): ChildOptions {
  const env = { PATH: pathWith(major), XDG_STATE_HOME: cwd, GRADUS_DATA: '' }
  return { cwd, env, ...(signal && { signal }) }
}

const npx = (args: readonly string[], options: ChildOptions): Child =>
  new Child('npx', ['--no-install', 'gradus', ...args], options)
const gradus = (args: readonly string[], options: ChildOptions): Promise<string> =>
  npx(args, options).output()

async function install(
  cwd: string,
  packages: readonly string[],
  flags: readonly string[] = [],
): Promise<void> {
  await cp(SAMPLE, cwd, { recursive: true })
  await cp(join(ROOT, 'docs', 'pictures', THREE), join(cwd, THREE))
  await writeFile(join(cwd, 'package.json'), '{ "private": true, "type": "module" }\n')
  const quiet = ['--no-audit', '--no-fund', '--prefer-offline', '--no-update-notifier']
  await outputOf('npm', ['install', ...quiet, ...flags, ...packages], on(24, cwd))
}

/** The same version that the workspace has. */
async function asHere(name: string): Promise<string> {
  const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`)
  const { version }: { version: string } = JSON.parse(await readFile(manifest, 'utf8'))
  return `${name}@${version}`
}

beforeAll(async () => {
  const tarballs = Object.values(await packAll(folder.path))
  const types = await Promise.all(['typescript', '@types/node'].map(asHere))
  await install(whole(), [...tarballs, ...types])
  await install(bare(), tarballs, ['--omit=optional', '--ignore-scripts'])
  await gradus(['train', '--epochs', '1', '--json'], on(22, bare()))
}, 5 * MINUTES)

describe('the packages, installed by npm in an empty folder', () => {
  const inside = (name: string): string => join(whole(), 'node_modules', '@gradus', name)

  test('have what they name, and name nothing that is not published', async () => {
    expect((await readdir(join(whole(), 'node_modules', '@gradus'))).sort()).toEqual(NAMES)
    for (const name of NAMES) expect(await problemsOf(inside(name)), name).toEqual([])
  })

  test('would be found wanting', async () => {
    const copy = join(folder.path, 'wanting')
    await cp(inside('mnist'), copy, { recursive: true })
    const manifest = JSON.parse(await readFile(join(copy, 'package.json'), 'utf8'))
    Object.assign(manifest.scripts, { postinstall: 'node dist/build.js' })
    Object.assign(manifest.dependencies, { '@gradus/edge': 'workspace:*' })
    manifest.exports['./lost'] = './dist/lost.js'
    await writeFile(join(copy, 'package.json'), JSON.stringify({ ...manifest, publishConfig: {} }))
    await writeFile(join(copy, 'dist', 'more.ts'), '')
    await writeFile(join(copy, 'dist', 'more.js'), 'import{a}from"hono";export*from"./index.js"\n')
    expect(await problemsOf(copy)).toEqual([
      'publishConfig lacks public access or provenance',
      'it runs a script when it is installed: postinstall',
      'it needs @gradus/edge workspace:*, which is not released with it',
      'it needs @gradus/edge workspace:*, which only the workspace has',
      'it lacks ./dist/lost.js',
      'it has a file too many: dist/more.ts',
      'dist/more.js imports hono',
    ])
  })

  test.for(['whole', 'bare'])('run no script, nor does a package that they need: %s', async name => {
    const lock = await readFile(join(folder.path, name, 'package-lock.json'), 'utf8')
    expect(lock).toContain('"node_modules/@gradus/tui"')
    expect(lock).not.toContain('hasInstallScript')
  })

  test.for(['tsconfig.watched.json', 'tsconfig.watched.bundler.json'])(
    'type-check in a strict program, declarations included: %s',
    async (project, { signal }) => {
      const tsc = join(whole(), 'node_modules', 'typescript', 'bin', 'tsc')
      expect(
        await outputOf(process.execPath, [tsc, '-p', project, '--noEmit'], { cwd: whole(), signal }),
      ).toBe('')
    },
  )

  test.for(NODES)('let a program watch its run on Node %i', async (major, { signal }) => {
    const cwd = join(whole(), `watched-${major}`)
    const tsc = join(whole(), 'node_modules', 'typescript', 'bin', 'tsc')
    await outputOf(process.execPath, [tsc, '-p', 'tsconfig.watched.json', '--outDir', cwd], { cwd: whole() })
    const text = await outputOf('node', [join(cwd, 'watched.js')], on(major, cwd, signal))
    const last = text.trim().split('\n').at(-1) ?? ''
    expect(JSON.parse(last)).toMatchObject({ reason: 'done', epochs: 2, isSame: true })
    expect(JSON.parse(last).types).toEqual(expect.arrayContaining(['started', 'epoch', 'finished']))
  })
})

describe.each(NODES)('the gradus command on Node %i', major => {
  const place = (): string => whole()
  const model = `on-${major}.safetensors`
  let sha256 = ''

  beforeAll(async () => {
    const start = performance.now()
    const child = npx(['train', '--epochs', '1', '--json', '--out', model], on(major, place()))
    const started = JSON.parse(await child.firstLine())
    console.log(`Node ${major}: the first event comes ${Math.round(performance.now() - start)} ms after npx`)
    expect(started).toMatchObject({ type: 'started', sizes: [784, 15, 10], examples: 50_000, engine: 'simd' })
    const finished = JSON.parse((await child.output()).trim().split('\n').at(-1) ?? '')
    expect(finished).toMatchObject({ type: 'finished', reason: 'done' })
    sha256 = finished.sha256
  })

  test('is called as it can be called there', async ({ signal }) => {
    expect(await gradus([], on(major, place(), signal))).toMatch(/^Usage: npx gradus /)
  })

  test('trains to the same bits as without what is optional', async ({ signal }) => {
    const text = await gradus(['inspect', MODEL, '--json'], on(major, bare(), signal))
    expect(JSON.parse(text).sha256).toBe(sha256)
  })

  test('predicts a PNG and a JPEG picture, without sharp', async ({ signal }) => {
    const modules = await readdir(join(place(), 'node_modules'))
    expect(modules.filter(name => name === 'sharp' || name === '@img')).toEqual([])
    const text = await gradus(['predict', model, THREE, 'three.jpg', '--json'], on(major, place(), signal))
    const digits = text
      .trim()
      .split('\n')
      .map(line => JSON.parse(line).digit)
    expect(digits).toEqual([3, 3])
  })

  test('evaluates the model on the test images', async ({ signal }) => {
    const text = await gradus(['evaluate', model, '--json'], on(major, place(), signal))
    expect(JSON.parse(text)).toMatchObject({ total: 10_000 })
    expect(JSON.parse(text).accuracy).toBeGreaterThan(0.8)
  })

  test('serves predictions, the page and the documentation, until a signal ends it', async ({ signal }) => {
    // Without npx, which passes a signal on only if it comes from a terminal.
    const command = join(place(), 'node_modules', '.bin', 'gradus')
    const child = new Child(command, ['serve', model, '--port', '0'], on(major, place(), signal))
    await child.during(expect.poll(() => child.stderr, { timeout: MINUTES }).toContain('Ctrl-C ends'))
    const url = child.stderr.match(/ at (http:\S+?)\. /)?.[1] ?? ''
    const body = await readFile(join(place(), THREE))
    const answer = await fetch(`${url}/predict`, {
      method: 'POST',
      headers: { 'Content-Type': 'image/png' },
      body,
    })
    expect(await answer.json()).toMatchObject({ predictions: [{ digit: 3 }] })
    const pages = ['/', '/page.js', '/docs', '/docs/swagger-ui-bundle.js', '/openapi.json', '/metrics']
    const statuses = await Promise.all(pages.map(async page => (await fetch(`${url}${page}`)).status))
    expect(statuses).toEqual(pages.map(() => 200))
    process.kill(child.pid, 'SIGTERM')
    await expect(child.output()).rejects.toThrow('ended with code 143')
  })
})

describe('without the package sharp', () => {
  test('pictures are predicted all the same, and to convert others says what to do', async ({ signal }) => {
    const modules = await readdir(join(bare(), 'node_modules'))
    expect(modules.filter(name => name === 'sharp' || name === '@img')).toEqual([])
    const text = await gradus(['predict', MODEL, THREE, '--json'], on(22, bare(), signal))
    expect(JSON.parse(text).digit).toBe(3)
    await writeFile(join(bare(), 'three.webp'), 'RIFF')
    const converting = gradus(['data', 'convert', 'three.webp', '--out', 'converted'], on(22, bare(), signal))
    await expect(converting).rejects.toThrow(
      'Pictures are converted by the package sharp, which cannot be loaded: expected it beside Gradus. Run `npm install sharp`.',
    )
  })
})
