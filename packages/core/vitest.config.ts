export { portableTogether as default } from '../../vitest.base.ts'
