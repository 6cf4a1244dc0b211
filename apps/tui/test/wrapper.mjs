// Runs a command as npx does: as its parent, in the same job of the shell.
import { spawn } from 'node:child_process'

const [command, ...args] = process.argv.slice(2)
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {})
spawn(command, args, { stdio: 'inherit' }).on('exit', code => process.exit(code))
