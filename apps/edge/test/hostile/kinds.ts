import type { Chance } from './chance.ts'
import type { HostileRequest } from './request.ts'

/** How often each kind comes, relative to the others, and how one is made. */
export type Kinds = Readonly<
  Record<string, readonly [weight: number, make: (chance: Chance) => HostileRequest]>
>
