#!/usr/bin/env node
import { outlivesTerminal } from './interrupts.ts'
import { runProgram } from './program.ts'
import { guardOutput } from './terminal/output.ts'

guardOutput()
if (outlivesTerminal) process.on('SIGHUP', () => undefined)
const exitCode = await runProgram(process.argv.slice(2))
process.exitCode ??= exitCode
