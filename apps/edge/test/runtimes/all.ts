import { bun } from './bun.ts'
import { deno } from './deno.ts'
import { lambda } from './lambda.ts'
import { node } from './node.ts'
import type { Runtime } from './runtime.ts'
import { vercel } from './vercel.ts'
import { workerd } from './workerd.ts'

/** Where every answer has to be the same. */
export const RUNTIMES: readonly Runtime[] = [node, bun, deno, workerd, vercel, lambda]
