import { DiscordAPIError } from 'discord.js';
import { GrammyError } from 'grammy';
import { expect, it } from 'vitest';
import { createLogger } from '../../src/lib/logger.ts';

/** The lines that logging something writes. */
function logged(write: (log: ReturnType<typeof createLogger>) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  write(createLogger({ level: 'trace', pretty: false, write: (line) => lines.push(line) }));
  return lines.map((line): Record<string, unknown> => JSON.parse(line));
}

/** A refusal as discord.js makes one: it carries the request's body, and its address with the interaction's token. */
const discord = new DiscordAPIError(
  { code: 50013, message: 'Missing Permissions' },
  50013,
  403,
  'POST',
  'https://discord.com/api/v10/webhooks/1/aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDpzZWNyZXQ',
  { body: { content: 'what the user wrote' }, files: [] },
);

const grammy = new GrammyError(
  "Call to 'sendMessage' failed!",
  { ok: false, error_code: 403, description: 'Forbidden: bot was blocked by the user' },
  'sendMessage',
  { chat_id: 7, text: 'what the user wrote' },
);

it.each([
  ['Discord’s library', discord, { type: 'DiscordAPIError[50013]', code: 50013, status: 403, method: 'POST' }],
  ['Telegram’s library', grammy, { type: 'GrammyError', error_code: 403, method: 'sendMessage' }],
])('an error of %s is logged with what happened, and nothing of what was sent', (_library, error, shown) => {
  const wrapped = new Error('not delivered', { cause: error });
  const [direct, nested, other] = logged((log) => {
    log.error({ err: error }, 'direct');
    log.error({ err: wrapped }, 'nested');
    log.error({ reason: error }, 'under another key');
  });
  expect(direct?.err).toMatchObject({ ...shown, message: error.message, stack: expect.stringContaining('serialize') });
  expect(nested?.err).toMatchObject({ type: 'Error', message: 'not delivered', cause: shown });
  expect(other?.reason).toMatchObject(shown);
  const text = JSON.stringify([direct, nested, other]);
  expect(text).not.toContain('what the user wrote');
  expect(text).not.toContain('aW50ZXJhY3Rpb24');
});

it('causes that lead to each other, and aggregates, end', () => {
  const loop = new Error('a');
  loop.cause = new Error('b', { cause: loop });
  const many = new AggregateError([new Error('one'), 'text with a secret', loop], 'all failed');
  const [first, second] = logged((log) => {
    log.warn({ err: loop }, 'loop');
    log.warn({ err: many }, 'many');
  });
  expect(JSON.stringify(first?.err).match(/"type"/g)).toHaveLength(6);
  expect(second?.err).toMatchObject({
    message: 'all failed',
    errors: [{ message: 'one' }, 'string', { message: 'a' }],
  });
});

it('an error that is logged by itself, and what is no error, are written too', () => {
  const [error, text] = logged((log) => {
    log.error(new Error('by itself'));
    log.error({ err: 'only a text' }, 'thrown');
  });
  expect(error).toMatchObject({ msg: 'by itself', err: { type: 'Error', message: 'by itself' } });
  expect(text).toMatchObject({ err: 'only a text' });
});
