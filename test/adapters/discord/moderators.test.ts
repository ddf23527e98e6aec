import { InteractionContextType, PermissionFlagsBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  isModerator,
  isModeratorIn,
  missingAfterRefusal,
  missingPermission,
} from '../../../src/adapters/discord/permissions.ts';
import { requesterOf } from '../../../src/adapters/discord/requester.ts';
import { discordSettings } from '../../../src/adapters/discord/settings.ts';

const { Administrator, ManageMessages, ManageChannels, ManageGuild, ModerateMembers } = PermissionFlagsBits;
const { ViewChannel, SendMessages, SendMessagesInThreads, AttachFiles } = PermissionFlagsBits;
const [TEXT, THREAD] = [0, 11];

describe('what the bot lacks', () => {
  it.each<[bigint, number, string | undefined]>([
    [Administrator, TEXT, undefined],
    [SendMessages | SendMessagesInThreads, TEXT, 'viewChannel'],
    [ViewChannel | SendMessages, TEXT, undefined],
    [ViewChannel | SendMessagesInThreads, TEXT, 'sendMessages'],
    [ViewChannel | SendMessagesInThreads, THREAD, undefined],
    [ViewChannel | SendMessages, THREAD, 'sendInThreads'],
    [0n, THREAD, 'viewChannel'],
  ])('with permissions %s in a channel of type %i is %s', (has, type, missing) => {
    const interaction = { app_permissions: String(has), channel: { id: '1', type } } as never;
    expect(missingPermission(interaction)).toBe(missing);
  });

  it('is told by a refusal', () => {
    expect([
      missingAfterRefusal(true, THREAD),
      missingAfterRefusal(false, THREAD),
      missingAfterRefusal(false, TEXT),
    ]).toEqual([...['viewChannel', 'sendInThreads', 'sendMessages']]);
  });
});

it.each<[bigint, string[], boolean]>([
  [Administrator, [], true],
  [ManageGuild, [], true],
  [ManageChannels, [], true],
  [ManageMessages, [], true],
  [ModerateMembers, [], true],
  [SendMessages | AttachFiles, [], false],
  [0n, ['1', '2'], true],
  [0n, ['1'], false],
])('who has permissions %s and roles %j is a moderator: %s', (permissions, roles, is) => {
  expect(isModerator({ member: { permissions: String(permissions), roles } } as never, ['2'])).toBe(is);
  expect(isModerator({} as never, ['2'])).toBe(false);
});

describe('who is a moderator is asked of Discord:', () => {
  const [GUILD, USER, STAFF] = ['10', '7', '20'];
  interface Overwrite {
    id: string;
    type: number;
    allow: bigint;
    deny: bigint;
  }
  const overwrite = (id: string, type: number, allow: bigint, deny: bigint): Overwrite => ({ id, type, allow, deny });
  /** A server in which everybody, and the staff, may so much. */
  function server({
    everyone = 0n,
    staff = 0n,
    owner = '1',
    roles = [STAFF],
    places = {},
  }: {
    everyone?: bigint;
    staff?: bigint;
    owner?: string;
    roles?: string[];
    places?: Record<string, { type?: number; parent?: string; overwrites?: Overwrite[] }>;
  }) {
    const api = {
      guild: async () => ({
        ...{ tier: 0, ownerId: owner },
        roles: [
          { id: GUILD, permissions: String(everyone) },
          { id: STAFF, permissions: String(staff) },
          { id: '21', permissions: String(Administrator) },
        ],
      }),
      memberRoles: async () => roles,
      channelPermissions: async (channel: string) => {
        const { type = TEXT, parent, overwrites = [] } = places[channel] ?? {};
        return {
          type,
          parent,
          overwrites: overwrites.map((each) => ({ ...each, allow: String(each.allow), deny: String(each.deny) })),
        };
      },
    };
    return (moderatorRoles: string[] = []) =>
      isModeratorIn(api as never, { guild: GUILD, channel: '5', user: USER }, moderatorRoles);
  }
  const inChannel = (overwrites: Overwrite[], type = TEXT, parent?: string) => ({
    '5': { overwrites, type, ...(parent && { parent }) },
  });

  it.each<[string, Parameters<typeof server>[0], boolean]>([
    ['the owner', { owner: USER }, true],
    ['who has a role that grants it', { staff: ManageMessages }, true],
    ['who may what everybody may', { everyone: ManageMessages, roles: [] }, true],
    ['who has not that role', { staff: ManageMessages, roles: [] }, false],
    ['who has none', {}, false],
    [
      'whom the channel denies it',
      { staff: ManageMessages, places: inChannel([overwrite(STAFF, 0, 0n, ManageMessages)]) },
      false,
    ],
    [
      'an administrator, whatever the channel denies',
      { staff: Administrator, places: inChannel([overwrite(GUILD, 0, 0n, ~0n & 0xffffffffn)]) },
      true,
    ],
    [
      'whose role it is allowed again',
      {
        staff: ManageMessages,
        places: inChannel([overwrite(GUILD, 0, 0n, ManageMessages), overwrite(STAFF, 0, ManageMessages, 0n)]),
      },
      true,
    ],
    [
      'to whom it is denied in person',
      { places: inChannel([overwrite(STAFF, 0, ManageMessages, 0n), overwrite(USER, 1, 0n, ManageMessages)]) },
      false,
    ],
    [
      'to whom it is allowed in person',
      { places: inChannel([overwrite(STAFF, 0, 0n, ManageMessages), overwrite(USER, 1, ManageMessages, 0n)]) },
      true,
    ],
    [
      'whose id is that of another’s role',
      { places: inChannel([overwrite(USER, 0, ManageMessages, 0n), overwrite('8', 1, ManageMessages, 0n)]) },
      false,
    ],
    [
      'who may so in the channel of a thread',
      { places: { ...inChannel([], THREAD, '6'), '6': { overwrites: [overwrite(STAFF, 0, ManageMessages, 0n)] } } },
      true,
    ],
    [
      'who may so in the category alone',
      { places: { ...inChannel([], TEXT, '6'), '6': { overwrites: [overwrite(STAFF, 0, ManageMessages, 0n)] } } },
      false,
    ],
  ])('%s', async (_who, given, is) => {
    expect(await server(given)()).toBe(is);
  });

  it('who has a role that the operator named', async () => {
    expect(await server({})([STAFF])).toBe(true);
    expect(await server({ roles: [] })([STAFF])).toBe(false);
  });
});

