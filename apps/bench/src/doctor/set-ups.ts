import type { SetUp } from './set-up.ts'
export const SET_UPS: readonly SetUp[] = []
