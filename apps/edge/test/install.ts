export { install as setup } from '@gradus/runtimes/installs'