describe('who called', () => {
  const user = { id: '7', username: 'ann', global_name: 'Ann' };
  const of = (more: object, language: 'auto' | 'en' = 'auto') =>
    requesterOf(
      { channel: { id: '5', type: TEXT }, user, locale: 'zh-CN', authorizing_integration_owners: {}, ...more } as never,
      language,
      ['2'],
    );
  const member = { member: { user, roles: ['2'], permissions: '0' }, user: undefined };

  it.each<[string, object, string, string]>([
    ['a direct conversation', { context: InteractionContextType.BotDM }, 'dm', 'discord:5'],
    ['another’s conversation', { context: InteractionContextType.PrivateChannel }, 'not-member', 'discord:5@7'],
    [
      'a server',
      { guild_id: '6', context: InteractionContextType.Guild, authorizing_integration_owners: { 0: '6' } },
      'guild',
      'discord:5@7',
    ],
    [
      'a server where it is no member',
      { guild_id: '6', context: InteractionContextType.Guild },
      'not-member',
      'discord:5@7',
    ],
    ['a server of old', { guild_id: '6', authorizing_integration_owners: { 0: '6' } }, 'guild', 'discord:5@7'],
    ['a conversation of old', {}, 'dm', 'discord:5'],
  ])('in %s', (_where, more, kind, chat) => {
    const requester = of(more);
    expect(requester).toMatchObject({ userId: '7', userName: 'Ann', channel: '5', kind, chat, language: 'zh' });
    expect(requester?.shared === undefined).toBe(kind === 'dm');
  });

  it('moderates by role in a server, whose community is the server', () => {
    const guild = { guild_id: '6', authorizing_integration_owners: { 0: '6' } };
    expect(of({ ...guild, ...member })?.shared).toEqual({ community: 'discord:6', isModerator: true });
    expect(of(guild)?.shared?.isModerator).toBe(false);
    expect(of({ context: InteractionContextType.PrivateChannel })?.shared?.community).toBe('discord:5');
  });

  it('is nobody without a person or a place, and hears the language that is set', () => {
    expect(of({ user: undefined })).toBeUndefined();
    expect(of({ channel: undefined })).toBeUndefined();
    expect(of({ channel: undefined, channel_id: '9' })?.channel).toBe('9');
    expect(of({}, 'en')?.language).toBe('en');
    expect(of({ user: { ...user, global_name: null } })?.userName).toBe('ann');
  });
});

it('settings: none without a token, threads only where they are on, ids of roles and servers alone', () => {
  const shape = z.object(discordSettings.shape);
  const read = (values: Record<string, string>) => discordSettings.read(shape.parse(values));
  const token = { DISCORD_TOKEN: 'abc' };
  expect(read({ DISCORD_THREADS: 'on' })).toBeUndefined();
  expect(read(token)).toMatchObject({ token: 'abc', threads: false, moderatorRoles: [] });
  expect(read({ ...token, DISCORD_THREADS: 'off' })?.threads).toBe(false);
  expect(read({ ...token, DISCORD_THREADS: 'on' })?.threads).toBe(true);
  const [short, long] = ['1'.repeat(15), '2'.repeat(21)];
  expect(read({ ...token, MODERATOR_ROLES: `${short}, ${long}` })?.moderatorRoles).toEqual([short, long]);
  const takes = (name: string, value: string) => shape.safeParse({ [name]: value }).success;
  expect(['1'.repeat(14), '1'.repeat(22), `${short},mods`].map((value) => takes('MODERATOR_ROLES', value))).toEqual([
    ...[false, false, false],
  ]);
  expect([short, long, '1'.repeat(14), `${long}1`].map((value) => takes('DISCORD_GUILD', value))).toEqual([
    ...[true, true, false, false],
  ]);
});
