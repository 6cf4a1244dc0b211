#!/usr/bin/env node
import { runProgram } from './program.ts'
import { guardOutput } from './terminal/output.ts'

guardOutput()
const exitCode = await runProgram(process.argv.slice(2))
process.exitCode ??= exitCode
