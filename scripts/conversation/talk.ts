import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startLocalNemo } from '@reelay/local-nemo';
import { LocalChat } from '../../src/adapters/local/adapter.ts';
import { attachFile } from '../../src/adapters/local/attachments.ts';
import { readDemoOptions } from '../../src/adapters/local/demo.ts';
import type { ChatEvent } from '../../src/adapters/local/printer.ts';
import { readConfig } from '../../src/config.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { startApp } from '../../src/runtime/app.ts';

/**
 * Talks to Reelay: what the demo says about the sample photos, then `then`, each answered before the next. Default
 * settings and our own Nemo, whatever the environment holds.
 *
 * @param folder where the videos and all that the bot keeps go
 * @returns what happened after each message, the message first
 */
export async function talk(folder: string, then: string[]): Promise<ChatEvent[][]> {
  const options = readDemoOptions([], fileURLToPath(new URL('../../samples', import.meta.url)));
  if (options === 'help') throw new Error('the demo has no message of its own');
  const turns: ChatEvent[][] = [];
  const chat = new LocalChat({
    name: `picture-${randomUUID()}`,
    printer: { show: (event) => turns.at(-1)?.push(event) },
    saveAs: (name) => join(folder, name),
  });
  const log = createLogger({ level: 'error', pretty: true });
  // Nemo leaves some changes without a word, and the bot then tells them from the draft; here always, so that every
  // drawing shows the same.
  const nemo = await startLocalNemo({ dataDir: join(folder, 'nemo'), log, textlessRate: 1 });
  try {
    const environment = { NEMO_BACKEND: 'cloud', NEMO_API_URL: nemo.url, NEMO_WEB_URL: nemo.url };
    const store = { STORE_URL: `sqlite://${join(folder, 'reelay.sqlite')}`, RENDER_POLL_EVERY: '500ms' };
    const app = await startApp(readConfig({ ...environment, ...store }), log);
    app.engine.register(chat);
    try {
      const files = await Promise.all(options.files.map(attachFile));
      for (const [i, say] of [options.say, ...then].entries()) {
        turns.push([]);
        await app.engine.accept(chat.message(String(i), say, i === 0 ? files : []));
        await app.engine.idle();
      }
    } finally {
      await app.stop();
    }
  } finally {
    await nemo.close();
  }
  return turns;
}
