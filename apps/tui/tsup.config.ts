import { defineConfig } from 'tsup'
import { notice } from '../../scripts/notice.ts'

export default defineConfig({
  entry: {
    cli: 'src/cli.ts',
    watch: 'src/watch.ts',
    'train-worker': 'src/run/train-worker.ts',
    'replicate-worker': 'src/replicate/replicate-worker.ts',
    picture: 'scripts/picture.ts',
  },
  format: 'esm',
  platform: 'node',
  target: 'node22',
  // Code that only a terminal needs stays a chunk of its own, loaded when there is one.
  splitting: true,
  clean: true,
  esbuildPlugins: [notice('NOTICE.md')],
  dts: false,
})
