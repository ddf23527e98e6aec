import { expect, it } from 'vitest';
import { createLogger } from '../../src/lib/logger.ts';

// Rule 6: tokens and Telegram file URLs never reach a log.
const TELEGRAM = `1234567890:${'A'.repeat(35)}`;

it('rule 6: removes secrets from every line, whatever field they hide in', () => {
  const lines: string[] = [];
  const log = createLogger({ level: 'info', pretty: false, write: (line) => lines.push(line) });
  log.info(
    { token: 'plain-secret', nested: { deep: `https://api.example/file/bot${TELEGRAM}/photo.jpg` } },
    'nmv_usr_abc123',
  );
  log.error({ err: new Error('refused with Bearer hunter2-token') }, 'claim clm_XyZ');
  const all = lines.join('');
  for (const secret of ['plain-secret', TELEGRAM, 'nmv_usr_abc123', 'hunter2-token', 'clm_XyZ']) {
    expect(all).not.toContain(secret);
  }
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ msg: '[secret]', level: 30 });
});

it('removes configured secrets by their value, whatever they look like', () => {
  const lines: string[] = [];
  const secrets = ['hunter2hunter2', undefined, 'abc'];
  const log = createLogger({ level: 'info', pretty: false, secrets, write: (line) => lines.push(line) });
  log.info({ url: 'http://127.0.0.1/hunter2hunter2/x' }, 'abc');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ url: 'http://127.0.0.1/[secret]/x', msg: 'abc' });
});

it('removes configured secrets also where JSON or an address writes them in another way', () => {
  const lines: string[] = [];
  const log = createLogger({
    level: 'info',
    pretty: false,
    secrets: ['pass"word/1'],
    write: (line) => lines.push(line),
  });
  log.info({ text: 'pass"word/1', url: 'http://host/?key=pass%22word%2F1' }, 'line');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ text: '[secret]', url: 'http://host/?key=[secret]' });
});
