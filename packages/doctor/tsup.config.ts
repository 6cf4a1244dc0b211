import { defineConfig } from 'tsup'

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    node: 'src/node.ts',
    // Loaded by its path, beside the entries.
    'doctor-thread': 'src/node/doctor-thread.ts',
  },
  format: 'esm',
  target: 'node22',
  platform: 'node',
  clean: true,
  dts: false,
})
