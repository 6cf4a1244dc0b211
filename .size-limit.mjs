/** Size budgets: each public entry with the files that it loads at once. What it loads later, when asked to, is in the package's tarball. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const IMPORT = /\b(?:from|import)\s*"(\.\/[^"]+)"/g

/** The files of a built package that one of them loads when it is imported, itself among them. */
function filesOf(folder, file, found = new Set()) {
  const path = join(folder, file)
  if (found.has(path)) return found
  found.add(path)
  for (const [, imported] of readFileSync(path, 'utf8').matchAll(IMPORT)) filesOf(folder, imported, found)
  return found
}

/** A budget on the gzipped files of an entry. */
function entry(name, folder, file, limit) {
  return { name: `${name}, gzipped`, path: [...filesOf(join(folder, 'dist'), file)], limit, gzip: true }
}

export default [
  entry('@gradus/core, the chapter', 'packages/core', 'index.js', '68 kB'),
  {
    name: 'of that, the embedded WebAssembly',
    path: 'packages/core/src/engine/simd/kernels.generated.ts',
    limit: '30 kB',
    gzip: true,
  },
  entry('@gradus/core/node', 'packages/core', 'node.js', '46 kB'),
  entry('@gradus/core/health', 'packages/core', 'health.js', '27 kB'),
  entry('@gradus/core/predict', 'packages/core', 'predict.js', '24 kB'),
  entry('@gradus/data', 'packages/data', 'index.js', '33 kB'),
  entry('@gradus/data/node', 'packages/data', 'node.js', '56 kB'),
  entry('@gradus/data/report', 'packages/data', 'report.js', '8 kB'),
  entry('@gradus/data/strokes', 'packages/data', 'strokes.js', '12 kB'),
  entry('@gradus/mnist', 'packages/mnist', 'index.js', '10 kB'),
  entry('@gradus/mnist/node', 'packages/mnist', 'node.js', '12 kB'),
  entry('@gradus/study', 'packages/study', 'index.js', '17 kB'),
  entry('@gradus/study/node', 'packages/study', 'node.js', '24 kB'),
  entry('@gradus/study/queue', 'packages/study', 'queue.js', '32 kB'),
  entry('@gradus/doctor', 'packages/doctor', 'index.js', '28 kB'),
  entry('@gradus/doctor/node', 'packages/doctor', 'node.js', '4 kB'),
  entry('@gradus/tui, watch', 'apps/tui', 'watch.js', '40 kB'),
  entry('@gradus/tui/command', 'apps/tui', 'cli.js', '48 kB'),
  entry('@gradus/tui/events', 'apps/tui', 'events.js', '2 kB'),
  {
    name: "@gradus/edge, the Worker's script without model and page, gzipped",
    path: 'apps/edge/dist/worker.js',
    limit: '74 kB',
    gzip: true,
  },
  {
    name: '@gradus/edge, the page without the model, gzipped',
    path: ['apps/edge/dist/page/**', '!apps/edge/dist/page/table.js'],
    limit: '33 kB',
    gzip: true,
  },
  {
    name: '@gradus/edge, what the page loads for a model of tables, gzipped',
    path: 'apps/edge/dist/page/table.js',
    limit: '3 kB',
    gzip: true,
  },
]
