import { expect, it } from 'vitest';
import { chatOfPerson, personOf, placeOf, platformOf } from '../../src/core/chat.ts';

it('tells the place of a chat, and the person in it', () => {
  for (const place of ['discord:123', 'telegram:-1001234567890', 'telegram:-1001234567890:7', 'local:demo']) {
    expect([placeOf(place), personOf(place)]).toEqual([place, undefined]);
    const chat = chatOfPerson(place, '42');
    expect(chat).toBe(`${place}@42`);
    expect([platformOf(chat), placeOf(chat), personOf(chat)]).toEqual([platformOf(place), place, '42']);
  }
});
