import { install } from './installs.ts'

// Once, before the tests of several packages that start what is installed.
await install()
