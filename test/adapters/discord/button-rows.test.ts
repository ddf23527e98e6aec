import { type APIMessageComponentInteraction, ButtonStyle, ComponentType } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { buttonRow, decodePress, encodePress, withButtonUsed } from '../../../src/adapters/discord/buttons.ts';
import { bodiesOf, plainerThan } from '../../../src/adapters/discord/reply-bodies.ts';
import { menuRows, pressOf } from '../../../src/adapters/discord/select-menus.ts';
import type { NextStep, Reply } from '../../../src/core/chat.ts';

const USER = '200000000000000007';
const steps = (count: number): NextStep[] =>
  Array.from({ length: count }, (_, index) => ({ name: 'remove', argument: String(index), label: `Remove ${index}` }));
const widths = (count: number) =>
  buttonRow(steps(count), { userId: USER })?.map((row) => ('components' in row ? row.components.length : 0));

describe('buttons', () => {
  it.each([
    [1, [1]],
    [5, [5]],
    [6, [3, 3]],
    [7, [4, 3]],
    [11, [4, 4, 3]],
    [25, [5, 5, 5, 5, 5]],
    [26, [5, 5, 5, 5, 5]],
  ])('%i stand in even rows', (count, rows) => {
    expect(widths(count)).toEqual(rows);
  });

  it('are none where there is no step, or none whose id would fit', () => {
    expect(buttonRow([], { userId: USER })).toBeUndefined();
    const of = (length: number) => [{ name: 'remove', argument: 'x'.repeat(length), label: 'a' }];
    const fixed = encodePress({ command: { name: 'remove' }, userId: USER }).length;
    expect(buttonRow(of(100 - fixed), { userId: USER })).toHaveLength(1);
    expect(buttonRow(of(101 - fixed), { userId: USER })).toBeUndefined();
  });

  it('open an address where it is not too long, and else do what they are for; the first is in colour', () => {
    const url = (length: number) => `https://a.example/${'x'.repeat(length - 18)}`;
    const [row] =
      buttonRow(
        [
          { name: 'remove', label: 'x'.repeat(81) },
          { name: 'register', label: 'a', url: url(512) },
          { name: 'status', label: 'b', url: url(513) },
        ],
        { userId: USER },
      ) ?? [];
    expect(row).toMatchObject({
      components: [
        { style: ButtonStyle.Primary, label: `${'x'.repeat(79)}…` },
        { style: ButtonStyle.Link, url: url(512) },
        { style: ButtonStyle.Secondary, label: 'b' },
      ],
    });
  });

  it('carry what they do, whatever is in it', () => {
    for (const argument of [undefined, 'a|b %/é', '2']) {
      const press = { command: { name: 'remove', argument }, project: 'p1', userId: USER };
      expect(decodePress(encodePress(press))).toEqual(press);
    }
    expect(decodePress(`r1|answer|1||${USER}`)).toEqual({
      ...{ command: { name: 'answer', argument: '1' }, project: undefined, userId: USER },
    });
    for (const other of [
      `r0|remove|||${USER}`,
      `r1|dance|||${USER}`,
      'r1|remove||',
      'r1|remove|||',
      `r1|remove|%E0%A4%A||${USER}`,
      'other',
    ])
      expect(decodePress(other)).toBeUndefined();
  });

  it('are disabled once they are used, and no other', () => {
    const rows = buttonRow(steps(6), { userId: USER }) ?? [];
    const id = encodePress({ command: { name: 'remove', argument: '4' }, userId: USER });
    const used = withButtonUsed(rows, id)?.map((row) =>
      row.type === ComponentType.ActionRow
        ? row.components.map((button) => 'disabled' in button && button.disabled)
        : [],
    );
    expect(used).toEqual([
      [false, false, false],
      [false, true, false],
    ]);
    expect(withButtonUsed(rows, 'another')).toBeUndefined();
  });
});

