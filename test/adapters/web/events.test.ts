import { expect, it } from 'vitest';
import { Events } from '../../../src/adapters/web/events.ts';
import { MAX_EVENTS, MAX_STREAMS } from '../../../src/adapters/web/limits.ts';
import type { PageEvent } from '../../../src/adapters/web/wire.ts';

const removed = (id: string): PageEvent => ({ type: 'removed', chat: 'c', id });

function listen(events: Events, visitor: string, lastId?: string) {
  const sent: { id: string; event: PageEvent }[] = [];
  const state = { ended: false };
  const listener = {
    write(text: string) {
      const [, id = '', data = ''] = /^id: (\S+)\ndata: (.*)\n\n$/.exec(text) ?? [];
      sent.push({ id, event: JSON.parse(data) as PageEvent });
    },
    end: () => {
      state.ended = true;
    },
  };
  return { sent, state, leave: events.listen(visitor, listener, lastId) };
}

it('tells every tab of a visitor, and nobody else', () => {
  const events = new Events();
  const [first, second, other] = [listen(events, 'ann'), listen(events, 'ann'), listen(events, 'bob')];
  events.publish('ann', removed('1'));
  second.leave();
  events.publish('ann', removed('2'));
  const seen = (tab: typeof first) => tab.sent.map(({ event }) => event);
  expect(seen(first)).toEqual([{ type: 'reset' }, removed('1'), removed('2')]);
  expect(seen(second)).toEqual([{ type: 'reset' }, removed('1')]);
  expect(seen(other)).toEqual([{ type: 'reset' }]);
});

it('sends a tab that comes back what it missed, in order and once', () => {
  const events = new Events();
  const tab = listen(events, 'ann');
  events.publish('ann', removed('1'));
  events.publish('bob', removed('x'));
  tab.leave();
  events.publish('ann', removed('2'));
  events.publish('ann', removed('3'));
  const again = listen(events, 'ann', tab.sent.at(-1)?.id);
  expect(again.sent.map(({ event }) => event)).toEqual([removed('2'), removed('3')]);
});

it.each([
  ['an id of another process', 'abcdef.3'],
  ['an id that is none', 'x'],
  ['an id of the future', 'boot.99'],
  ['nothing', undefined],
])('has everything read anew for %s', (_, lastId) => {
  const events = new Events('boot');
  events.publish('ann', removed('1'));
  expect(listen(events, 'ann', lastId).sent.map(({ event }) => event)).toEqual([{ type: 'reset' }]);
});

it('has everything read anew where more was missed than is kept', () => {
  const events = new Events('boot');
  events.publish('ann', removed('first'));
  for (let count = 0; count < MAX_EVENTS; count++) events.publish('ann', removed(String(count)));
  expect(listen(events, 'ann', 'boot.1').sent).toHaveLength(MAX_EVENTS);
  expect(listen(events, 'ann', 'boot.0').sent.map(({ event }) => event)).toEqual([{ type: 'reset' }]);
});

it('ends the oldest of too many tabs', () => {
  const events = new Events();
  const tabs = Array.from({ length: MAX_STREAMS + 1 }, () => listen(events, 'ann'));
  expect(tabs.map(({ state }) => state.ended)).toEqual([true, ...Array(MAX_STREAMS).fill(false)]);
});
