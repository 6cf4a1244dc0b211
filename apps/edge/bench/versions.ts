import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { installed } from '@gradus/runtimes/installs'
import * as v from 'valibot'

const manifestSchema = v.object({ version: v.string() })

/** The runtimes and the client, each with its version. */
export async function versionsOf(): Promise<string> {
  const client = createRequire(import.meta.url).resolve('autocannon/package.json')
  const others = [
    ['Bun', installed('bun', 'package.json')],
    ['Deno', installed('deno', 'package.json')],
    ['workerd', installed('workerd', 'package.json')],
    ['autocannon', client],
  ] as const
  const versions = others.map(async ([name, file]) => `${name} ${await versionOf(file)}`)
  return [`Node ${process.versions.node}`, ...(await Promise.all(versions))].join('; ')
}

async function versionOf(manifest: string): Promise<string> {
  return v.parse(manifestSchema, JSON.parse(await readFile(manifest, 'utf8'))).version
}
