#!/usr/bin/env node
import { guardOutput } from './output.ts'
import { runProgram } from './program.ts'

guardOutput()
const exitCode = await runProgram(process.argv.slice(2))
process.exitCode ??= exitCode
