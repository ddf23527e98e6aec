import { describe, expect, it } from 'vitest';
import { logLine, redact } from '../../src/lib/redact.ts';
import { growth, LINEAR } from '../growth.ts';

describe('redact', () => {
  it('leaves ordinary words alone', () => {
    const text = 'render_1700000000000 of turn local:terminal/12 took 3:45';
    expect(redact(text)).toBe(text);
  });

  it.each([
    ['the token nmv_usr_a-b.c was refused', 'the token [secret] was refused'],
    ['claim clm_XyZ', 'claim [secret]'],
    ['Authorization: Bearer hunter2', 'Authorization: Bearer [secret]'],
    ['jwt eyJhbGci.eyJzdWIi.c2ln', 'jwt [secret]'],
    [`file/bot1234567890:${'A'.repeat(35)}/a.jpg`, 'file/bot1234567890[secret]/a.jpg'],
  ])('%j becomes %j', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it.each(['eyJ-', 'eyJ.', 'Bearer ', 'nmv_', '123456:', 'M', '1', 'https://'])(
    '%j repeated takes linear time',
    (unit) => {
      expect(growth(unit, (text) => redact(text) + logLine(text))).toBeLessThan(LINEAR);
    },
  );
});

describe('logLine', () => {
  it('is one line without URL queries, at most 300 characters long', () => {
    expect(logLine('GET https://cdn.example/a.mp4?sig=abc\n  failed ')).toBe('GET https://cdn.example/a.mp4?… failed');
    expect(logLine('x'.repeat(301))).toBe(`${'x'.repeat(299)}…`);
  });

  it('leaves out the last word of a long text, which may be half of a secret', () => {
    const text = `https://a.example/?${'q'.repeat(3900)} ${'w '.repeat(35)}nmv_usr_${'s'.repeat(100)}`;
    expect(logLine(text.replace('nmv_usr', 'eyJhbGciOi'))).not.toContain('eyJ');
  });
});