describe('a menu', () => {
  const choices = (count: number): NextStep[] =>
    Array.from({ length: count }, (_, index) => ({ name: 'skill', argument: `s${index}`, label: `S ${index}` }));
  const aside: NextStep = { name: 'help', label: 'Help', aside: true };
  const sizes = (next: NextStep[]) =>
    menuRows(next, USER)?.map((row) => {
      const [first] = row.type === ComponentType.ActionRow ? row.components : [];
      return first?.type === ComponentType.StringSelect ? first.options.length : 'buttons';
    });

  it('has 25 choices in each list, five rows in all, and ways elsewhere below them', () => {
    expect(sizes(choices(25))).toEqual([25]);
    expect(sizes(choices(26))).toEqual([25, 1]);
    expect(sizes(choices(130))).toEqual([25, 25, 25, 25, 25]);
    expect(sizes([...choices(130), aside])).toEqual([25, 25, 25, 25, 'buttons']);
    expect(sizes([aside])).toEqual(['buttons']);
    expect(sizes([])).toBeUndefined();
    const long = (length: number) => [{ name: 'skill', argument: 'x'.repeat(length - 6), label: 'a' }];
    expect([sizes(long(100)), sizes(long(101))]).toEqual([[1], undefined]);
  });

  it('is read as what was chosen', () => {
    const chosen = (custom_id: string, ...values: string[]) =>
      pressOf({
        data: { component_type: ComponentType.StringSelect, custom_id, values },
      } as never as APIMessageComponentInteraction);
    expect(chosen(`s1|25|${USER}`, 'skill|a|b')).toEqual({ command: { name: 'skill', argument: 'a|b' }, userId: USER });
    expect(chosen(`s1|0|${USER}`, 'skill|')?.command.argument).toBeUndefined();
    expect([chosen(`s0|0|${USER}`, 'skill|a'), chosen('s1|0|', 'skill|a'), chosen(`s1|0|${USER}`, 'dance|a')]).toEqual([
      ...[undefined, undefined, undefined],
    ]);
    expect(chosen(`s1|0|${USER}`)).toBeUndefined();
    const pressed = { component_type: ComponentType.Button, custom_id: `r1|status|||${USER}` };
    expect(pressOf({ data: pressed } as never as APIMessageComponentInteraction)?.command.name).toBe('status');
  });
});

describe('a reply', () => {
  const video = { path: '/v.mp4', name: 'v.mp4', bytes: 1, width: 1, height: 1, durationMs: 1 };
  const reply: Reply = { text: 'a', key: 'k', private: false, next: steps(1) };
  const request = { userId: USER } as never;

  it('has file and buttons with its last part, and no previews beside a video', () => {
    const bodies = bodiesOf({ ...reply, text: 'word '.repeat(900), video: { ...video, spoiler: true } }, request);
    expect(bodies.map((body) => [body.components?.length, body.file?.name, body.flags])).toEqual([
      [undefined, undefined, undefined],
      [undefined, undefined, undefined],
      [1, 'SPOILER_v.mp4', 4],
    ]);
    expect(bodiesOf({ ...reply, video }, request)[0]?.file).toEqual({
      ...{ path: '/v.mp4', name: 'v.mp4', contentType: 'video/mp4' },
    });
    const file = { kind: 'document', path: '/a', name: 'a.csv', bytes: 1, contentType: 'text/csv' } as const;
    expect(bodiesOf({ ...reply, file }, request)[0]).toMatchObject({
      file: { path: '/a', name: 'a.csv', contentType: 'text/csv' },
    });
    expect(bodiesOf(reply, request)[0]?.flags).toBeUndefined();
  });

  it('has buttons for who asked, or for anybody, and none where that is nobody', () => {
    const idIn = (more: Partial<Reply>, asked = true) =>
      JSON.stringify(bodiesOf({ ...reply, ...more }, asked ? request : undefined)[0]?.components ?? '');
    expect(idIn({})).toContain(`|${USER}"`);
    expect(idIn({ forAnybody: true }, false)).toContain('|*"');
    expect(idIn({}, false)).toBe('""');
    expect(idIn({ next: undefined })).toBe('""');
    expect(idIn({ menu: true, next: [{ name: 'skill', argument: 'a', label: 'a' }] })).toContain('s1|0|');
  });

  it('is made plainer step by step: without links, then without buttons, then not at all', () => {
    const full = {
      ...reply,
      text: 'see\nhttps://a.example',
      next: [{ name: 'register', label: 'a', url: 'https://a.example' }],
    };
    const first = plainerThan(full);
    expect(first).toMatchObject({ text: 'see', next: [{ name: 'register', url: undefined }] });
    const second = first && plainerThan(first);
    expect(second).toMatchObject({ text: 'see', next: undefined });
    expect(second && plainerThan(second)).toBeUndefined();
    // A text that is nothing but links is said all the same.
    expect(plainerThan({ ...full, text: 'https://a.example' })?.text).toBe('https://a.example');
    expect(plainerThan({ ...reply, text: 'https://a.example', next: undefined })).toBeUndefined();
  });
});
