import { afterEach, beforeEach, expect, it } from 'vitest';
import type { z } from 'zod';
import {
  ButtonDedupe,
  type ButtonDedupeOptions,
  type PressAcceptance,
} from '../../../src/adapters/kit/button-dedupe.ts';
import { openStore, type Store } from '../../../src/core/storage/store.ts';
import { createLogger } from '../../../src/lib/logger.ts';

const AGAIN = { place: 'test:1', message: '5', button: '0' };

let store: Store;
let buttons: ButtonDedupe;
const open = new Set<string>();
const requests: string[] = [];
const log: string[] = [];

const asked: string[] = [];
const make = (more: Partial<ButtonDedupeOptions> = {}) =>
  new ButtonDedupe({
    store,
    table: 'presses',
    ttlMs: 60_000,
    isOpen: async (place, id) => {
      asked.push(id);
      return open.has(`${place}/${id}`);
    },
    log: createLogger({ level: 'warn', pretty: false, write: (line) => log.push(line) }),
    ...more,
  });

beforeEach(async () => {
  store = await openStore('sqlite://:memory:');
  open.clear();
  requests.length = 0;
  log.length = 0;
  asked.length = 0;
  buttons = make();
});
afterEach(() => store.close());

const accepts = async (id: string): Promise<PressAcceptance<string>> => {
  requests.push(id);
  open.add(`${AGAIN.place}/${id}`);
  return 'accepted';
};
const refuses = async (): Promise<PressAcceptance<string>> => ({ refusal: 'not yours' });

it('a refused press does not mark the button as pressed: the next one is accepted', async () => {
  expect(await buttons.press(AGAIN, 'e1', refuses)).toEqual({ refusal: 'not yours' });
  // The very same event, which the platform may bring again, and another person's.
  expect(await buttons.press(AGAIN, 'e1', refuses)).toEqual({ refusal: 'not yours' });
  expect(await buttons.press(AGAIN, 'e2', accepts)).toBe('accepted');
  expect(requests).toEqual(['5.0.1']);
  // Nor does a refusal that comes after it change whose request is open.
  expect(await buttons.press(AGAIN, 'e3', refuses)).toBe('pressed');
  open.clear();
  expect(await buttons.press(AGAIN, 'e4', refuses)).toEqual({ refusal: 'not yours' });
  expect(await buttons.press(AGAIN, 'e4', accepts)).toBe('accepted');
  expect(requests).toEqual(['5.0.1', '5.0.2']);
});

it('three presses at once are one request, also for the next process', async () => {
  const results = await Promise.all(['e1', 'e2', 'e3'].map((event) => buttons.press(AGAIN, event, accepts)));
  expect(results).toEqual(['accepted', 'pressed', 'pressed']);
  buttons = make();
  expect(await buttons.press(AGAIN, 'e4', accepts)).toBe('pressed');
  open.clear();
  expect(await buttons.press(AGAIN, 'e1', accepts)).toBe('repeated');
  expect(await buttons.press(AGAIN, 'e5', accepts)).toBe('accepted');
  expect(requests).toEqual(['5.0.1', '5.0.2']);
});

it('buttons of one message, and messages of one chat, do not count for each other', async () => {
  for (const pressed of [AGAIN, { ...AGAIN, button: '1' }, { ...AGAIN, message: '6' }, { ...AGAIN, place: 'test:2' }]) {
    expect(await buttons.press(pressed, 'e1', accepts)).toBe('accepted');
  }
});

it('a request that the core has already is "pressed", and its event is known from then on', async () => {
  expect(await buttons.press(AGAIN, 'e1', async () => 'duplicate')).toBe('pressed');
  expect(await buttons.press(AGAIN, 'e1', accepts)).toBe('repeated');
  expect(requests).toEqual([]);
});

it('of a chat that is forgotten nothing is known, of another all', async () => {
  const other = { ...AGAIN, place: 'test:12' };
  await buttons.press(AGAIN, 'e1', accepts);
  await buttons.press(other, 'e1', accepts);
  await buttons.forget(AGAIN.place);
  open.clear();
  expect(await buttons.press(AGAIN, 'e1', accepts)).toBe('accepted');
  expect(await buttons.press(other, 'e1', accepts)).toBe('repeated');
});

it('asks about no request before there was one', async () => {
  open.add(`${AGAIN.place}/5.0.0`);
  expect(await buttons.press(AGAIN, 'e1', accepts)).toBe('accepted');
  expect(asked).toEqual([]);
  await buttons.press(AGAIN, 'e2', accepts);
  expect(asked).toEqual(['5.0.1']);
});

it('ten presses of a button are remembered', async () => {
  const press = (event: string) => {
    open.clear();
    return buttons.press(AGAIN, event, accepts);
  };
  for (let count = 1; count <= 11; count++) expect(await press(`e${count}`)).toBe('accepted');
  expect(await press('e11')).toBe('repeated');
  expect(await press('e2')).toBe('repeated');
  expect(await press('e1')).toBe('accepted');
  expect(requests.at(-1)).toBe('5.0.12');
});

it('a press that cannot be saved is a request all the same, and the operator hears of it', async () => {
  const failing = Object.assign(Object.create(store) as Store, {
    table: <T>(name: string, schema: z.ZodType<T>) => ({
      ...store.table(name, schema),
      set: () => Promise.reject(new Error('disk full')),
    }),
  });
  expect(await make({ store: failing }).press(AGAIN, 'e1', accepts)).toBe('accepted');
  expect(log.join()).toContain('press not saved');
});

it('a press is forgotten after its time', async () => {
  const brief = make({ ttlMs: 1 });
  await brief.press(AGAIN, 'e1', accepts);
  await expect.poll(() => brief.press(AGAIN, 'e1', refuses), { interval: 2 }).toEqual({ refusal: 'not yours' });
});
