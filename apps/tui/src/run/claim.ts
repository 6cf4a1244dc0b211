import { createHash, randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import {
  createFileAtomic,
  Fields,
  FileError,
  PlainFile,
  type ProcessIdentity,
  type ProcessState,
  removeLeftovers,
  stateOfProcess,
  thisProcess,
} from '@gradus/core/node'

/** A file by which a run has claimed another file, to save there. */
export interface Claim {
  readonly path: string
  /** Undefined if its file does not tell. */
  readonly owner: { readonly process: ProcessIdentity; readonly since: string } | undefined
}

const FORMAT = 'gradus-lock'
const VERSION = 1
/** Bytes of a claim's file at the most. */
const LONGEST = 4096

/**
 * Claims a file for this process, by a new file beside it that appears whole, and follows no link. @returns
 * its path. @throws FileError
 */
export async function makeClaim(target: string): Promise<string> {
  const [prefix] = prefixesOf(target)
  const path = join(dirname(target), `${prefix}${randomBytes(4).toString('hex')}.lock`)
  const owner = { process: thisProcess(), since: new Date().toISOString() }
  const text = `${JSON.stringify({ format: FORMAT, version: VERSION, ...owner })}\n`
  await createFileAtomic(path, new TextEncoder().encode(text))
  return path
}

/** All claims on a file, those of dead processes too. @throws FileError if its folder cannot be read */
export async function claimsOn(target: string): Promise<Claim[]> {
  const folder = dirname(target)
  const names = await readdir(folder).catch(error => {
    throw new FileError('write', target, error)
  })
  const prefixes = prefixesOf(target)
  const claims: Claim[] = []
  for (const name of names) {
    const prefix = prefixes.find(beginning => suffixOf(name, beginning) !== '')
    if (prefix === undefined) continue
    const [, digits, rest] = /^([0-9a-f]{8})\.lock(\..*\.tmp)?$/.exec(suffixOf(name, prefix)) ?? []
    if (digits === undefined) continue
    const path = join(folder, `${prefix}${digits}.lock`)
    const claim = rest === undefined ? await readClaim(path) : await removeLeftovers(path)
    if (claim) claims.push(claim)
  }
  return claims
}

/** Whether the run that made a claim goes on, as far as can be told from here. */
export function stateOfClaim({ owner }: Claim): ProcessState {
  return owner === undefined ? 'unknown' : stateOfProcess(owner.process, owner.since)
}

/** Bytes of a name at the most that leave room for the rest of a claim's name, and of its temporary file's. */
const LONGEST_NAME = 209

/** Beginnings of the names of claims: the one that new claims get, and the one that former claims have. */
function prefixesOf(target: string): readonly [string, ...string[]] {
  const name = basename(target)
  const former = `.${name}.`
  if (Buffer.byteLength(name) <= LONGEST_NAME) return [former]
  return [`.${createHash('sha256').update(name).digest('hex').slice(0, 32)}.`, former]
}

/** A name without the prefix that claims have; their temporary files have one more dot before it. */
function suffixOf(name: string, prefix: string): string {
  const start = name.endsWith('.tmp') ? `.${prefix}` : prefix
  return name.startsWith(start) ? name.slice(start.length) : ''
}

/** Reads a claim; undefined if it was released just now. */
async function readClaim(path: string): Promise<Claim | undefined> {
  try {
    const text = new TextDecoder().decode(await PlainFile.read(path, LONGEST))
    const fields = Fields.parse(text, '', problem => new Error(problem))
    fields.oneOf('format', [FORMAT])
    fields.count('version', VERSION, VERSION)
    return { path, owner: { process: readProcess(fields.object('process')), since: fields.time('since') } }
  } catch (error) {
    const { cause } = error instanceof FileError ? error : { cause: undefined }
    const isGone = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
    return isGone ? undefined : { path, owner: undefined }
  }
}

/** The process that wrote a file. */
export function readProcess(fields: Fields): ProcessIdentity {
  return {
    pid: fields.count('pid', 1),
    host: fields.text('host'),
    boot: fields.optional('boot', fields.text),
    namespace: fields.optional('namespace', fields.text),
    start: fields.optional('start', fields.count),
  }
}
