export { portable as default } from '../../vitest.base.ts'
