import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const { resolve } = createRequire(import.meta.url)

/** Folders of built modules: the program, and the packages as their apps get them. */
export const BUILT = {
  program: join(import.meta.dirname, '..', '..', 'dist'),
  '@gradus/core': dirname(resolve('@gradus/core')),
  '@gradus/mnist': dirname(resolve('@gradus/mnist')),
}

/** The modules in such a folder, but for a package's entry for Node. */
export function modulesIn(folder: string): string[] {
  return readdirSync(folder).filter(file => file.endsWith('.js') && file !== 'node.js')
}
