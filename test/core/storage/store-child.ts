/*
 * A process that opens the store at its first argument and keeps it until it is killed. Says `open`, or why it cannot, on
 * its standard output.
 */
import { openStore } from '../../../src/core/storage/store.ts';

const [, , url = ''] = process.argv;
try {
  await openStore(url);
  process.stdout.write('open\n');
  setInterval(() => {}, 60_000);
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : error}\n`);
}
