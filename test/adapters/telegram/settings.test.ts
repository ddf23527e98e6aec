import { expect, it } from 'vitest';
import { z } from 'zod';
import { telegramSettings } from '../../../src/adapters/telegram/settings.ts';

const SECRET = 'a-secret-of-16-c';
const URL_OF_BOT = 'https://bot.example/telegram';
const shape = z.object(telegramSettings.shape);
const read = (values: Record<string, string>) => telegramSettings.read(shape.parse(values));
const isTaken = (name: string, value: string) => shape.safeParse({ [name]: value }).success;

it('without a token there is no Telegram', () => {
  expect(read({ TELEGRAM_WEBHOOK_URL: URL_OF_BOT, TELEGRAM_WEBHOOK_SECRET: SECRET })).toBeUndefined();
});

it('a webhook takes an address and a secret; its port is 8443 unless another one is set', () => {
  const given = { TELEGRAM_TOKEN: '1:a', TELEGRAM_WEBHOOK_URL: URL_OF_BOT };
  expect(read(given)?.webhook).toBeUndefined();
  expect(read({ TELEGRAM_TOKEN: '1:a', TELEGRAM_WEBHOOK_SECRET: SECRET })?.webhook).toBeUndefined();
  const both = { ...given, TELEGRAM_WEBHOOK_SECRET: SECRET };
  expect(read(both)?.webhook).toEqual({ url: URL_OF_BOT, secret: SECRET, port: 8443 });
  expect(read({ ...both, TELEGRAM_WEBHOOK_PORT: '443' })?.webhook?.port).toBe(443);
});

it.each<[string, string, boolean]>([
  ['TELEGRAM_WEBHOOK_PORT', '1', true],
  ['TELEGRAM_WEBHOOK_PORT', '65535', true],
  ['TELEGRAM_WEBHOOK_PORT', '0', false],
  ['TELEGRAM_WEBHOOK_PORT', '65536', false],
  ['TELEGRAM_WEBHOOK_PORT', '8o', false],
  ['TELEGRAM_WEBHOOK_PORT', '-1', false],
  ['TELEGRAM_WEBHOOK_SECRET', 'x'.repeat(15), false],
  ['TELEGRAM_WEBHOOK_SECRET', 'x'.repeat(16), true],
  ['TELEGRAM_WEBHOOK_SECRET', 'x'.repeat(256), true],
  ['TELEGRAM_WEBHOOK_SECRET', 'x'.repeat(257), false],
  ['TELEGRAM_WEBHOOK_SECRET', 'sixteen letters!', false],
  ['TELEGRAM_WEBHOOK_URL', 'https://bot.example:8443/a', true],
  ['TELEGRAM_WEBHOOK_URL', 'http://bot.example/a', false],
  ['TELEGRAM_WEBHOOK_URL', 'https://ann@bot.example/a', false],
  ['TELEGRAM_WEBHOOK_URL', 'https://:pw@bot.example/a', false],
  ['TELEGRAM_WEBHOOK_URL', 'https://bot.example/a?b', false],
  ['TELEGRAM_WEBHOOK_URL', 'https://bot.example/a#b', false],
  ['TELEGRAM_WEBHOOK_URL', 'bot.example', false],
])('%s=%s is taken: %s', (name, value, taken) => {
  expect(isTaken(name, value)).toBe(taken);
});
