import { Argument, Command, Option } from 'commander'
import { parsePath } from '../arguments/path.ts'
import { parsePort } from '../arguments/port.ts'
import { exitCodeOfWork } from '../failure.ts'
import { MODEL } from '../model/model-argument.ts'
import { runServing } from '../serving/run-serving.ts'

const EXAMPLES = `
Examples:
  $ gradus serve                                          the model that comes with Gradus: draw on http://127.0.0.1:8787
  $ gradus serve gradus.safetensors --port 3000
  $ curl --data-binary @digit.png -H 'Content-Type: image/png' http://127.0.0.1:8787/predict

Ctrl-C ends it, once what is being answered is answered. Each request is a line of JSON on standard output.
GRADUS_TOKEN sets a bearer token that clients need, GRADUS_CORS_ORIGINS the origins whose pages may ask.`

interface ServeFlags {
  readonly host: string
  readonly port: number
}

/** `gradus serve`. */
export function serveCommand(onExitCode: (code: number) => void): Command {
  return new Command('serve')
    .description('answer over HTTP what a model reads, with a page to draw on')
    .addArgument(
      new Argument(
        `[${MODEL.slice(1, -1)}]`,
        'a model file or a checkpoint file (default: the model that comes with Gradus)',
      ).argParser(parsePath),
    )
    .addOption(new Option('--host <host>', 'address to listen at').env('HOST').default('127.0.0.1'))
    .addOption(
      new Option('--port <port>', 'port to listen at; 0 takes any that is free')
        .env('PORT')
        .argParser(parsePort)
        .default(8787),
    )
    .addHelpText('after', EXAMPLES)
    .action(async (model: string | undefined, { host, port }: ServeFlags) => {
      onExitCode(await exitCodeOfWork(() => runServing(model, host, port)))
    })
}
