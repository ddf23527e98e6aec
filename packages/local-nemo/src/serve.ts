import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { z } from 'zod';
import { startLocalNemo } from './server.ts';

// `npm run local-nemo -- [--port 8787] [--data data/local-nemo]`, or LOCAL_NEMO_PORT and LOCAL_NEMO_DATA.
const settings = z.object({
  port: z.coerce.number().int().min(0).max(65535),
  data: z.string().min(1),
});

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: 'string' }, data: { type: 'string' } } });
  const read = settings.safeParse({
    port: values.port ?? process.env.LOCAL_NEMO_PORT ?? '8787',
    data: values.data ?? process.env.LOCAL_NEMO_DATA ?? 'data/local-nemo',
  });
  if (!read.success) throw new Error(`Wrong settings:\n${z.prettifyError(read.error)}`);
  const log = pino({ name: 'local-nemo', level: process.env.LOG_LEVEL ?? 'warn' });
  const nemo = await startLocalNemo({ dataDir: read.data.data, port: read.data.port, log });
  process.stdout.write(
    `The embedded Nemo listens at ${nemo.url} and keeps its files in ${read.data.data}\n` +
      `Point Reelay at it:  NEMO_BACKEND=cloud NEMO_API_URL=${nemo.url} NEMO_WEB_URL=${nemo.url} npm start\n` +
      'Stop it with Ctrl+C.\n',
  );
  const stop = () => {
    nemo.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'close failed');
        process.exit(1);
      },
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
