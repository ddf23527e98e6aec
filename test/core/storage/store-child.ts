/*
 * A process that opens the store at its first argument and keeps it until it is killed. Says `open`, or why it cannot, on
 * its standard output. For each line on its standard input it uses the store, and says `works`, or why it does not; it
 * says `lost` when another process has taken the store over.
 */
import { createInterface } from 'node:readline';
import { openStore } from '../../../src/core/storage/store.ts';

const [, , url = ''] = process.argv;
const say = (line: string) => process.stdout.write(`${line}\n`);
const why = (error: unknown) => (error instanceof Error ? error.message : String(error));
try {
  const store = await openStore(url, { onLost: () => say('lost') });
  say('open');
  for await (const _ of createInterface(process.stdin)) {
    say(
      await store.check().then(
        () => 'works',
        (error: unknown) => why(error),
      ),
    );
  }
  setInterval(() => {}, 60_000);
} catch (error) {
  say(why(error));
}
