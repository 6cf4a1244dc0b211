import { readFileSync } from 'node:fs'
import { basename, extname, resolve } from 'node:path'
import { parseParameters } from '@gradus/core/predict'
import type { Options } from 'tsup'

const { GRADUS_MODEL, INIT_CWD = process.cwd() } = process.env

/** The model file that the programs hold: the one that GRADUS_MODEL names, or else that of the repository. */
export const MODEL_FILE = GRADUS_MODEL
  ? resolve(INIT_CWD, GRADUS_MODEL)
  : resolve('model', 'digits.safetensors')

/** Its name, as URLs have it. */
export const MODEL_NAME = basename(MODEL_FILE, extname(MODEL_FILE)).replaceAll(/[^\w.-]/g, '-')

type Plugin = NonNullable<Options['esbuildPlugins']>[number]

/**
 * Puts the model where a program imports `embedded.safetensors`. @param isBeside whether it stays a file beside the program
 * instead of becoming a part of it. @throws ModelFileError for a file that is no model
 */
export function embedModel({ isBeside }: { readonly isBeside: boolean }): Plugin {
  return {
    name: 'embed-model',
    setup(build) {
      parseParameters(new Uint8Array(readFileSync(MODEL_FILE)), MODEL_FILE)
      build.onResolve({ filter: /embedded\.safetensors$/ }, () => {
        return isBeside ? { path: './model.safetensors', external: true } : { path: MODEL_FILE }
      })
    },
  }
}
