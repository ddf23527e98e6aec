import { fileURLToPath } from 'node:url';
import { loadEnvironment, readConfig } from '../src/config.ts';
import { checkBackend } from './backend/check.ts';
import { tableOf } from './backend/table.ts';

/**
 * The first real contact with the backend: token, session, one upload, state and credits of a new anonymous account, and
 * one prompt only with `--spend`. Prints the table of docs/backend.md with what was seen. Run by
 * `npm run check-backend`; NEMO_API_URL and NEMO_WEB_URL name another backend than the service.
 */
const spend = process.argv.includes('--spend');
const config = readConfig({ ...loadEnvironment(), NEMO_BACKEND: 'cloud' });
const photo = fileURLToPath(new URL('../samples/sea.jpg', import.meta.url));
const seen = await checkBackend({
  apiUrl: config.nemo.apiUrl,
  webUrl: config.nemo.webUrl,
  photo,
  spend,
  report: (line) => process.stderr.write(`${line}\n`),
});
process.stdout.write(`${tableOf(seen)}\n`);
process.exitCode = [...seen.values()].some(({ agrees }) => agrees === false) ? 1 : 0;
