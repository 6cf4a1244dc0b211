import { chromium } from './chromium.ts'
import { bun, deno, node } from './command.ts'
import type { Runtime } from './runtime.ts'
import { workerd } from './workerd.ts'

/** Runtimes on which the same seed must give the same bits. */
export const RUNTIMES: readonly Runtime[] = [node(20), node(24), node(26), deno, bun, workerd, chromium]
