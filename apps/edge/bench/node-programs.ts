import { join } from 'node:path'
import type { Runtime } from '../test/runtimes/runtime.ts'

function nodeServer(kind: string, name: string): Runtime {
  return {
    name,
    command: async ({ port }) => ({
      file: process.execPath,
      args: [join(import.meta.dirname, 'node-server.ts'), String(port), kind],
    }),
  }
}

/** The two sides of the comparison on Node: the app, and the app with a constant for an answer. */
export const predictions = nodeServer('predictions', 'Node, predictions')
export const constant = nodeServer('constant', 'Node, a constant')
