/**
 * `pnpm release:dry`: builds, checks and packs what is published, and lets npm publish it in a dry run, with provenance switched on. The
 * tarballs stay in release/, and nothing leaves the machine.
 */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { glob, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const root = join(import.meta.dirname, '..')

/** The published packages, and their folders. */
const PUBLISHED = {
  '@gradus/core': 'packages/core',
  '@gradus/mnist': 'packages/mnist',
  '@gradus/data': 'packages/data',
  '@gradus/study': 'packages/study',
  '@gradus/doctor': 'packages/doctor',
  '@gradus/tui': 'apps/tui',
} as const
type Name = keyof typeof PUBLISHED
const NAMES = [
  '@gradus/core',
  '@gradus/mnist',
  '@gradus/data',
  '@gradus/study',
  '@gradus/doctor',
  '@gradus/tui',
] as const satisfies readonly Name[]

async function run(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const options = { cwd: root, env: { ...process.env, ...env }, maxBuffer: 2 ** 26 }
  try {
    return (await promisify(execFile)(file, args, options)).stdout
  } catch (error) {
    if (error instanceof Error && 'stdout' in error) process.stderr.write(`${error.stdout}\n`)
    throw error
  }
}

/** Packs the packages, which must be built, into a folder. @returns the tarballs, by name */
export async function packAll(folder: string): Promise<Readonly<Record<Name, string>>> {
  const pack = async (name: Name): Promise<string> => {
    const file = join(folder, `${name.replace('@', '').replace('/', '-')}.tgz`)
    await run('npx', ['--yes', 'pnpm@12', '--dir', PUBLISHED[name], 'pack', '--out', file])
    return file
  }
  const [core, mnist, data, study, doctor, tui] = await Promise.all([
    pack('@gradus/core'),
    pack('@gradus/mnist'),
    pack('@gradus/data'),
    pack('@gradus/study'),
    pack('@gradus/doctor'),
    pack('@gradus/tui'),
  ])
  return {
    '@gradus/core': core,
    '@gradus/mnist': mnist,
    '@gradus/data': data,
    '@gradus/study': study,
    '@gradus/doctor': doctor,
    '@gradus/tui': tui,
  }
}

type Names = Readonly<Record<string, string>>

interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
  readonly scripts?: Names
  readonly publishConfig?: { readonly access?: string; readonly provenance?: boolean }
  readonly repository?: { readonly url?: string }
  readonly bin?: Names
  readonly exports: Readonly<Record<string, string | Names>>
  readonly dependencies?: Names
  readonly optionalDependencies?: Names
  readonly peerDependencies?: Names
}

async function manifestIn(folder: string): Promise<Manifest> {
  const manifest: Manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  return manifest
}

/** All that is wrong with a package as others would install it. @param folder its unpacked tarball */
export async function problemsOf(folder: string): Promise<string[]> {
  const manifest = await manifestIn(folder)
  const needed = { ...manifest.dependencies, ...manifest.optionalDependencies, ...manifest.peerDependencies }
  return [
    ...manifestProblems(manifest, needed),
    ...missingFiles(folder, manifest),
    ...(await strangeFiles(folder)),
    ...(await undeclaredImports(folder, [manifest.name, ...Object.keys(needed)])),
  ]
}

const HOOKS = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish'] as const

function manifestProblems({ version, scripts = {}, ...manifest }: Manifest, needed: Names): string[] {
  const { access, provenance } = manifest.publishConfig ?? {}
  const ours = Object.entries(needed).filter(([name]) => name.startsWith('@gradus/'))
  const strangers = ours.filter(([name, range]) => !(name in PUBLISHED) || range !== version)
  const local = Object.entries(needed).filter(([, range]) => /^(workspace|catalog|file|link):/.test(range))
  return [
    ...(manifest.private ? ['it is private'] : []),
    ...(access === 'public' && provenance ? [] : ['publishConfig lacks public access or provenance']),
    ...HOOKS.filter(hook => hook in scripts).map(hook => `it runs a script when it is installed: ${hook}`),
    ...strangers.map(([name, range]) => `it needs ${name} ${range}, which is not released with it`),
    ...local.map(([name, range]) => `it needs ${name} ${range}, which only the workspace has`),
  ]
}

