export { fileOf } from './disturbances/file.ts'
export { disturbed, KINDS, type Kind } from './disturbances/kinds.ts'
export type { Digit, Disturbed } from './disturbances/sheet.ts'
