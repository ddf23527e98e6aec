import { expect, it } from 'vitest';
import { createLogger, redact } from '../../src/lib/logger.ts';

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

it('leaves ordinary words alone', () => {
  const text = 'render_1700000000000 of turn local:terminal/12 took 3:45';
  expect(redact(text)).toBe(text);
});
