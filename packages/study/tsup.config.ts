import { defineConfig } from 'tsup'

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    node: 'src/node.ts',
    queue: 'src/queue.ts',
    // Loaded by its path, beside the entries.
    'study-thread': 'src/node/study-thread.ts',
  },
  format: 'esm',
  target: 'node22',
  platform: 'node',
  clean: true,
  dts: false,
})
