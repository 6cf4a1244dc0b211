import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  Application,
  type CommentDisplayPart,
  type ProjectReflection,
  ReflectionKind,
  type TypeDocOptions,
} from 'typedoc'

const APP = join(import.meta.dirname, '..')
const ROOT = join(APP, '..', '..')

/** Packages whose entries have pages. */
const PACKAGES = [
  'packages/core',
  'packages/mnist',
  'packages/data',
  'packages/study',
  'packages/doctor',
  'apps/tui',
  'apps/edge',
]

/** Names behind a type that are no part of what a package exports. */
const NOT_EXPORTED: ReadonlyMap<string, string[]> = new Map([['@gradus/edge', ['routed']]])

/** The part of a package.json that pages are made from. */
interface Manifest {
  readonly name: string
  readonly exports: Readonly<Record<string, string | { readonly types: string }>>
}

/** A package, with the sources of the entries that it publishes with types. */
async function publicPackage(folder: string): Promise<{ name: string; entries: string[] }> {
  const manifest: Manifest = JSON.parse(await readFile(join(ROOT, folder, 'package.json'), 'utf8'))
  const types = Object.values(manifest.exports).flatMap(entry =>
    typeof entry === 'string' ? [] : entry.types,
  )
  const sources = types.map(path => path.replace('./dist/', 'src/').replace('.d.ts', '.ts'))
  return { name: manifest.name, entries: sources.map(path => join(ROOT, folder, path)) }
}

/** Pages that stand beside those of the entries. */
const DOCUMENTS = [
  'docs/!(development).md',
  'packages/{core,mnist,data,study,doctor}/README.md',
  'apps/edge/README.md',
]

const NAMES = { notExported: true, notDocumented: true, invalidLink: false, invalidPath: false }
const LINKS = { notExported: false, notDocumented: false, invalidLink: true, invalidPath: true }

const OPTIONS = {
  name: 'Gradus',
  tsconfig: join(APP, 'tsconfig.sources.json'),
  // The packages' own type checks tell more.
  skipErrorChecking: true,
  includeVersion: false,
  sort: ['kind', 'alphabetical'],
  kindSortOrder: ['Module', 'Document', 'Class', 'Function', 'Variable', 'Interface', 'TypeAlias'],
  readme: join(ROOT, 'README.md'),
  projectDocuments: DOCUMENTS.map(path => join(ROOT, path)),
  highlightLanguages: ['ts', 'js', 'json', 'bash', 'console', 'python', 'text'],
  navigation: { includeFolders: false },
  groupOrder: ['Modules', 'Documents', 'Constructors', 'Classes', 'Functions', '*'],
  disableSources: true,
  excludeInternal: true,
  validation: LINKS,
  treatWarningsAsErrors: true,
  treatValidationWarningsAsErrors: true,
} as const satisfies TypeDocOptions

/** Takes the heading out of a text that begins with one, since the page itself shows it. */
function takeHeading([start]: readonly CommentDisplayPart[]): string | undefined {
  const [line = '', heading] = start?.text.match(/^# (.+)\n/) ?? []
  if (!start || heading === undefined) return undefined
  start.text = start.text.slice(line.length)
  return heading.replaceAll('`', '').replace(/^@/, 'Package @')
}

/** Names pages by their headings, in place of their files. */
function nameByHeadings(project: ProjectReflection): void {
  takeHeading(project.readme ?? [])
  for (const page of project.getReflectionsByKind(ReflectionKind.Document)) {
    if (page.isDocument()) page.name = takeHeading(page.content) ?? page.name
  }
}

/** Whether the pages could be made, and all that is public is documented. */
async function makePages(): Promise<boolean> {
  const packages = await Promise.all(PACKAGES.map(publicPackage))
  const entryPoints = packages.flatMap(({ entries }) => entries)
  const app = await Application.bootstrap({ ...OPTIONS, entryPoints })
  const project = await app.convert()
  if (!project) return false
  nameByHeadings(project)
  app.validate(project)
  app.options.setValue('validation', NAMES)
  // TypeDoc looks for undocumented and unexported names in one package at a time.
  for (const { name } of packages) {
    project.packageName = name
    app.options.setValue('intentionallyNotExported', NOT_EXPORTED.get(name) ?? [])
    app.validate(project)
  }
  app.options.setValue('out', join(APP, 'dist'))
  await app.generateOutputs(project)
  return !app.logger.hasErrors() && !app.logger.hasWarnings()
}

if (!(await makePages())) process.exitCode = 1
