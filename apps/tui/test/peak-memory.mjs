// Tells on standard error, in the end, how much memory the command had at the most, in kilobytes.
process.on('exit', () => process.stderr.write(`peak memory: ${process.resourceUsage().maxRSS}\n`))
