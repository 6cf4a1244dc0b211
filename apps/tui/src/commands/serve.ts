import { Argument, Command, Option } from 'commander'
import { parseHost, parsePath, parsePort } from '../arguments.ts'
import { MODEL } from '../model.ts'
import { exitCodeOfWork } from '../terminal/output.ts'

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

/** The option, which a variable of the environment may set too; an empty one is as good as none. */
function fromVariable(name: string, option: Option): Option {
  return process.env[name] === '' ? option : option.env(name)
}

/** `gradus serve`. */
export function serveCommand(onExitCode: (code: number) => void): Command {
  return new Command('serve')
    .description('serve the predictions of a model over HTTP, with a page to draw on')
    .addArgument(
      new Argument(
        `[${MODEL.slice(1, -1)}]`,
        'a model file or a checkpoint file (default: the model that comes with Gradus)',
      ).argParser(parsePath),
    )
    .addOption(
      fromVariable(
        'HOST',
        new Option('--host <host>', 'address to listen at').argParser(parseHost).default('127.0.0.1'),
      ),
    )
    .addOption(
      fromVariable(
        'PORT',
        new Option('--port <port>', 'port to listen at; 0 takes any that is free')
          .argParser(parsePort)
          .default(8787),
      ),
    )
    .addHelpText('after', EXAMPLES)
    .action(async (model: string | undefined, { host, port }: ServeFlags) => {
      const { runServing } = await import('../serve/run-serving.ts')
      onExitCode(await exitCodeOfWork(() => runServing(model, host, port)))
    })
}
