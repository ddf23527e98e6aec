import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { parseStoreUrl } from '../../src/lib/store-url.ts';

it('a SQLite file has its data folder beside it', () => {
  expect(parseStoreUrl('sqlite:///srv/bot/reelay.sqlite')).toEqual({
    url: 'sqlite:///srv/bot/reelay.sqlite',
    dataDir: '/srv/bot',
    secrets: [],
  });
  expect(parseStoreUrl('sqlite://:memory:')?.dataDir).toBe(resolve('data'));
});

it('a PostgreSQL database hides its password, as it stands in the address and as it was typed', () => {
  const url = 'postgres://reelay:p%40ss-word@db.example:5433/bot?sslmode=require';
  expect(parseStoreUrl(url)).toEqual({ url, dataDir: resolve('data'), secrets: ['p%40ss-word', 'p@ss-word'] });
  expect(parseStoreUrl('postgresql://db.example/bot')).toMatchObject({ secrets: [] });
  expect(parseStoreUrl('postgres://reelay:100%@db.example/bot')?.secrets).toContain('100%');
});

it.each([
  'sqlite://',
  'redis://localhost',
  'postgres://',
  'postgres:///bot',
  'postgres://db.example',
  'data/reelay.sqlite',
])('%s is no store', (text) => {
  expect(parseStoreUrl(text)).toBeUndefined();
});
