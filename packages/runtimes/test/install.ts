export { install as setup } from '../src/installs.ts'
