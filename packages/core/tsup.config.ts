import { defineConfig } from 'tsup'

export default defineConfig({
  // The kernels' text is a file of its own: amid others it would part what gzip packs together.
  entry: [
    'src/index.ts',
    'src/node.ts',
    'src/health.ts',
    'src/predict.ts',
    'src/engine/simd/kernels.generated.ts',
  ],
  format: 'esm',
  target: 'es2022',
  platform: 'neutral',
  external: [/^node:/],
  clean: true,
  dts: false,
  // Comments stay in the declarations.
  minify: true,
})