function missingFiles(folder: string, { bin = {}, exports }: Manifest): string[] {
  const entries = Object.values(exports).flatMap(entry =>
    typeof entry === 'string' ? entry : Object.values(entry),
  )
  const wanted = ['LICENSE', 'README.md', ...Object.values(bin), ...entries]
  return wanted.filter(file => !existsSync(join(folder, file))).map(file => `it lacks ${file}`)
}

/** Files that are neither built nor to be read. */
async function strangeFiles(folder: string): Promise<string[]> {
  const expected = /^(LICENSE|README\.md|NOTICE\.md|package\.json|dist|node_modules)$/
  const strange = (await readdir(folder)).filter(name => !expected.test(name))
  const sources = { cwd: folder, exclude: (name: string) => name.endsWith('.d.ts') }
  for await (const file of glob('dist/**/*.{ts,tsx,map}', sources)) strange.push(file)
  return strange.map(file => `it has a file too many: ${file}`)
}

const IMPORT =
  /(?:^|[;}])\s*(?:import|export)\b(?:[^;"'`]*?\bfrom)?\s*["']([^."'][^"']*)["']|\bimport\("([^."][^"]*)"\)/gm

/** Imports of code and declarations that npm would not install. */
async function undeclaredImports(folder: string, declared: readonly string[]): Promise<string[]> {
  const problems = new Set<string>()
  for await (const file of glob('dist/**/*.{js,d.ts}', { cwd: folder, exclude: ['dist/docs/**'] })) {
    for (const [, imported = '', later = ''] of (await readFile(join(folder, file), 'utf8')).matchAll(
      IMPORT,
    )) {
      const specifier = imported || later
      const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
      if (!isBuiltin(specifier) && !declared.includes(name)) problems.add(`${file} imports ${specifier}`)
    }
  }
  return [...problems]
}

/** Unpacks a tarball for a look into it. */
async function looked<T>(tarball: string, look: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'gradus-release-'))
  try {
    await run('tar', ['-xzf', tarball, '-C', folder])
    return await look(join(folder, 'package'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function main(): Promise<void> {
  const folder = join(root, 'release')
  const filters = NAMES.map(name => `--filter=${name}`)
  console.log('Building, and checking the entries and their types…')
  await run('npx', ['turbo', 'run', 'build', 'lint', ...filters], { TURBO_TELEMETRY_DISABLED: '1' })
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder)
  const tarballs = await packAll(folder)
  const rows: string[][] = []
  for (const name of NAMES) {
    const problems = await looked(tarballs[name], problemsOf)
    for (const problem of problems) console.error(`error: ${name}: ${problem}`)
    if (problems.length > 0) process.exitCode = 1
    const args = ['publish', '--dry-run', '--provenance', '--access', 'public', tarballs[name]]
    await run('npm', args, { NPM_CONFIG_PROVENANCE: 'true' })
    const bytes = await readFile(tarballs[name])
    const { version, repository } = await manifestIn(join(root, PUBLISHED[name]))
    if (repository?.url === undefined) console.log(`${name}: its manifest names no repository.url yet.`)
    const size = `${(bytes.length / 1000).toFixed(1)} kB`
    rows.push([name.padEnd(14), version, size.padStart(9), createHash('sha256').update(bytes).digest('hex')])
  }
  for (const row of rows) console.log(row.join('  '))
  console.log(`The tarballs are in ${folder}; npm would publish them. Provenance is switched on: npm proves it from the
repository's own CI, which needs repository.url in each manifest and an identity token, and not in a dry run.`)
}

if (import.meta.main) await main()
